// What `portside help COMMAND` and `portside COMMAND --help` print.
import { describe, expect, it } from 'vitest'
import { commands, helpText } from '../../../main/cli/commands'

describe('help', () => {
  it('is of the command that is named, and of all where it is none or takes nothing', () => {
    expect(helpText('en', 'containers')).toMatch(/^portside containers \[list\]/)
    expect(helpText('ko', 'containers')).toContain('docker run')
    for (const name of ['status', 'told', 'toString', undefined]) {
      const all = helpText('en', name)
      for (const one of Object.keys(commands)) expect(all).toContain(`\n  ${one} `)
    }
  })
})
