// Folders with Korean letters, spaces and parentheses, as people name them: projects of Compose, and workspaces.
import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, vi } from 'vitest'
import { createPortWants } from '../../main/ports/port-wants'
import type { ComposeParts } from '../../main/compose/compose'
import type { ComposeRequest } from '../../preload/model'
import { unusedPort } from '../support/held-port'
import { actionEnded, composeAlone } from './compose-alone'
import { waitFor } from './engine-session'
import {
  containerOf,
  exported,
  folder,
  inDb,
  people,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()
beforeAll(() => session.listen())

const koreanFolder = '한글 폴더 (1)'
/** A name that nothing else on the engine has, without a letter that Compose would take. */
const randomWord = (): string =>
  Array.from({ length: 6 }, () => String.fromCodePoint(0xac00 + randomInt(11_172))).join('')

const shop = `services:
  web:
    build: "./빌드 폴더 (새)"
    init: true
    command: sleep 600
    env_file: ["설정 파일.env"]
    environment: { GREETING: "\${GREETING}" }
    volumes: ["./데이터 (새):/data", "rows:/rows"]
volumes: { rows: {} }
`

async function writeShop(place: string): Promise<void> {
  await mkdir(join(place, '빌드 폴더 (새)'), { recursive: true })
  await mkdir(join(place, '데이터 (새)'))
  await writeFile(join(place, 'compose.yaml'), shop)
  await writeFile(join(place, '.env'), 'GREETING=안녕하세요 여러분\n')
  await writeFile(join(place, '설정 파일.env'), 'PLACE=서울 (강남)\n')
  await writeFile(join(place, 'compose.override.yaml'), 'services: { web: { labels: { 팀: 가게 } } }\n')
  await writeFile(join(place, '빌드 폴더 (새)', 'Dockerfile'), 'FROM busybox\nCOPY 페이지.txt /\n')
  await writeFile(join(place, '빌드 폴더 (새)', '페이지.txt'), '지어진 페이지\n')
  await writeFile(join(place, '데이터 (새)', '행 하나.txt'), '첫째 행\n')
}

const act = async (compose: ComposeParts, projectId: string, request: ComposeRequest): Promise<void> => {
  const { actionId } = await compose.service.begin({ projectId, request })
  const { error, state } = await actionEnded(compose.service, actionId)
  expect({ error, state }).toEqual({ error: undefined, state: 'done' })
}

it('a project in them is opened, built, brought up with its files and folders, found again and brought down', async () => {
  const place = join(folder, koreanFolder, randomWord())
  await writeShop(place)
  const compose = await composeAlone(session, join(folder, '홈 폴더'), createPortWants())
  const { projectId } = await compose.service.open({ path: place })
  try {
    // Compose itself makes no name of such a folder: it is spelled in its letters.
    expect(projectId).toMatch(/^[a-z]{6,}$/)
    expect(compose.projects.getState().get(projectId)).toMatchObject({ state: 'absent', missing: [] })
    const { findings } = await compose.service.check({ projectId })
    expect(findings.filter(({ kind }) => kind !== 'missing-image')).toEqual([])
    await act(compose, projectId, { verb: 'up', services: [], build: true })
    await waitFor(session.containers, () => containerOf(projectId, 'web') !== '', 'web')
    const web = containerOf(projectId, 'web')
    const script = 'cat "/data/행 하나.txt" /페이지.txt; echo "$GREETING, $PLACE"; echo 여기 >"/data/새 파일"'
    expect((await session.runInContainer(web, ['sh', '-c', script])).output).toBe(
      '첫째 행\n지어진 페이지\n안녕하세요 여러분, 서울 (강남)\n',
    )
    expect(await readFile(join(place, '데이터 (새)', '새 파일'), 'utf8')).toBe('여기\n')
    // Whoever never opened it learns of its files from its containers.
    const other = await composeAlone(session, join(folder, '다른 사람'), createPortWants())
    const seen = await waitFor(other.projects, (items) => items.get(projectId)?.state === 'running', 'it')
    expect(seen.get(projectId)).toMatchObject({
      ...{ opened: false, missing: [] },
      files: { folder: place, files: [join(place, 'compose.yaml'), join(place, 'compose.override.yaml')] },
    })
    await act(other, projectId, { verb: 'restart', services: ['web'] })
    const file = await other.service.readFile({ projectId, path: join(place, 'compose.yaml') })
    expect(file.text).toBe(shop)
    await other.dispose()
  } finally {
    await act(compose, projectId, { verb: 'down', services: [], removeVolumes: true })
    await compose.dispose()
    await session.imagesService.remove({ id: `${projectId}-web` }).catch(() => {})
    // Containers write as their own user.
    await rm(place, { recursive: true, force: true })
  }
})

it('a workspace in them is opened, started, exported, and started again from its archive', async () => {
  const port = await unusedPort()
  const place = join(folder, koreanFolder, '가게')
  await writeSample(place, {
    port,
    more: '  page: { image: busybox, init: true, command: sleep 600, volumes: ["./자료 (새):/page"] }\n',
  })
  await mkdir(join(place, '씨앗 자료'))
  await mkdir(join(place, '자료 (새)'))
  await writeFile(join(place, '씨앗 자료', '행 (1).txt'), '하나\n둘\n')
  await writeFile(join(place, '자료 (새)', '글.txt'), '가게 글\n')
  const file = join(place, 'compose.yaml')
  const text = (await readFile(file, 'utf8')).replace('seed/rows.txt', '씨앗 자료/행 (1).txt')
  await writeFile(file, text)
  const anna = await person('안나 (집)')
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: '비밀 값 (1)' })
  await anna.service.start({ id })
  const one = await started(anna, id)
  expect(one).toMatchObject({ folder: place, state: 'up' })
  expect((await fetch(one.ports[0]?.url ?? '')).status).toBe(200)
  expect(await inDb(project, 'cat', '/data/key', '/data/rows')).toBe('비밀 값 (1)\n하나\n둘')
  const pageOf = async (name: string): Promise<string> =>
    (await session.runInContainer(containerOf(name, 'page'), ['cat', '/page/글.txt'])).output
  expect(await pageOf(project)).toBe('가게 글\n')

  const path = join(folder, koreanFolder, '가게 환경 (최종).portside')
  const request = {
    ...{ project, title: '우리 가게', services: ['web', 'db', 'page'], seeds: ['rows'] },
    ...{ volumes: ['data'], images: false, keep: [] },
  }
  await exported(anna, request, path)
  const listed = execFileSync('tar', ['-tzf', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  expect(listed.normalize('NFC')).toContain('글.txt')
  await anna.service.remove({ id })

  const ben = await person('벤 (회사)')
  const other = await take(ben, path)
  expect(ben.store.getState().get(other)).toMatchObject({ title: '우리 가게', state: 'new' })
  await ben.service.setSecret({ id: other, name: 'SHOP_KEY', value: '다른 값' })
  await ben.service.start({ id: other })
  const again = await started(ben, other)
  expect(await inDb(again.project, 'cat', '/data/rows')).toBe('하나\n둘')
  expect(await pageOf(again.project)).toBe('가게 글\n')
  // Known again by another run of the app.
  await ben.dispose()
  people.splice(people.indexOf(ben), 1)
  const later = await person('벤 (회사)')
  await later.service.check({ id: other })
  expect(later.store.getState().get(other)).toMatchObject({ title: '우리 가게', state: 'up', changes: [] })
  expect(await readFile(file, 'utf8')).toBe(text)
})
