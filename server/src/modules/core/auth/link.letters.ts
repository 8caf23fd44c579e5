export interface Person {
  email: string
  username: string
  display_name: string
  organization: string
}

export const writeInvitation = (
  { display_name, username, organization }: Person,
  url: string,
  by: string,
) => ({
  subject: `You are invited to Watchdesk of ${organization}`,
  text: `Hello ${display_name},

${by} made an account for you at Watchdesk of ${organization}. Your user name is ${username}.
Choose a password within seven days; the link works once:

${url}

If you did not expect this, ignore it: without a password nobody can use the account.
`,
})

export const writeReset = ({ display_name, username, organization }: Person, url: string) => ({
  subject: 'Choose a new password for Watchdesk',
  text: `Hello ${display_name},

somebody asked for a new password for your account ${username} at Watchdesk of ${organization}.
Choose it within an hour; the link works once and ends all your sessions:

${url}

If it was not you, ignore this: your password stays as it is.
`,
})
