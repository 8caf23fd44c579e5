import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

configure({ asyncUtilTimeout: 10_000 })

// The grid asks with a leading `&`, which browsers read as `:scope` and happy-dom does not know.
const { querySelector } = Element.prototype
Element.prototype.querySelector = function (this: Element, selector: string) {
  return querySelector.call(this, selector.replace(/^&/, ':scope'))
}

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  localStorage.clear()
})
