// What the commands print in Korean has no English words of the contract in it, and programs read the same as ever.
import { readFile, stat } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { words } from '../../../main/cli/images-command'
import { fileError } from '../../../main/cli/read-text'
import { reclaimCommand } from '../../../main/cli/reclaim-command'
import { objectWords, resultWord, stateWord } from '../../../main/cli/state-words'
import type { Contract } from '../../../preload/contract'
import { AppError, serialiseError } from '../../../preload/errors'
import type {
  AppUpdate,
  ContainerFile,
  EngineInfo,
  PortListener,
  ContainerStats,
  VolumeBackup,
} from '../../../preload/model'

const steps: readonly AppUpdate['step'][] = [
  ...(['unsupported', 'idle', 'checking', 'available', 'downloading', 'ready', 'installing'] as const),
]
const listeners: readonly PortListener['kind'][] = ['process', 'forward', 'reserved']
const files: readonly ContainerFile['kind'][] = ['file', 'folder', 'link', 'other']
const backups: readonly VolumeBackup['kind'][] = ['manual', 'before-restore', 'automatic']

it.each([...steps, ...listeners, ...files, ...backups])('has a Korean word for %s', (word) => {
  expect(stateWord('ko', word)).toMatch(/[가-힣]/)
  expect(stateWord('en', word)).toBe(word)
})

it('names every figure of a container, and tells times, truths and lists of nothing for people', () => {
  const sample: ContainerStats = {
    ...{ at: 0, cpu: 0.5, memoryBytes: 1, memoryLimitBytes: 2, diskReadBytes: 3, diskWriteBytes: 4 },
    ...{ receivedBytes: 5, sentBytes: 6, processes: 7 },
  }
  const told = words({ ...sample, done: true, aside: [], changes: ['a', 'b'], json: '{}' }, 'ko')
  expect(told.replace('CPU', '').replace('1970-01-01T00:00:00.000Z', '')).not.toMatch(/[A-Za-z]{2}/)
  expect(told).toContain('시각: 1970-01-01T00:00:00.000Z')
  expect(told).toContain('완료: 예  따로 둔 것: -  바뀐 파일: a, b')
  expect(words({ deleted: 'all', done: false }, 'ko')).toBe('완전히 삭제함: 전부  완료: 아니요')
  expect(words({ deleted: 'all', done: false }, 'en')).toBe('deleted: all  done: no')
})

it('names every part of the engine', () => {
  const info: Readonly<Record<keyof EngineInfo, true>> = {
    ...{ version: true, apiVersion: true, oldestApiVersion: true, kernel: true, platform: true },
    ...{ storageDriver: true, imageStore: true, logDriver: true, cgroupVersion: true, liveRestore: true },
    ...{ experimental: true, mirrors: true, insecureRegistries: true, securityOptions: true },
    ...{ runtimes: true, components: true, warnings: true },
  }
  for (const name of Object.keys(info)) expect([name, resultWord('ko', name)]).not.toEqual([name, name])
  expect(objectWords('ko', 'Network shop_default')).toBe('네트워크 shop_default')
})

const reclaim = async (language: 'en' | 'ko', dryRun: boolean, ids: readonly string[] = []) => {
  const lines: string[] = []
  const item = { id: 'image:a', kind: 'image', name: 'a:1', bytes: 5e6, reason: 'unused', safe: true }
  const refused = serialiseError(new AppError('image.in-use', { params: { image: 'b' } }))
  const services = {
    resources: {
      planReclaim: async () => ({ items: [item], usage: [{ kind: 'cache', count: 2, bytes: 1e6 }] }),
      reclaim: async () => ({
        removed: ids.filter((id) => id === 'image:a'),
        kept: ids.filter((id) => id === 'image:b').map((id) => ({ id, error: refused })),
        engineBytes: 5e6,
      }),
    },
  } as unknown as Contract
  const context = { json: false, wait: false, dryRun, options: {}, language }
  const failure: unknown = await reclaimCommand(
    services,
    { ...context, print: (text) => void lines.push(text) },
    ids,
  ).catch((error: unknown) => error)
  return { text: lines.join('\n'), failure }
}

it('says in the words of the window what can go', async () => {
  expect((await reclaim('ko', true)).text).toMatch(/빌드 캐시 +2 +1\.0 MB/)
  expect((await reclaim('ko', true)).text).toMatch(/image:a +a:1 +5\.0 MB +쓰지 않음 +예/)
})

it('fails where nothing of an id went, after telling what did', async () => {
  expect((await reclaim('en', false, ['image:a'])).failure).toBeUndefined()
  const some = await reclaim('en', false, ['image:a', 'nope'])
  expect(some.text).toContain('Removed 1 of 2')
  expect(some.failure).toMatchObject({ key: 'reclaimUnknown', params: { ids: 'nope' } })
  expect((await reclaim('en', false, ['image:b'])).failure).toMatchObject({ code: 'image.in-use' })
})

it('tells of files that are not there, or no files, in words of its own', async () => {
  const failed = (read: Promise<unknown>): Promise<AppError | undefined> =>
    read.then(
      () => undefined,
      (error: unknown) => fileError(error),
    )
  expect(await failed(stat('/no/such.tar'))).toMatchObject({
    code: 'files.missing',
    params: { file: '/no/such.tar' },
  })
  expect(await failed(readFile('/'))).toBeUndefined()
  expect(fileError(new Error('of something else'))).toBeUndefined()
})
