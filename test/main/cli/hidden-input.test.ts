// Values at a prompt of a real terminal, which shows none of them, and from standard input.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'
import { askHidden } from '../../../main/cli/hidden-input'

const from = (text: string, labels: readonly string[]): Promise<readonly string[]> => {
  const input = new PassThrough()
  input.end(text)
  return askHidden({ input, output: { write: () => true } })(labels)
}

describe('standard input', () => {
  it.each([
    ['a line each', 'one\ntwo words \n', ['A', 'B'], ['one', 'two words ']],
    ['lines of Windows', 'one\r\ntwo\r\n', ['A', 'B'], ['one', 'two']],
    ['no more than asked for', 'one\ntwo\nthree\n', ['A', 'B'], ['one', 'two']],
    ['a key of many lines for one', '-----BEGIN\n비밀\n-----END\n', ['A'], ['-----BEGIN\n비밀\n-----END']],
    ['nothing', '', ['A'], []],
    ['nothing that is asked for', 'one\n', [], []],
  ])('gives %s', async (_, text, labels, values) => {
    expect(await from(text, labels)).toEqual(values)
  })
})

describe.runIf(process.platform === 'linux')('a terminal', () => {
  /** What it shows of a person's typing, and what the command got of it. */
  async function typed(keys: string): Promise<{ readonly shown: string; readonly got: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'pshidden-'))
    try {
      const source = await readFile('main/cli/hidden-input.ts', 'utf8')
      await writeFile(join(folder, 'part.mjs'), (await transformWithOxc(source, 'part.ts')).code)
      const program = join(folder, 'ask.mjs')
      await writeFile(
        program,
        `import { writeFileSync } from 'node:fs'
import { askHidden } from './part.mjs'
const got = await askHidden()(['FIRST', 'SECOND']).catch((error) => error.name)
writeFileSync(${JSON.stringify(join(folder, 'got'))}, JSON.stringify(got))
`,
      )
      const line = `${process.execPath} ${program}`
      const terminal = spawn('script', ['-qec', line, '/dev/null'])
      let shown = ''
      let rest = keys
      terminal.stdout.on('data', (chunk: Buffer) => {
        shown += String(chunk)
        if (!shown.includes('FIRST: ')) return
        terminal.stdin.write(rest)
        rest = ''
      })
      await once(terminal, 'close')
      return { shown, got: await readFile(join(folder, 'got'), 'utf8') }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  it('asks by name and shows nothing of what is typed', async () => {
    const { shown, got } = await typed('hushX\x7f\r비밀\r')
    expect(JSON.parse(got)).toEqual(['hush', '비밀'])
    expect(shown).toMatch(/^FIRST: \s+SECOND: \s+$/)
  })

  it('ends with Ctrl-C, and nothing is kept', async () => {
    expect((await typed('hush\r\x03')).got).toBe('"AbortError"')
  })
})
