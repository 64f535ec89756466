// The emulator of wsl.exe takes what the real one documents and refuses the rest, so that a driver cannot make words up.
import { describe, expect, it } from 'vitest'
import { parseArguments, UsageError } from '../../emulators/wsl/arguments.mjs'

describe('the emulator of wsl.exe', () => {
  it.each([
    [['--list', '--quiet'], { verb: '--list', options: { '--quiet': true } }],
    [['-l', '-v'], { verb: '--list', options: { '--verbose': true } }],
    [['--list', '--running', '--quiet'], { verb: '--list' }],
    [
      ['--import', 'portside', 'C:\\p', '-', '--version', '2'],
      { operands: ['portside', 'C:\\p', '-'], options: { '--version': '2' } },
    ],
    [['--manage', 'portside', '--set-sparse', 'true', '--allow-unsafe'], { operands: ['portside'] }],
    [['--install', '--no-distribution'], { verb: '--install' }],
    [
      ['--distribution', 'portside', '--user', 'root', '--cd', '/', '--exec', '/bin/sh', '-c', '--list'],
      { verb: 'exec', program: ['/bin/sh', '-c', '--list'] },
    ],
    [['-d', 'portside', '--', 'ls'], { options: { '--distribution': 'portside' }, program: ['ls'] }],
  ])('takes %j', (words, expected) => {
    expect(parseArguments(words)).toMatchObject(expected)
  })

  it.each([
    [[]],
    [['--lists']],
    [['--list', '--short']],
    [['--import', 'portside', 'C:\\p']],
    [['--terminate']],
    [['--terminate', 'one', 'two']],
    [['--shutdown', 'portside']],
    [['--import', 'portside', 'C:\\p', '-', '--version']],
    [['-d', 'portside']],
    [['-d', 'portside', '--exec']],
    [['-d', 'portside', '--shell-type', 'none', '--exec', 'ls']],
    [['portside', '--exec', 'ls']],
  ])('refuses %j', (words) => {
    expect(() => parseArguments(words)).toThrow(UsageError)
  })
})
