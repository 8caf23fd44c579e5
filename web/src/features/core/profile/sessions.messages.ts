import { messages } from '../../../lib/i18n/messages.ts'

export const sessionTexts = messages('sessions', {
  title: 'Sessions',
  hint: 'Where you are signed in. End what you do not know, and change your password then.',
  on: '{browser} on {system}',
  unknown: 'Unknown device',
  current: 'This one',
  address: 'Address',
  since: 'Since',
  used: 'Last used',
  alone: 'You are signed in nowhere else.',
  end: 'End',
  endTitle: 'End the session “{device}”?',
  endBody: 'Whoever works there is signed out with the next click, and what they have not saved is lost.',
  endVerb: 'End the session',
  ended: 'The session is over',
  endAll: 'End all others',
  endAllTitle: 'End all sessions but this one?',
  endAllBody: 'Wherever else you are signed in, you are signed out, and what is not saved there is lost.',
  allEnded: 'You are signed in only here',
})
