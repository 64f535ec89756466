// Where workspaces come from and are kept in step with: a link, and a folder of git.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { issueCertificate } from '../../main/machine/certificate'
import { packArchive } from '../../main/workspaces/archive'
import { downloadWorkspace } from '../../main/workspaces/download'
import { unusedPort } from '../support/held-port'
import {
  folder,
  inDb,
  person,
  prepareWorkspaces,
  project,
  started,
  take,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

let server: Server
let ca: string
/** Whether the network is lost half way. */
let isCut = false
/** What each address answers with. */
const served = new Map<string, Buffer>()

beforeAll(async () => {
  const valid = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) }
  const authority = await issueCertificate({ name: 'Authority', role: 'authority', ...valid })
  const own = await issueCertificate(
    { name: 'localhost', role: 'server', dnsNames: ['localhost'], ...valid },
    authority,
  )
  ca = authority.certificate
  server = createServer({ cert: own.certificate, key: own.privateKey }, ({ url = '' }, answer) => {
    const content = served.get(url)
    if (content && isCut) {
      answer.writeHead(200, { 'content-length': content.length })
      answer.write(content.subarray(0, content.length / 2), () => answer.destroy())
    } else if (content) answer.end(content)
    else answer.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

/** The team's host, which is this computer: only names of the Internet are taken from a link. */
const host = 'https://files.acme.example'
const download: typeof downloadWorkspace = (url, file, options) =>
  downloadWorkspace(url.replace(host, `https://localhost:${(server.address() as AddressInfo).port}`), file, {
    ...options,
    ca,
    isAllowed: (address) => address === '127.0.0.1',
  })
const linkTo = (path: string): string => `portside://open?url=${encodeURIComponent(`${host}${path}`)}`

it('a link is fetched, trusted, started until its address answers, and updated from where it came', async () => {
  const port = await unusedPort()
  const offer = async (seed?: string): Promise<void> => {
    await writeSample(join(folder, 'team'), { port, ...(seed === undefined ? {} : { seed }) })
    await packArchive(join(folder, 'team'), join(folder, 'shop.portside'))
    served.set('/shop.portside', await readFile(join(folder, 'shop.portside')))
  }
  await offer()
  const anna = await person('anna', { download })
  const source = { kind: 'link', url: `${host}/shop.portside` }
  expect(await anna.service.readLink({ link: linkTo('/shop.portside') })).toEqual(source)
  const review = await anna.service.reviewLink({ link: linkTo('/shop.portside') })
  expect(review).toMatchObject({ source, title: 'The shop', dangers: [], seeds: [{ sizeBytes: 8 }] })
  const { id } = await anna.service.accept({ reviewId: review.reviewId, allow: [] })
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await anna.service.start({ id })
  const one = await started(anna, id)
  expect((await fetch(one.ports[0]?.url ?? '')).status).toBe(200)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')

  const { reviewId: unused, changes } = await anna.service.update({ id })
  expect(changes).toEqual([])
  await offer('cat >/data/rows; echo new >>/data/rows')
  isCut = true
  await expect(anna.service.update({ id })).rejects.toMatchObject({ code: 'workspace.download-failed' })
  expect(anna.store.getState().get(id)).toMatchObject({ state: 'up', changes: [] })
  isCut = false
  const update = await anna.service.update({ id })
  expect(update).toMatchObject({ workspaceId: id, dangers: [], changes: [{ kind: 'data', subject: 'rows' }] })
  await anna.service.accept({ reviewId: update.reviewId, allow: [] })
  await anna.service.start({ id })
  expect(await started(anna, id)).toMatchObject({ changes: [], secrets: [{ known: true }] })
  await anna.service.reset({ id })
  await started(anna, id)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo\nnew')

  // Gone from there: the workspace stays as it is, and nothing half fetched does.
  served.delete('/shop.portside')
  await expect(anna.service.update({ id })).rejects.toMatchObject({
    ...{ code: 'workspace.download-failed', detail: expect.stringMatching(/answered 404/) as unknown },
  })
  expect(anna.store.getState().get(id)).toMatchObject({ state: 'up' })

  // A compose file alone may be behind a link as well.
  const alone = `x-portside: { version: 1, name: Alone }\nservices: { a: { image: busybox } }\n`
  served.set('/alone.yaml', Buffer.from(`name: ${project}-alone\n${alone}`))
  const { title, reviewId } = await anna.service.reviewLink({ link: linkTo('/alone.yaml') })
  expect(title).toBe('Alone')
  await anna.service.decline({ reviewId })
  await anna.service.decline({ reviewId: unused })
  expect(await readdir(join(folder, 'anna', 'workspaces', '.incoming'))).toEqual([])
})

it('a folder of git is told to be behind, and brought forward by an update alone', async () => {
  const git = (place: string, ...args: string[]): string =>
    execFileSync('git', ['-C', place, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      ...{ encoding: 'utf8', stdio: 'pipe' },
    })
  const [team, mine] = [join(folder, 'team'), join(folder, 'mine')] as const
  const port = await unusedPort()
  const commit = async (place: string, seed: string): Promise<void> => {
    await writeSample(place, { port, seed })
    git(place, 'add', '.')
    git(place, 'commit', '--quiet', '--message', seed)
  }
  git(folder, 'init', '--quiet', '--initial-branch', 'main', team)
  await commit(team, 'cat >/data/one')
  git(folder, 'clone', '--quiet', team, mine)
  const anna = await person('anna')
  const id = await take(anna, mine)
  expect((await anna.service.check({ id })).git).toMatchObject({ branch: 'main', behind: 0, asked: true })

  await commit(team, 'cat >/data/two')
  // Asked for without having looked before, as the command does.
  const text = await readFile(join(mine, 'compose.yaml'), 'utf8')
  const { reviewId, changes } = await anna.service.update({ id, pull: true })
  expect(changes).toEqual([{ kind: 'data', subject: 'rows' }])
  await anna.service.accept({ reviewId, allow: [] })
  expect(await readFile(join(mine, 'compose.yaml'), 'utf8')).toBe(
    text.replace('cat >/data/one', 'cat >/data/two'),
  )
  expect(anna.store.getState().get(id)?.changes).toEqual([])

  // A folder without a remote has nothing to bring, and is read again all the same.
  await rename(join(mine, '.git'), join(folder, 'git'))
  expect((await anna.service.update({ id, pull: true })).changes).toEqual([])
  await rename(join(folder, 'git'), join(mine, '.git'))

  await commit(team, 'cat >/data/three')
  expect((await anna.service.check({ id })).git).toMatchObject({ behind: 1 })
  expect((await anna.service.update({ id })).changes).toEqual([])
  await commit(mine, 'cat >/data/own')
  await expect(anna.service.update({ id, pull: true })).rejects.toMatchObject({
    code: 'workspace.git-diverged',
  })
  expect(await readFile(join(mine, 'compose.yaml'), 'utf8')).toContain('/data/own')
})

it('a remote whose answer ends in the middle is told, and leaves the folder as it was', async () => {
  const git = (place: string, ...args: string[]): string =>
    execFileSync('git', ['-C', place, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      ...{ encoding: 'utf8', stdio: 'pipe' },
    })
  const [team, mine] = [join(folder, 'team'), join(folder, 'mine')] as const
  const commit = async (noise: number): Promise<void> => {
    await writeSample(team, { port: 80, seed: `cat >/data/${noise}` })
    // More than comes in one piece, and nothing that packs well.
    await writeFile(join(team, 'noise'), randomBytes(noise))
    git(team, 'add', '.')
    git(team, 'commit', '--quiet', '--message', String(noise))
  }
  git(folder, 'init', '--quiet', '--initial-branch', 'main', team)
  await commit(1)
  let cutAt = Infinity
  const remote = createTcpServer((socket) => {
    const daemon = spawn('git', ['daemon', '--inetd', '--export-all', `--base-path=${folder}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let passed = 0
    socket.on('error', () => {}).pipe(daemon.stdin.on('error', () => {}))
    daemon.stdout.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed < cutAt) socket.write(chunk)
      else socket.destroy()
    })
    daemon.stdout.on('end', () => socket.end())
  })
  remote.listen(0, '127.0.0.1')
  await once(remote, 'listening')
  try {
    // Not waited for by this thread, which answers.
    const { port } = remote.address() as AddressInfo
    await promisify(execFile)('git', ['clone', '--quiet', `git://127.0.0.1:${port}/team`, mine])
    const anna = await person('anna')
    const id = await take(anna, mine)
    await commit(400_000)
    const head = git(mine, 'rev-parse', 'HEAD')
    cutAt = 100_000
    expect((await anna.service.check({ id })).git).toMatchObject({ behind: 0, asked: false })
    await expect(anna.service.update({ id, pull: true })).rejects.toMatchObject({
      code: 'workspace.git-silent',
    })
    expect(git(mine, 'rev-parse', 'HEAD')).toBe(head)
    expect(git(mine, 'status', '--porcelain')).toBe('')
    cutAt = Infinity
    const { reviewId, changes } = await anna.service.update({ id, pull: true })
    expect(changes).toEqual([{ kind: 'data', subject: 'rows' }])
    await anna.service.accept({ reviewId, allow: [] })
  } finally {
    remote.close()
  }
})
