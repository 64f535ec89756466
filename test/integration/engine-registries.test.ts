// Logging in to a real registry through a real Docker Engine: only with the right password, and kept nowhere else.
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { CollectionChange, ImageTransfer, Pull, RegistryLogin } from '../../preload/model'
import { makeCredentialHelper, type CredentialHelper } from '../support/credential-helper'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, type Session } from './engine-session'

const mark = `rl${randomBytes(3).toString('hex')}`
let engine: Dockerd
let registry: Registry
let helper: CredentialHelper
let session: Session
let folder: string
let address: string

beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  registry = await startRegistry({ locked: true })
  address = `127.0.0.1:${registry.port}`
  folder = await makeTestFolder('logins')
  helper = await makeCredentialHelper(folder)
  session = await startSession(engine.socket, dialSocket(engine.socket), { ...noKeeper, env: helper.env })
  await pull(session, 'busybox')
})
afterAll(async () => {
  await session.dispose()
  await engine.stop()
  await registry.stop()
  await rm(folder, { recursive: true })
})

const logins = async (): Promise<readonly RegistryLogin[]> => {
  for await (const change of session.registriesService.watchLogins())
    if (change.kind === 'snapshot') return change.items
  return []
}

async function ended<T extends Pull | ImageTransfer>(
  watch: AsyncIterable<CollectionChange<T>>,
  id: string,
): Promise<T> {
  for await (const change of watch) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === id)
    if (mine && mine.state !== 'active') return mine
  }
  throw new Error('the watch ended first')
}

const push = async (reference: string): Promise<ImageTransfer> => {
  const { transferId } = await session.imagesService.push({ reference })
  return ended(session.imagesService.watchTransfers(), transferId)
}
const pullOf = async (reference: string): Promise<Pull> => {
  const { pullId } = await session.imagesService.pull({ reference })
  return ended(session.imagesService.watchPulls(), pullId)
}

describe('a registry that wants a login', () => {
  it('refuses a push and a pull without one', async () => {
    const reference = `${address}/${mark}/box:1`
    const { Id: id } = await new Docker({ socketPath: engine.socket }).getImage('busybox').inspect()
    await session.imagesService.tag({ id, reference })
    expect((await push(reference)).error?.code).toBe('image.push-denied')
    expect((await pullOf(`${address}/${mark}/other:1`)).error?.code).toBe('image.pull-denied')
  })

  it('does not accept a wrong password, and nothing of it is kept', async () => {
    const wrong = { registry: address, username: 'acme', password: 'wrong-one' }
    await expect(session.registriesService.login(wrong)).rejects.toMatchObject({
      code: 'registry.bad-login',
      params: { registry: address },
    })
    expect(await logins()).toEqual([])
    expect(await readFile(helper.file, 'utf8').catch(() => '')).not.toContain('wrong-one')
    await expect(session.registriesService.test({ registry: address })).rejects.toMatchObject({
      code: 'registry.not-logged-in',
    })
  })

  it('lets the right one push and pull, until it is logged out', async () => {
    await session.registriesService.login({
      registry: `http://${address}/v2/`,
      username: 'acme',
      password: 's3cret',
    })
    expect(await logins()).toEqual([{ id: address, username: 'acme' }])
    await session.registriesService.test({ registry: address })
    const reference = `${address}/${mark}/box:1`
    expect(await push(reference)).toMatchObject({ state: 'done' })
    expect(await pullOf(reference)).toMatchObject({ state: 'done', upToDate: true })
    await session.registriesService.logout({ registry: address })
    expect(await logins()).toEqual([])
    expect((await pullOf(reference)).error?.code).toBe('image.pull-denied')
  })

  it('says that it cannot be reached', async () => {
    const nowhere = { registry: '127.0.0.1:9', username: 'acme', password: 'x' }
    await expect(session.registriesService.login(nowhere)).rejects.toMatchObject({
      code: 'image.registry-unreachable',
    })
  })
})

describe('a system without a keychain', () => {
  it('keeps no password at all', async () => {
    const bare = await startSession(engine.socket)
    try {
      expect(await bare.registriesService.getKeeper()).toEqual({ kind: 'none' })
      await expect(
        bare.registriesService.login({ registry: address, username: 'acme', password: 's3cret' }),
      ).rejects.toMatchObject({ code: 'registry.no-keeper' })
    } finally {
      await bare.dispose()
    }
  })
})
