// A registry with a certificate of its own: refused in words, and after its authority is added all of it works, also
// through a proxy, as behind the door of a company.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { issueCertificate, type Issued } from '../../main/machine/certificate'
import type { GuestAccess } from '../../main/machine/driver'
import { createGuestEngine } from '../../main/settings/guest-engine'
import { createRegistryAccess } from '../../main/settings/registry-access'
import { createRegistryCertificates } from '../../main/settings/registry-certificates'
import { defaultSettings } from '../../preload/settings-table'
import { runBesideEngine } from '../support/engine-process'
import { startConnectProxy, type ConnectProxy } from '../support/held-connect-proxy'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor, type Session } from './engine-session'

const socket = inject('engineSocket')
const docker = new Docker({ socketPath: socket })
const settings = createStore(() => defaultSettings)
let folder: string
let authority: Issued
let registry: Registry
let proxy: ConnectProxy
let session: Session
let proxied: Session
let certificates: ReturnType<typeof createRegistryCertificates>['service']
let name: string

/** Writes to the folders of the engine, which no other process of this computer sees. */
const insideEngine: Pick<GuestAccess, 'exec'> = {
  exec: async (command) => {
    // What the machine's own /etc/docker leads to.
    const there = command.replaceAll('/run/docker-etc', '/etc/docker')
    const { exitCode, stdout, stderr } = await runBesideEngine(socket, 'sh', '-c', there)
    return { exitCode, output: stdout + stderr }
  },
}

beforeAll(async () => {
  folder = await makeTestFolder('trust')
  // The engine does not check certificates of registries on the loopback.
  const { IPAM: addresses } = await docker.getNetwork('bridge').inspect()
  const host = addresses?.Config?.[0]?.Gateway ?? ''
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) }
  authority = await issueCertificate({ ...validity, name: 'Acme Authority', role: 'authority' })
  const tls = await issueCertificate(
    { ...validity, name: 'registry', role: 'server', dnsNames: ['registry.acme.test'], addresses: [host] },
    authority,
  )
  registry = await startRegistry({ host, tls, storage: inject('imageStorage') })
  name = `${host}:${registry.port}`
  proxy = await startConnectProxy({ places: { 'registry.acme.test:443': name } })

  const file = join(folder, 'certificates.json')
  const guest = createGuestEngine({ guest: insideEngine as GuestAccess, answers: async () => true })
  certificates = createRegistryCertificates({ file, guest, running: () => true, log: silentLog }).service
  const access = (addresses?: { https: string }) =>
    createRegistryAccess({
      file,
      settings,
      reach: async () => ({ caCertificates: [], ...(addresses ? { proxy: addresses } : {}) }),
      log: silentLog,
    })
  session = await startSession(socket, dialSocket(socket), noKeeper, [], { access: access() })
  proxied = await startSession(socket, dialSocket(socket), noKeeper, [], {
    access: access({ https: proxy.url }),
  })
})
afterAll(async () => {
  await docker
    .getImage(`${name}/library/busybox`)
    .remove()
    .catch(() => {})
  for (const { registry } of await certificates.listCertificates())
    await certificates.removeCertificate({ registry })
  await Promise.all([session?.dispose(), proxied?.dispose()])
  await Promise.all([proxy?.stop(), registry?.stop()])
  await rm(folder, { recursive: true, force: true })
})

const untrusted = { code: 'image.registry-untrusted' }

describe('a registry with a certificate of its own', () => {
  it('is refused before its authority is added, whoever asks', async () => {
    const { registriesService: registries } = session
    await expect(registries.search({ registry: name, term: 'busy' })).rejects.toMatchObject(untrusted)
    await expect(registries.listTags({ reference: `${name}/library/busybox` })).rejects.toMatchObject(
      untrusted,
    )
    await expect(pull(session, `${name}/library/busybox`)).rejects.toThrow(untrusted.code)
  })

  it('is asked and pulled from once it is', async () => {
    const { registriesService: registries, imagesService: images } = session
    await certificates.addCertificate({ registry: name, pem: authority.certificate })
    const reference = `${name}/library/busybox:latest`
    expect(await registries.search({ registry: name, term: 'busy' })).toMatchObject({
      items: [{ name: `${name}/library/busybox` }],
    })
    expect((await registries.listTags({ reference })).tags).toContain('latest')
    const download = await images.getDownload({ reference })
    expect(download).toMatchObject({ here: false, missing: false, downloadBytes: expect.any(Number) })
    await pull(session, reference)
    await waitFor(
      session.images,
      (all) => [...all.values()].some(({ tags }) => tags.includes(reference)),
      'the image',
    )
    expect(await images.checkUpdates({ references: [reference] })).toMatchObject({ current: [reference] })
  })

  it('is not trusted any more after its authority is taken away', async () => {
    await certificates.removeCertificate({ registry: name })
    await expect(session.registriesService.search({ registry: name, term: 'busy' })).rejects.toMatchObject(
      untrusted,
    )
    await docker.getImage(`${name}/library/busybox`).remove()
    await expect(pull(session, `${name}/library/busybox`)).rejects.toThrow(untrusted.code)
  })
})

describe('behind a proxy', () => {
  const behind = 'registry.acme.test'

  it('is found only through it, and still has to be trusted', async () => {
    const asked = { registry: behind, term: 'busybox' }
    await expect(session.registriesService.search(asked)).rejects.toMatchObject({
      code: 'image.registry-unreachable',
    })
    await expect(proxied.registriesService.search(asked)).rejects.toMatchObject(untrusted)
    await certificates.addCertificate({ registry: behind, pem: authority.certificate })
    expect(await proxied.registriesService.search(asked)).toMatchObject({
      items: [{ name: `${behind}/library/busybox` }],
    })
    expect(proxy.asked.every((one) => one === `CONNECT ${behind}:443`)).toBe(true)
  })

  it('is not used for what stands on this computer', async () => {
    const before = proxy.asked.length
    const { port } = new URL(inject('registryUrl'))
    const found = await proxied.registriesService.search({ registry: `127.0.0.1:${port}`, term: 'busybox' })
    expect(found.items).toHaveLength(1)
    expect(proxy.asked).toHaveLength(before)
  })
})
