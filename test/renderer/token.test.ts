// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { takeToken } from '../../renderer/transports/token'

describe('token of the run', () => {
  it('leaves the address bar and stays with the tab', () => {
    window.history.replaceState(null, '', '/?token=s3cret&x=1#top')
    expect(takeToken(window)).toBe('s3cret')
    expect(window.location.href).not.toContain('s3cret')
    expect(window.location.search).toBe('?x=1')
    expect(takeToken(window)).toBe('s3cret')
  })

  it('is replaced by the one of a newer run', () => {
    window.history.replaceState(null, '', '/?token=newer')
    expect(takeToken(window)).toBe('newer')
    expect(takeToken(window)).toBe('newer')
  })
})
