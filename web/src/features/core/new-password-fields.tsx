import { useState } from 'react'
import { TextField } from '../../components/text-field.tsx'
import { passwordLength } from '../../lib/api/facts.gen.ts'
import { useText } from '../../lib/i18n/messages.ts'
import { texts } from './core.messages.ts'

interface NewPasswordFieldsProps {
  /** As the API calls the field, so that its refusal stands there. */
  name: 'password' | 'new_password'
  autoFocus?: boolean
}

/** A password twice, since nobody sees what they type. */
export function NewPasswordFields({ name, autoFocus }: NewPasswordFieldsProps) {
  const text = useText()
  const [first, setFirst] = useState('')
  return (
    <>
      <TextField
        name={name}
        type="password"
        label={text(texts.newPassword)}
        description={text(texts.newPasswordHint)}
        autoComplete="new-password"
        maxLength={passwordLength}
        value={first}
        onChange={setFirst}
        isRequired
        autoFocus={autoFocus}
      />
      <TextField
        type="password"
        label={text(texts.repeatPassword)}
        autoComplete="new-password"
        validate={(second) => (second === first ? null : text(texts.differ))}
        isRequired
      />
    </>
  )
}
