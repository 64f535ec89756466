// Docker Hub's limit, on a real Docker Engine: who pulled too much is told so wherever it is asked, and may pull after a
// login.
import { writeFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { createRegistryAccess } from '../../main/settings/registry-access'
import type { SerialisedError } from '../../preload/errors'
import { defaultSettings } from '../../preload/settings-table'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { scramblingKeychain } from '../support/keychain'
import { hubPerson, startLimitedHub, type LimitedHub } from '../support/limited-hub'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor, type Session } from './engine-session'

let hub: LimitedHub
let engine: Dockerd
let session: Session
let folder: string

beforeAll(async () => {
  folder = await makeTestFolder('hub')
  hub = await startLimitedHub(inject('registryUrl'))
  const authorities = join(folder, 'hub.pem')
  await writeFile(authorities, hub.authority)
  // No mirror: names without a host are Docker Hub's.
  engine = await startDockerd({ env: { HTTPS_PROXY: hub.proxy, SSL_CERT_FILE: authorities } })
  const access = createRegistryAccess({
    file: join(folder, 'certificates.json'),
    settings: createStore(() => defaultSettings),
    reach: async () => ({ caCertificates: [hub.authority], proxy: { https: hub.proxy } }),
    log: silentLog,
  })
  const keeper = { ...noKeeper, keychain: scramblingKeychain, file: join(folder, 'logins.json') }
  session = await startSession(engine.socket, dialSocket(engine.socket), keeper, [], { access })
})
afterAll(async () => {
  await session?.dispose()
  await engine?.stop()
  await hub?.stop()
  await rm(folder, { recursive: true })
})

const limited = { code: 'image.rate-limited', params: { registry: 'Docker Hub' } }

describe('Docker Hub, of which too much was pulled', () => {
  it('is told as the reason by a download, a search, tags and what a download would be', async () => {
    const { imagesService: images, registriesService: registries } = session
    const { pullId } = await images.pull({ reference: 'busybox' })
    let error: SerialisedError | undefined
    for await (const change of images.watchPulls()) {
      const mine = (change.kind === 'snapshot' ? change.items : change.upsert).find(({ id }) => id === pullId)
      error = mine?.error
      if (mine && mine.state !== 'active') break
    }
    expect(error).toMatchObject({
      ...limited,
      detail: expect.stringMatching(/toomanyrequests.*pull rate limit/),
    })
    expect(hub.asked).toContain('GET /v2/library/busybox/manifests/latest')
    await expect(registries.search({ registry: '', term: 'busybox' })).rejects.toMatchObject(limited)
    await expect(registries.listTags({ reference: 'busybox' })).rejects.toMatchObject({
      ...limited,
      detail: expect.stringContaining('pull rate limit'),
    })
    expect(await registries.getPullLimit({})).toEqual({
      limit: 100,
      remaining: 0,
      windowSeconds: 21_600,
      loggedIn: false,
    })
    expect(session.images.getState().size).toBe(0)
  })

  it('lets who logs in pull, and tells newer images only then', async () => {
    const { imagesService: images, registriesService: registries } = session
    await expect(
      registries.login({ registry: '', username: hubPerson.username, password: 'wrong' }),
    ).rejects.toMatchObject({ code: 'registry.bad-login' })
    await registries.login({ registry: '', ...hubPerson })
    expect(await registries.getPullLimit({})).toMatchObject({ limit: 200, remaining: 187, loggedIn: true })
    await pull(session, 'busybox')
    await waitFor(session.images, (all) => all.size === 1, 'busybox')
    expect((await registries.listTags({ reference: 'busybox' })).tags).toContain('latest')
    expect(await images.checkUpdates({})).toMatchObject({ current: ['busybox:latest'] })

    await registries.logout({ registry: 'docker.io' })
    expect(await images.checkUpdates({})).toMatchObject({ unknown: ['busybox:latest'] })
    for await (const change of images.watchUpdates()) {
      const items = change.kind === 'snapshot' ? change.items : change.upsert
      expect(items).toMatchObject([{ id: 'busybox:latest', state: 'unknown', error: limited }])
      break
    }
  })
})
