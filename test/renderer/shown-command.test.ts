// What is shown as a command means the same when it is pasted again, in each shell that it is shown for.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandOf, commandText } from '../../renderer/run/command'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import {
  emptyForm,
  newAlso,
  newEnv,
  newFolder,
  newPort,
  noMore,
  requestOf,
  switches,
  type RunForm,
} from '../../renderer/run/form'
import { doubtOf, quoters, shellQuote, shells, type ShownShell } from '../../renderer/run/quote'
import { readShell, shellOf } from '../../renderer/run/shell-text'

/** Letters that mean something to one shell or another. */
const letters = fc.constantFrom(
  ...Array.from(`aB7 '"\\$\`%^&|<>;()#~!*?[]{}=,:@/.-+`),
  '값',
  '’',
  '”',
  '💥',
  '\n',
)
const anyText = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''))
const text = anyText.map((one) => one.trim() || 'x')
const name = fc.integer({ min: 0, max: 1e6 }).map((n) => `n${n}`)
const port = fc.integer({ min: 1, max: 65_535 })
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 2 })

const also = fc.oneof(
  fc.constantFrom(
    ...(
      [
        ['cap-add', 'CAP_NET_ADMIN'],
        ['gpus', '"device=0,2",capabilities=utility'],
        ['publish-all'],
        ['security-opt', 'no-new-privileges'],
        ['volume', '/anon'],
        ['mount', 'type=tmpfs,target=/t,tmpfs-size=1024'],
        ['ulimit', 'nofile=1:2'],
        ['health-interval', '1m30s'],
        ['network-alias', 'web'],
        ['add-host', 'v6:::1'],
        ['publish', '127.0.0.1:132:132/sctp'],
        ['device-cgroup-rule', 'c 1:* rwm'],
      ] as const
    ).map(([flag, value]) => newAlso(flag, value)),
  ),
  anyText.map((value) => newAlso('log-opt', `tag=${value}`)),
  text.map((value) => newAlso('annotation', `a=${value}`)),
)

const forms: fc.Arbitrary<RunForm> = fc
  .record({
    image: fc.constantFrom('nginx', 'registry.example:5000/a/b:1.2'),
    name: fc.oneof(fc.constant(''), name),
    ports: few(
      fc.tuple(
        fc.oneof(fc.constant(''), port.map(String)),
        port,
        fc.constantFrom('tcp', 'udp') as fc.Arbitrary<'tcp' | 'udp'>,
      ),
    ),
    address: fc.constantFrom('', '::1', '10.0.0.1'),
    env: few(fc.tuple(name, anyText)),
    data: few(fc.tuple(name, fc.boolean())),
    folders: few(fc.tuple(name, fc.boolean())),
    labels: few(fc.tuple(name, anyText)),
    words: few(anyText),
    entrypoint: fc.oneof(fc.constant(''), text),
    networks: few(name),
    restart: fc.constantFrom('no', 'always', 'unless-stopped', 'on-failure') as fc.Arbitrary<
      RunForm['restart']
    >,
    on: fc.subarray([...switches]),
    also: few(also),
    health: fc.oneof(
      fc.constant(''),
      text.map((one) => one.trim()),
    ),
  })
  .map((one): RunForm => ({
    ...emptyForm(one.image),
    name: one.name,
    ports: one.ports.map(([host, inside, protocol]) => ({
      ...newPort(host, String(inside), protocol),
      ...(one.address === '' ? {} : { address: one.address }),
    })),
    onlyThisComputer: false,
    env: one.env.map(([key, value]) => newEnv(key, value)),
    data: one.data.map(([volume, readOnly]) => ({
      ...{ path: `/${volume}`, keep: true, volume },
      ...(readOnly ? { readOnly } : {}),
    })),
    restart: one.restart,
    also: one.also,
    more: {
      ...noMore,
      folders: one.folders.map(([folder, readOnly]) =>
        newFolder(`/srv/${folder} x`, `/in/${folder}`, readOnly),
      ),
      labels: one.labels.map(([key, value]) => newEnv(key, value)),
      networks: one.networks,
      entrypoint: one.entrypoint === '' ? '' : shellQuote(one.entrypoint),
      command: one.words.map(shellQuote).join(' '),
      health: one.health,
      on: new Set(one.on),
    },
  }))

/** As it is shown, and as it comes back. */
function backAndForth(form: RunForm, shell: ShownShell): object {
  const shown = commandText(commandOf(form, [], shell), shell)
  const again = fillFromCommand(shown)
  if (typeof again === 'string') return { shown, problem: again }
  const { left, others, asked, literal } = again
  return { shown, left, others, asked, literal, request: requestOf(again.form) }
}

describe.each(shells)('shown for %s', (shell) => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(forms, (form) => {
        // A line break is more than cmd can be told, which is said beside it.
        const all = commandOf(form, [], 'posix').flat()
        fc.pre(shell !== 'cmd' || !all.some((piece) => piece.text.includes('\n')))
        const shown = commandText(commandOf(form, [], shell), shell)
        expect(shellOf(shown)).toBe(shell)
        expect(backAndForth(form, shell)).toEqual({
          ...{ shown, left: [], others: [], asked: [], literal: [] },
          request: requestOf(form),
        })
      }),
      { numRuns: 400, seed: 7 },
    )
  })

  it('quotes any word so that the shell hands it on', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (words) => {
        fc.pre(doubtOf(shell, words) !== 'lines')
        const line = `docker run ${shell === 'posix' ? '\\' : shell === 'cmd' ? '^' : '`'}\n ${words.map(quoters[shell]).join(' ')}`
        expect(readShell(line)?.map((one) => one.words)).toEqual([['docker', 'run', ...words]])
      }),
      { numRuns: 1000, seed: 11 },
    )
  })
})

it('hands every word to a real POSIX shell as it is', () => {
  const words = fc.sample(anyText, { numRuns: 200, seed: 3 })
  const said = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quoters.posix).join(' ')}`], {
    encoding: 'utf8',
  })
  expect(said.split('\0').slice(0, -1)).toEqual(words)
})

/** Source: about_Quoting_Rules and about_Parsing of PowerShell, and what `cmd /c` and the C library make of a line. */
it.each<[ShownShell, string, string]>([
  ['powershell', 'a b', `'a b'`],
  ['powershell', `it's`, `'it''s'`],
  ['powershell', 'it’s', `'it’’s'`],
  ['powershell', '$HOME', `'$HOME'`],
  ['powershell', 'a,b', `'a,b'`],
  ['powershell', '-Dx.y=1', `'-Dx.y=1'`],
  ['powershell', '127.0.0.1:80:80', '127.0.0.1:80:80'],
  ['powershell', '', `''`],
  ['powershell', '--%', `'--%'`],
  ['cmd', 'a b', '"a b"'],
  ['cmd', `it's`, `"it's"`],
  ['cmd', '50%', '^"50^%^"'],
  ['cmd', '%PATH%', '^"^%PATH^%^"'],
  ['cmd', 'say "hi"', '^"say \\^"hi\\^"^"'],
  ['cmd', 'C:\\a b\\', '"C:\\a b\\\\"'],
  ['cmd', 'a&b', '^"a^&b^"'],
  ['cmd', '', '""'],
  ['posix', `it's`, `'it'\\''s'`],
  ['posix', '=ls', "'=ls'"],
])('%s writes %j as %s', (shell, word, written) => expect(quoters[shell](word)).toBe(written))

it('says what a shell cannot be told', () => {
  expect(doubtOf('cmd', ['a\nb'])).toBe('lines')
  expect(doubtOf('powershell', ['{"a":1}'])).toBe('old-power')
  expect(doubtOf('powershell', [''])).toBe('old-power')
  expect(doubtOf('powershell', ['C:\\my data\\'])).toBe('old-power')
  expect(doubtOf('powershell', ['C:\\data\\'])).toBeUndefined()
  expect(doubtOf('posix', ['a\n"b"', ''])).toBeUndefined()
  expect(doubtOf('cmd', ['x'.repeat(8192)])).toBe('long')
  expect(doubtOf('powershell', ['x'.repeat(8192)])).toBeUndefined()
  expect(doubtOf('powershell', ['x'.repeat(32_767)])).toBe('long')
  expect(doubtOf('posix', ['x'.repeat(100_000)])).toBeUndefined()
})
