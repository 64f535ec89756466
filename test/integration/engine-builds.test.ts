// Builds on a real Docker Engine with BuildKit: steps, cache, stages, ignored files, errors at their line, cancel.
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execFile } from 'node:child_process'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import type { Build, BuildLine, BuildRequest } from '../../preload/model'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { buildxFolder } from '../support/engine-programs'
import { scramblingKeychain } from '../support/keychain'
import { startRegistry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor, type Session } from './engine-session'

const mark = `eb${randomBytes(3).toString('hex')}`
let engine: Dockerd
let docker: Docker
let session: Session
let root: string
let folder: string

// An engine of its own: the cache of builds is part of what is looked at.
beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  docker = new Docker({ socketPath: engine.socket })
  root = await makeTestFolder('builds')
  session = await sessionWith([await buildxFolder()])
  // Buildx reaches the engine as every program does.
  await session.listen()
})
afterAll(async () => {
  await session.dispose()
  await engine.stop()
  await rm(root, { recursive: true })
})
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'f'))
})

async function put(files: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : content.join('\n'))
  }
}

const sessionWith = (programs: readonly string[]): Promise<Session> => {
  const keeper = { ...noKeeper, keychain: scramblingKeychain, file: join(root, 'logins.json') }
  return startSession(engine.socket, dialSocket(engine.socket), keeper, programs)
}

/** On a computer that has none either. */
async function withoutBuildx(work: (session: Session) => Promise<void>): Promise<void> {
  const plain = await sessionWith([])
  try {
    await work(plain)
  } finally {
    await plain.dispose()
  }
}

const begin = (request: Partial<BuildRequest> = {}) =>
  session.buildsService.build({ request: { folder, dockerfile: 'Dockerfile', args: [], ...request } })

async function ended(buildId: string, builds = session.buildsService): Promise<Build> {
  for await (const change of builds.watchBuilds()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find(({ id }) => id === buildId)
    if (mine && mine.state !== 'active') return mine
  }
  throw new Error('the watch ended first')
}

async function logOf(buildId: string, builds = session.buildsService): Promise<readonly BuildLine[]> {
  const lines: BuildLine[] = []
  for await (const more of builds.watchLog({ buildId })) lines.push(...more)
  return lines
}

/** Containers of builds are processes of this computer. */
async function runs(words: string): Promise<true | undefined> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return lines.some((line) => line === `sleep\0${words}\0`) ? true : undefined
}

const build = async (request?: Partial<BuildRequest>): Promise<Build> => ended((await begin(request)).buildId)
const stepOf = (done: Build, words: string) => done.steps.find(({ name }) => name.includes(words))

describe('a build', () => {
  it('shows its steps and what they print, and gives the image its name; a second time from the cache', async () => {
    await put({
      Dockerfile: [
        'FROM busybox',
        'ARG WHO=nobody',
        'COPY hello.txt /',
        'RUN cat /hello.txt && echo for $WHO',
      ],
      'hello.txt': 'hello from the folder\n',
    })
    const tag = `${mark}/hello:1`
    const { buildId } = await begin({ tag, args: [{ name: 'WHO', value: '한글' }] })
    const [first, lines] = await Promise.all([ended(buildId), logOf(buildId)])
    expect(first.error).toBeUndefined()
    expect(first).toMatchObject({ state: 'done', request: { tag } })
    expect(first.sentBytes).toBeGreaterThan(1000)
    const run = stepOf(first, 'RUN cat')
    expect(run?.state).toBe('done')
    expect(run?.endedAt ?? 0).toBeGreaterThanOrEqual(run?.startedAt ?? Infinity)
    const printed = lines.filter(({ step }) => step === run?.id).map(({ text }) => text)
    expect(printed).toEqual(['hello from the folder', 'for 한글'])
    expect((await docker.getImage(tag).inspect()).Id).toBe(first.imageId)
    await waitFor(session.images, (items) => items.has(first.imageId ?? ''), 'the image in the list')

    const again = await build({ tag, args: [{ name: 'WHO', value: '한글' }] })
    expect(stepOf(again, 'RUN cat')?.state).toBe('cached')
    const anew = await build({ tag, noCache: true })
    expect(stepOf(anew, 'RUN cat')?.state).toBe('done')
  })

  it('stops at the target stage', async () => {
    await put({ Dockerfile: ['FROM busybox AS base', 'RUN echo one', 'FROM base AS last', 'RUN exit 9'] })
    expect(await build({ target: 'base' })).toMatchObject({ state: 'done' })
    const none = await build({ target: 'nowhere' })
    expect(none.error).toMatchObject({ code: 'build.bad-target', params: { target: 'nowhere' } })
  })

  it.each([
    ['', [], ['./Dockerfile']],
    [', the Dockerfile and the rules themselves among it', ['Dockerfile'], []],
  ])('leaves out what .dockerignore names%s, and keeps what it takes in again', async (_, more, kept) => {
    await put({
      Dockerfile: ['FROM busybox', 'COPY . /app', 'RUN cd /app && find . -type f -o -type l | sort'],
      '.dockerignore': ['node_modules', '**/*.log', '!keep.log', '.dockerignore', ...more],
      'node_modules/big/index.js': 'x',
      'a.log': 'x',
      'keep.log': 'x',
      'src/b.log': 'x',
      'src/main.js': 'x',
    })
    await symlink('main.js', join(folder, 'src/link.js'))
    const { buildId } = await begin()
    const texts = (await logOf(buildId)).map(({ text }) => text).filter((text) => text.startsWith('./'))
    expect((await ended(buildId)).state).toBe('done')
    expect(texts).toEqual([...kept, './keep.log', './src/link.js', './src/main.js'])
  })

  it.each([
    ['build.step-failed', ['FROM busybox', '', 'RUN echo fine', 'RUN echo no && \\', '  exit 3'], 4],
    ['build.bad-dockerfile', ['FROM busybox', 'RUM echo'], 2],
    ['build.file-not-found', ['FROM busybox', 'COPY missing.txt /'], 2],
    // BuildKit tells these with the values in them.
    ['build.file-not-found', ['FROM busybox', 'ARG NAME=none', 'COPY ${NAME}.txt /$NAME/'], 3],
    ['build.step-failed', ['FROM busybox', 'ENV CODE=7', 'RUN true', 'RUN exit $CODE'], 4],
    ['build.no-base', ['ARG WANTED', 'FROM busybox AS one', 'FROM $WANTED'], 3],
    ['build.no-base', ['ARG TAG', '', 'FROM busybox:$TAG'], 3],
    ['build.unknown-stage', ['FROM busybox AS build', 'FROM busybox', 'COPY --from=biuld /a /'], 3],
    ['build.unknown-stage', ['FROM busybox', 'RUN true', 'COPY --from=7 /a /'], 3],
    ['build.bad-dockerfile', ['# nothing yet'], undefined],
    ['build.failed', ['FROM busybox', 'RUN touch /f', 'WORKDIR /f'], 3],
  ])('says %s at its line', async (code, dockerfile, line) => {
    await put({ Dockerfile: dockerfile })
    const failed = await build()
    expect(failed).toMatchObject({ state: 'failed', error: { code } })
    expect(failed.failedLine?.number).toBe(line)
    expect(failed.failedLine?.text).toBe(line && dockerfile[line - 1])
    expect(failed.error?.detail).not.toBe('')
  })

  it.each([
    ['', {}],
    [' by docker-buildx', { secrets: [{ id: 'a', value: 'b' }] }],
  ])('is cancelled%s: what ran of it ends on the engine, which goes on', async (_, more) => {
    // A time that no other program of this computer sleeps.
    const seconds = `${100_000 + randomBytes(2).readUInt16BE()}.${randomBytes(2).readUInt16BE()}`
    await put({ Dockerfile: ['FROM busybox', `RUN echo begun && sleep ${seconds}`] })
    const { buildId } = await begin(more)
    for await (const lines of session.buildsService.watchLog({ buildId })) {
      if (lines.some(({ text }) => text === 'begun')) break
    }
    await until(() => runs(seconds), { deadlineMs: 60_000, waitingFor: 'the step to sleep', everyMs: 50 })
    await session.buildsService.cancel({ buildId })
    expect((await ended(buildId)).state).toBe('cancelled')
    const isGone = async (): Promise<true | undefined> => ((await runs(seconds)) ? undefined : true)
    await until(isGone, { deadlineMs: 60_000, waitingFor: 'the end of the step', everyMs: 50 })
    await docker.ping()
    await session.buildsService.dismiss({ buildId })
  })

  it('needs a folder and a Dockerfile in it', async () => {
    await expect(begin()).rejects.toMatchObject({ code: 'build.no-dockerfile' })
    await expect(begin({ folder: join(folder, 'none') })).rejects.toMatchObject({ code: 'build.no-folder' })
    await expect(begin({ folder: 'relative' })).rejects.toMatchObject({ code: 'build.no-folder' })
    await put({ '../outside': 'FROM busybox' })
    await expect(begin({ dockerfile: '../outside' })).rejects.toMatchObject({ code: 'build.no-dockerfile' })
    await put({ Dockerfile: 'FROM busybox' })
    await expect(begin({ tag: 'Not A Name' })).rejects.toMatchObject({ code: 'image.bad-reference' })
  })
})

describe('a build by docker-buildx', () => {
  const usingSecret = [
    'FROM busybox',
    'RUN --mount=type=secret,id=token,required=true cat /run/secrets/token',
  ]

  it('hands secrets over, typed and from a file, tells nobody of them, and can be done again', async () => {
    await put({
      Dockerfile: ['FROM busybox', 'COPY . /app', 'RUN --mount=type=secret,id=token \\'].concat([
        '  --mount=type=secret,id=note \\',
        '  cat /run/secrets/token /run/secrets/note | wc -c && echo done',
      ]),
      'large.bin': 'x'.repeat(100_000),
      '../note, of "all".txt': 'from a file',
    })
    const tag = `${mark}/secret:1`
    const secrets = [
      { id: 'token', value: 'not for anyone' },
      { id: 'note', file: join(root, 'note, of "all".txt') },
    ]
    const { buildId } = await begin({ tag, secrets })
    const [first, lines] = await Promise.all([ended(buildId), logOf(buildId)])
    expect(first.error).toBeUndefined()
    expect(first.state).toBe('done')
    expect(lines.map(({ text }) => text)).toContain('25')
    expect(stepOf(first, '--mount=type=secret')?.state).toBe('done')
    expect(first.sentBytes).toBeGreaterThan(100_000)
    expect((await docker.getImage(tag).inspect()).Id).toBe(first.imageId)
    expect(JSON.stringify(first)).not.toContain('not for anyone')
    expect(first.request.secrets).toEqual([{ id: 'token' }, secrets[1]])

    const again = await ended((await session.buildsService.again({ buildId })).buildId)
    expect(again.state).toBe('done')
    expect(stepOf(again, '--mount=type=secret')?.state).toBe('cached')
    await session.buildsService.dismiss({ buildId })
    await expect(session.buildsService.again({ buildId })).rejects.toMatchObject({ code: 'build.not-found' })
  })

  it.each<[string, readonly string[], Partial<BuildRequest>, number?]>([
    ['build.step-failed', ['FROM busybox', '', 'RUN --mount=type=secret,id=a exit 3'], {}, 3],
    ['build.secret-missing', usingSecret, {}, 2],
    ['build.one-platform-only', ['FROM busybox'], { platform: 'linux/amd64,linux/arm64' }],
    ['build.unknown-stage', ['FROM busybox', 'COPY --from=biuld /a /'], {}, 2],
    ['build.bad-ssh-key', ['FROM busybox'], { ssh: [{ id: 'default', file: '/etc/hostname' }] }],
  ])('says %s', async (code, dockerfile, request, line) => {
    await put({ Dockerfile: dockerfile })
    const failed = await build({ secrets: [{ id: 'a', value: 'b' }], ...request })
    expect(failed).toMatchObject({ state: 'failed', error: { code } })
    expect(failed.failedLine?.number).toBe(line)
    expect(failed.error?.detail).not.toBe('')
  })

  it('asks this computer for the signature of an SSH key', async () => {
    const key = join(root, 'key')
    await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    await put({ Dockerfile: ['FROM busybox', 'RUN --mount=type=ssh test -S "$SSH_AUTH_SOCK" && echo lent'] })
    const { buildId } = await begin({ ssh: [{ id: 'default', file: key }] })
    expect((await logOf(buildId)).map(({ text }) => text)).toContain('lent')
    expect((await ended(buildId)).state).toBe('done')
  })

  it('is cancelled, and needs the files of its secrets', async () => {
    await put({ Dockerfile: ['FROM busybox', 'RUN echo begun && sleep 600'] })
    const { buildId } = await begin({ secrets: [{ id: 'a', value: 'b' }] })
    for await (const lines of session.buildsService.watchLog({ buildId })) {
      if (lines.some(({ text }) => text === 'begun')) break
    }
    await session.buildsService.cancel({ buildId })
    expect((await ended(buildId)).state).toBe('cancelled')
    const secrets = [{ id: 'a', file: join(folder, 'none') }]
    await expect(begin({ secrets })).rejects.toMatchObject({ code: 'build.no-secret-file' })
  })
})

describe('a build on a private image', () => {
  it('is let in by the login that the keychain keeps, and by nothing else', async () => {
    const registry = await startRegistry({ locked: true })
    const address = `127.0.0.1:${registry.port}`
    const base = `${address}/${mark}/base:1`
    const login = { registry: address, username: 'acme', password: 's3cret' }
    try {
      await pull(session, 'busybox')
      await session.registriesService.login(login)
      await docker.getImage('busybox').tag({ repo: `${address}/${mark}/base`, tag: '1' })
      const { transferId } = await session.imagesService.push({ reference: base })
      for await (const change of session.imagesService.watchTransfers()) {
        const items = change.kind === 'snapshot' ? change.items : change.upsert
        if (items.some(({ id, state }) => id === transferId && state === 'done')) break
      }
      await docker.getImage(base).remove()
      await put({ Dockerfile: ['ARG FROM', 'FROM ${FROM}', 'RUN echo let in'] })
      const args = [{ name: 'FROM', value: base }]
      await session.registriesService.logout({ registry: address })
      const refused = await build({ args, noCache: true })
      expect(`${refused.state} ${refused.error?.code} ${refused.error?.detail}`).toMatch(
        /^failed image\.pull-denied /,
      )
      await session.registriesService.login(login)
      const { buildId } = await begin({ args, noCache: true })
      expect((await logOf(buildId)).map(({ text }) => text)).toContain('let in')
      expect(await ended(buildId)).toMatchObject({ state: 'done' })
      await withoutBuildx(async ({ buildsService }) => {
        await docker
          .getImage(base)
          .remove()
          .catch(() => {})
        const request = { folder, dockerfile: 'Dockerfile', args, noCache: true }
        const plain = await buildsService.build({ request })
        expect((await logOf(plain.buildId, buildsService)).map(({ text }) => text)).toContain('let in')
        expect(await ended(plain.buildId, buildsService)).toMatchObject({ state: 'done' })
      })
    } finally {
      await registry.stop()
    }
  })
})

describe('starters', () => {
  const kinds = ['node', 'python', 'java-gradle', 'java-maven', 'go'] as const
  it.each(kinds)(
    'for %s can be read by BuildKit: all that is missing here is the image it begins with',
    async (kind) => {
      await put({
        'package.json': '{}',
        'go.mod': '',
        'build.gradle': '',
        'pom.xml': '',
        'requirements.txt': '',
      })
      await session.buildsService.writeStarter({ folder, kind, language: 'ko' })
      expect(await build()).toMatchObject({
        state: 'failed',
        error: { code: expect.stringMatching(/^image\.(not-found|registry-unreachable)$/) },
      })
    },
  )

  it('for web pages make an image that serves them', async () => {
    await put({ 'index.html': 'from a starter', '.git/config': 'a password' })
    await session.buildsService.writeStarter({ folder, kind: 'static', language: 'en' })
    const { state, imageId = '' } = await build()
    expect(state).toBe('done')
    const image = await docker.getImage(imageId).inspect()
    expect(Object.keys(image.Config.ExposedPorts ?? {})).toContain('80/tcp')
    const made = await docker.createContainer({ Image: imageId })
    const archive = (await made.getArchive({ path: '/usr/share/nginx/html' })) as unknown as Readable
    const packed = Buffer.concat(await archive.toArray()).toString('latin1')
    await made.remove()
    expect(packed).toContain('from a starter')
    expect(packed).not.toContain('a password')
  })
})
