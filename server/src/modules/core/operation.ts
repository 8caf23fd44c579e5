// The door for who operates an installation, from its command line or at its first start: nobody is signed in there.
export type { PasswordRules } from './auth/passwords.ts'
export { rotateSigningKey } from './auth/signing-keys.ts'
export { createTenant, hasAnyone } from './organizations/tenant.service.ts'
export {
  type Administrator,
  addAdministrator,
  listAdministrators,
  resetPassword,
} from './users/administrator.service.ts'
