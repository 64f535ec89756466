// The person's daemon.json: absent is fine, anything that cannot work is refused before the engine starts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readDaemonText } from '../../preload/daemon-config'
import { readDaemonConfig } from '../../main/settings/daemon-config'
import { withLogCaps } from '../../main/settings/log-caps'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-daemon-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = async (text: string): Promise<unknown> => {
  const file = join(folder, 'daemon.json')
  await writeFile(file, text)
  return readDaemonConfig(file)
}

it('is empty without a file', async () => {
  expect(await readDaemonConfig(join(folder, 'none.json'))).toEqual({})
})

it('is taken as it is', async () => {
  expect(await read('{"registry-mirrors":["http://m"],"log-opts":{"max-size":"10m"}}')).toEqual({
    'registry-mirrors': ['http://m'],
    'log-opts': { 'max-size': '10m' },
  })
})

it('may begin with the mark that editors of Windows write', async () => {
  expect(await read('\uFEFF{"debug":true}')).toEqual({ debug: true })
})

it.each([
  ['{"a":', 'JSON'],
  ['[]', 'not a JSON object'],
  ['null', 'not a JSON object'],
  ['{"hosts":["tcp://0.0.0.0:2375"]}', 'hosts'],
  ['{"data-root":"/x"}', 'data-root'],
])('refuses %s', async (text, said) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'settings.bad-daemon-config',
    params: { file: join(folder, 'daemon.json') },
    detail: expect.stringContaining(said),
  })
})

// dockerd --validate takes these, and the engine does not come up with them.
it.each(['not a url', 'mirror.example.com:5000', 'https://me:secret@m/', 'https://m/?x', 'ftp://m'])(
  'finds that %s is no mirror',
  (mirror) => {
    const text = JSON.stringify({ 'registry-mirrors': ['https://m:5000/', mirror] })
    expect(readDaemonText(text).problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: `registry-mirrors.1: “${mirror}” is no address such as https://mirror.example.com`,
      }),
    ])
  },
)

it('caps logs unless a person decided about logs', () => {
  expect(withLogCaps({ debug: true })).toEqual({
    debug: true,
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '20m', 'max-file': '5' },
  })
  for (const own of [{ 'log-driver': 'local' }, { 'log-opts': { 'max-size': '1g' } }])
    expect(withLogCaps(own)).toEqual(own)
})
