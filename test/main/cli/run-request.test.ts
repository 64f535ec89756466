// `portside containers run` reads the flags of `docker run` as the window does, and what a shell knows besides.
import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commands, helpText } from '../../../main/cli/commands'
import { cutWords } from '../../../main/cli/cut-words'
import { helpTexts } from '../../../main/cli/help-texts'
import { runOne } from '../../../main/cli/run-command'
import { runRequestOf } from '../../../main/cli/run-request'
import { wordsIn } from '../../../main/cli/texts'
import { UsageError, usageText } from '../../../main/cli/usage'
import { usageTexts } from '../../../main/cli/usage-texts'
import type { Contract } from '../../../preload/contract'
import { makeTestFolder } from '../../support/test-folder'

const read = (args: string[], place = { folder: '/home/me/site', variables: {} as Record<string, string> }) =>
  runRequestOf(args, wordsIn('en'), place)

it('takes words as a shell has taken them apart: quotes, spaces and dollars are what they are', async () => {
  const { request } = await read(['-e', 'A=$HOME "x"', '--name', 'web', 'busybox', 'echo', "it's $1", ''])
  expect(request).toMatchObject({
    ...{ image: 'busybox', name: 'web', command: ['echo', "it's $1", ''] },
    env: [{ name: 'A', value: '$HOME "x"' }],
  })
})

it('takes variables, folders and files from where it is typed', async () => {
  const folder = await makeTestFolder('run-request')
  await writeFile(join(folder, 'app.env'), 'MODE=test\nTOKEN\n')
  await writeFile(join(folder, 'rules.json'), '{ "defaultAction": "SCMP_ACT_ALLOW" }')
  const place = { folder, variables: { TOKEN: 'from the shell', USER: 'me' } }
  const flags = ['--env-file', 'app.env', '-e', 'USER', '-e', 'NOWHERE', '-v', './site:/site:ro']
  const { request } = await read([...flags, '--security-opt', 'seccomp=rules.json', 'busybox'], place)
  expect(request).toMatchObject({
    env: [
      { name: 'MODE', value: 'test' },
      { name: 'TOKEN', value: 'from the shell' },
      { name: 'USER', value: 'me' },
    ],
    withoutEnv: ['NOWHERE'],
    folders: [{ source: join(folder, 'site'), path: '/site', readOnly: true }],
    extras: { host: { SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] } },
  })
  await writeFile(join(folder, 'rules.json'), 'none')
  await expect(read(['--security-opt', 'seccomp=rules.json', 'busybox'], place)).rejects.toMatchObject({
    key: 'runProfile',
  })
})

it('lets the last file of variables count, and a flag before each', async () => {
  const folder = await makeTestFolder('run-request')
  const place = { folder, variables: {} }
  await writeFile(join(folder, 'a b.env'), '# all\nA=1\n  B=2 \nC=3\nGONE\n')
  await writeFile(join(folder, 'more'), 'B=4\r\nC=5\r\nGONE\r\n')
  const files = ['--env-file', 'a b.env', '-e', 'C=6', '-e', 'C=7', '-e', 'D', '--env-file', 'more']
  const { request } = await read([...files, '--label-file', 'more', '--label', 'C=8', 'busybox'], place)
  expect(request.env).toEqual([
    { name: 'B', value: '4' },
    { name: 'A', value: '1' },
    { name: 'C', value: '7' },
  ])
  expect(request.withoutEnv).toEqual(['D'])
  expect(request.labels).toEqual([
    { name: 'B', value: '4' },
    { name: 'C', value: '8' },
  ])
})

it('says which file of variables it cannot read, and which line of it, in both languages', async () => {
  const folder = await makeTestFolder('run-request')
  const place = { folder, variables: {} }
  const refused = (file: string): Promise<unknown> =>
    read(['--env-file', file, 'busybox'], place).catch((error: unknown) => error)
  expect(await refused('no such.env')).toMatchObject({
    ...{ code: 'files.missing', params: { file: 'no such.env' } },
  })
  expect(await refused('.')).toMatchObject({ code: 'files.refused', params: { file: '.' } })
  await writeFile(join(folder, 'bad'), 'A=1\n\nB C=2\n')
  expect(await refused('bad')).toMatchObject({
    ...{ code: 'files.bad-variables', params: { file: 'bad', line: 3, text: 'B C=2' } },
  })
  await writeFile(join(folder, 'bad'), '=2\n')
  expect(await refused('bad')).toMatchObject({ code: 'files.bad-variables', params: { line: 1 } })
})

it.each([
  ['-e', '=x'],
  ['-e', ''],
  ['-l', '=x'],
  ['-l', 'a b=x'],
])('refuses %s %j, as docker does', async (...flags) => {
  await expect(read([...flags, 'busybox'])).rejects.toMatchObject({ key: 'runFlags' })
})

it('refuses a health check together with --no-healthcheck, as docker does', async () => {
  for (const flags of [
    ['--health-cmd', 'true'],
    ['--health-retries', '3'],
  ])
    await expect(read(['--no-healthcheck', ...flags, 'busybox'])).rejects.toMatchObject({ key: 'runHealth' })
  const { request } = await read([
    '--no-healthcheck',
    '--no-healthcheck=false',
    '--health-cmd',
    'true',
    'busybox',
  ])
  expect(request.healthCommand).toBe('true')
})

it('takes ~ for the home folder where the shell left it, and for no folder of that name', async () => {
  const { request } = await read(['-v', '~/site:/a', '-v', '~other/site:/b', 'busybox'])
  expect(request.folders?.map(({ source }) => source)).toEqual([join(homedir(), 'site'), '~other/site'])
})

it('tells programs, too, what is left out, in English', async () => {
  const services = { containers: { run: async () => ({ id: 'abc', name: 'box' }) } } as unknown as Contract
  const context = {
    json: true,
    wait: false,
    dryRun: false,
    options: {},
    language: 'ko',
    print: () => {},
  } as const
  const told = (args: string[]) => runOne(services, context, args)
  expect(await told(['--kernel-memory', '8m', 'busybox'])).toMatchObject({
    ...{ id: 'abc', notes: [expect.stringContaining('no longer has this limit')] },
  })
  expect(await told(['busybox'])).toEqual({ id: 'abc', name: 'box' })
})

it('publishes a port at both of the addresses of this computer', async () => {
  const { request } = await read(['-p', '127.0.0.1:80:80', '-p', '[::1]:80:80', 'nginx'])
  expect(request.ports.map(({ hostAddress }) => hostAddress)).toEqual(['127.0.0.1', '::1'])
})

it('tells when the image is downloaded, and where the id goes', async () => {
  expect(await read(['busybox'])).toMatchObject({ pull: 'missing' })
  expect(await read(['--pull', 'never', '--cidfile', 'id', 'busybox'])).toMatchObject({
    ...{ pull: 'never', idFile: '/home/me/site/id' },
  })
  expect(await read(['--pull', 'never', '--pull', 'always', 'busybox'])).toMatchObject({ pull: 'always' })
})

it('says what it does not take, and why, in the language of whoever types it', async () => {
  const refused = (args: string[]): Promise<unknown> => read(args).catch((error: unknown) => error)
  const unknown = await refused(['--nonsense', 'busybox'])
  if (!(unknown instanceof UsageError)) throw new Error('it was taken')
  expect(usageText(unknown, 'ko')).toBe('containers run에서 쓸 수 없는 옵션이에요: --nonsense')
  const { notes } = await read(['--kernel-memory', '8m', '--cidfile', 'id', 'busybox'])
  expect(notes).toEqual([expect.stringContaining('no longer has this limit')])
  expect(String(await refused([]))).toContain('portside containers')
})

it('leaves flags behind run to docker, and takes its own before them', () => {
  const cut = (line: string): string => {
    const { own, others } = cutWords(commands, line.split(' '))
    return `${own.join(' ')} | ${others.join(' ')}`
  }
  expect(cut('containers run --json -d -h box busybox ls --json')).toBe(
    'containers run --json | -d -h box busybox ls --json',
  )
  expect(cut('--json containers run busybox')).toBe('--json containers run | busybox')
  expect(cut('containers logs run --follow')).toBe('containers logs run --follow | ')
  expect(cut('builds run . --json')).toBe('builds run . --json | ')
})

it('explains every command in both languages, with the same places', () => {
  for (const language of ['en', 'ko'] as const)
    expect(Object.keys(helpTexts[language].summaries)).toEqual(Object.keys(commands))
  expect(helpText('ko')).toContain('사용법')
  // As the window calls it: 인자.
  expect(JSON.stringify([helpTexts.ko, usageTexts.ko])).not.toContain('인수')
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [key, text] of Object.entries(usageTexts.en))
    expect([key, places(usageTexts.ko[key as keyof typeof usageTexts.ko])]).toEqual([key, places(text)])
})
