import { messages } from '../../lib/i18n/messages.ts'

export const texts = messages('core', {
  signIn: 'Sign in',
  signInTo: 'Sign in to Watchdesk',
  username: 'Username',
  password: 'Password',
  wrong: 'Username or password is wrong.',
  tryLater: 'Too many attempts. Try again in {seconds, plural, one {# second} other {# seconds}}.',
  expiredTitle: 'Your session has ended',
  expiredBody: 'Sign in again to go on. Nothing that you typed is lost.',
  leave: 'Leave without signing in',
})
