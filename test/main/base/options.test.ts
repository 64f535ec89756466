// Options of the app's entries: what is unknown or no port is refused by name.
import { describe, expect, it } from 'vitest'
import { parseStartOptions } from '../../../main/base/options'

describe('start options', () => {
  it('has defaults', () => {
    expect(parseStartOptions([])).toEqual({ port: 0, open: true, help: false })
  })
  it('reads all', () => {
    const options = parseStartOptions([
      '--browser',
      '--no-open',
      '--port',
      '8123',
      '--engine',
      'unix:///run/d.sock',
    ])
    expect(options).toEqual({ port: 8123, open: false, help: false, engine: { socket: '/run/d.sock' } })
    expect(parseStartOptions(['--context', 'team'])).toMatchObject({ engine: { context: 'team' } })
  })
  it('takes one engine only', () => {
    expect(() => parseStartOptions(['--engine', '/s', '--context', 'team'])).toThrow(
      expect.objectContaining({ code: 'host.bad-option' }),
    )
  })
  it.each([['--prot', '1'], ['--port', 'x'], ['--port', '70000'], ['--port', '-1'], ['stray'], ['--port']])(
    'refuses %s %s',
    (...args) => {
      expect(() => parseStartOptions(args.filter(Boolean))).toThrow(
        expect.objectContaining({ code: 'host.bad-option' }),
      )
    },
  )
})
