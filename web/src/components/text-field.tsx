import type { Ref } from 'react'
import {
  type TextFieldProps as AriaProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  Input,
} from 'react-aria-components'
import { controlStyle, FieldFrame, type FieldProps, fieldStyle } from './field.tsx'

interface TextFieldProps extends Omit<AriaProps, 'children' | 'className' | 'style'>, FieldProps {
  placeholder?: string
  inputRef?: Ref<HTMLInputElement>
}

export function TextField({
  label,
  description,
  errorMessage,
  placeholder,
  inputRef,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField {...props} className={fieldStyle}>
      <FieldFrame
        label={label}
        description={description}
        errorMessage={errorMessage}
        isRequired={props.isRequired}
      >
        <Input ref={inputRef} placeholder={placeholder} className={controlStyle()} />
      </FieldFrame>
    </AriaTextField>
  )
}

interface TextAreaProps extends Omit<AriaProps, 'children' | 'className' | 'style'>, FieldProps {
  placeholder?: string
  /** Lines shown at first; the field grows with its text. */
  rows?: number
}

export function TextArea({
  label,
  description,
  errorMessage,
  placeholder,
  rows = 3,
  ...props
}: TextAreaProps) {
  return (
    <AriaTextField {...props} className={fieldStyle}>
      <FieldFrame
        label={label}
        description={description}
        errorMessage={errorMessage}
        isRequired={props.isRequired}
      >
        <AriaTextArea rows={rows} placeholder={placeholder} className={controlStyle({ size: 'text' })} />
      </FieldFrame>
    </AriaTextField>
  )
}
