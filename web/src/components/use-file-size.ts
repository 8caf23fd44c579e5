import { useIntl } from 'react-intl'

const STEPS = [
  ['megabyte', 1024 * 1024],
  ['kilobyte', 1024],
] as const

/** `1.4 MB` of so many bytes. */
export function useFileSize() {
  const { formatNumber } = useIntl()
  return (bytes: number) => {
    const [unit, step] = STEPS.find(([, least]) => bytes >= least) ?? (['byte', 1] as const)
    const maximumFractionDigits = bytes / step < 10 && step > 1 ? 1 : 0
    return formatNumber(bytes / step, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
  }
}
