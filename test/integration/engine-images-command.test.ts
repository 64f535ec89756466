// `portside images`, `builds`, `volumes` and `networks` over a real engine: each does what it says and tells it as JSON.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { buildsCommand } from '../../main/cli/builds-command'
import type { CommandContext } from '../../main/cli/command'
import { imagesCommand } from '../../main/cli/images-command'
import { networksCommand, volumesCommand } from '../../main/cli/owned-command'
import { createCommandFiles } from '../../main/ipc/command-files'
import type { Contract } from '../../preload/contract'
import type { Build, Image, Settings } from '../../preload/model'
import { buildxFolder } from '../support/engine-programs'
import { dialSocket, noKeeper, startSession, waitFor, type Session } from './engine-session'

const mark = `ic${randomBytes(3).toString('hex')}`
let session: Session
let services: Contract
let folder: string

beforeAll(async () => {
  const socket = inject('engineSocket')
  session = await startSession(socket, dialSocket(socket), noKeeper, [await buildxFolder()])
  await session.listen()
  folder = await mkdtemp(join(tmpdir(), 'portside-cli-'))
  services = {
    engine: session.service,
    images: session.imagesService,
    builds: session.buildsService,
    containers: session.containersService,
    volumes: session.volumesService,
    networks: session.networksService,
    files: createCommandFiles(session.files),
    settings: {
      watchSettings: async function* () {
        yield { language: 'ko' } as Settings
      },
    } as Partial<Contract['settings']>,
  } as Contract
})
afterAll(async () => {
  await session.dispose()
  await rm(folder, { recursive: true, force: true })
})

type Run = typeof imagesCommand

async function portside(run: Run, words: string): Promise<unknown> {
  let printed = ''
  const context: CommandContext = {
    json: true,
    wait: false,
    dryRun: false,
    options: {},
    print: (text) => (printed += text),
  }
  await run(services, context, words.split(' '))
  return JSON.parse(printed)
}

describe('portside images', () => {
  it('pulls, names, saves, removes and loads', async () => {
    expect(await portside(imagesCommand, 'pull busybox')).toMatchObject({ pulled: 'busybox' })
    await portside(imagesCommand, `tag busybox ${mark}/a:1`)
    const file = join(folder, 'a.tar')
    expect(await portside(imagesCommand, `save ${mark}/a:1 ${file}`)).toMatchObject({ saved: file })
    await portside(imagesCommand, `untag ${mark}/a:1`)
    const { loaded } = (await portside(imagesCommand, `load ${file}`)) as { loaded: string[] }
    expect(loaded).toContain(`${mark}/a:1`)
    const all = (await portside(imagesCommand, 'list')) as Image[]
    expect(all.some(({ tags }) => tags.includes(`${mark}/a:1`))).toBe(true)
    await portside(imagesCommand, `untag ${mark}/a:1`)
  })

  it('ends with the error of what went wrong, and of wrong words', async () => {
    await expect(portside(imagesCommand, 'pull NOT-A-NAME')).rejects.toMatchObject({
      code: 'image.bad-reference',
    })
    await expect(portside(imagesCommand, 'pull')).rejects.toThrow(/portside images/)
    const broken = join(folder, 'broken.tar')
    await writeFile(broken, 'no archive')
    await expect(portside(imagesCommand, `load ${broken}`)).rejects.toMatchObject({
      code: expect.stringMatching(/image.bad-archive|engine.refused/),
    })
  })

  it('builds a folder', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nARG WORD\nRUN echo $WORD >/a\n')
    const built = await portside(buildsCommand, `run ${folder} name=${mark}/b:1 WORD=x`)
    expect(built).toMatchObject({ imageId: expect.stringMatching(/^sha256:/) })
    await portside(imagesCommand, `remove ${mark}/b:1`)
  })

  it('builds with a secret, again by its id, and writes starters in the language of the settings', async () => {
    const file = join(folder, 'Dockerfile')
    const run = 'RUN --mount=type=secret,id=word test "$(cat /run/secrets/word)" = hidden'
    await writeFile(file, `FROM busybox\n${run}\n`)
    process.env[mark] = 'hidden'
    await portside(buildsCommand, `run ${folder} name=${mark}/c:1 secret=word,env=${mark}`)
    delete process.env[mark]
    const all = (await portside(buildsCommand, 'list')) as Build[]
    const { id, request } = all.find((one) => one.request.tag === `${mark}/c:1`) as Build
    expect(request.secrets).toEqual([{ id: 'word' }])
    expect(await portside(buildsCommand, `again ${id}`)).toHaveProperty('imageId')
    await portside(imagesCommand, `remove ${mark}/c:1`)
    await expect(portside(buildsCommand, `run ${folder} secret=word,env=NOT_THERE`)).rejects.toThrow(
      TypeError,
    )
    expect(await portside(buildsCommand, `starter ${folder} go`)).toMatchObject({
      dockerfile: expect.stringMatching(/[가-힣]/),
    })
    // Several projects are asked about, and so is what a folder does not say.
    const below = join(folder, 'shop/web')
    await mkdir(below, { recursive: true })
    await writeFile(join(below, 'package.json'), '{}')
    await expect(portside(buildsCommand, `starter ${join(folder, 'shop')}`)).rejects.toThrow(`${below}  node`)
    expect(await portside(buildsCommand, `starter ${below} write`)).toEqual({
      written: ['Dockerfile', '.dockerignore'],
      doubts: [expect.stringContaining('"start"')],
    })
  })
})

it('makes, lists and removes volumes and networks', async () => {
  expect(await portside(volumesCommand, `create ${mark}`)).toEqual({ id: mark })
  await waitFor(session.volumes, (all) => all.has(mark), 'the volume in the list')
  expect(await portside(volumesCommand, 'list')).toContainEqual(
    expect.objectContaining({ id: mark, usedBy: [] }),
  )
  const file = join(folder, 'volume.tar.gz')
  expect(await portside(volumesCommand, `save ${mark} ${file}`)).toMatchObject({ saved: mark, file })
  expect(await portside(volumesCommand, `restore ${file} ${mark}-r`)).toMatchObject({ id: `${mark}-r` })
  expect(await portside(volumesCommand, `clone ${mark} ${mark}-c`)).toMatchObject({ id: `${mark}-c` })
  for (const id of [mark, `${mark}-r`, `${mark}-c`])
    expect(await portside(volumesCommand, `remove ${id}`)).toEqual({ removed: id })
  await portside(volumesCommand, `create ${mark}-m type=tmpfs device=tmpfs o=size=1m`)
  expect(await portside(volumesCommand, `inspect ${mark}-m`)).toMatchObject({
    Options: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' },
  })
  await portside(volumesCommand, `remove ${mark}-m`)
  await portside(networksCommand, `create ${mark} internal=yes com.docker.network.driver.mtu=1400`)
  expect(await portside(networksCommand, `inspect ${mark}`)).toMatchObject({
    ...{ Name: mark, Internal: true },
    Options: { 'com.docker.network.driver.mtu': '1400' },
  })
  expect(await portside(networksCommand, `remove ${mark}`)).toEqual({ removed: mark })
})
