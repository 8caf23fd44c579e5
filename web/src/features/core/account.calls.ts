import { callAuth } from '../../lib/api/auth-call.ts'

type Chosen = Promise<{ username: string }>

export const askForReset = (username: string) => callAuth('password-reset', { username })

/** How a password is chosen by a link, by what the link was sent for. */
export const choosePassword = {
  invitation: async (token: string, password: string): Chosen =>
    (await callAuth('accept-invitation', { token, password })).json(),
  reset: async (token: string, new_password: string): Chosen =>
    (await callAuth('password-reset/confirm', { token, new_password })).json(),
}
