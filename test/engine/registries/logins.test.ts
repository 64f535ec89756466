// Names of registries, and secrets that are never readable in a file.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { createLogins, engineAuth } from '../../../main/engine/registries/logins'
import { pickStore } from '../../../main/engine/registries/pick-store'
import {
  parseRegistry,
  registryOfReference,
  registryOfServer,
} from '../../../main/engine/registries/registry-name'
import { makeCredentialHelper } from '../../support/credential-helper'
import { scramblingKeychain as keychain } from '../../support/keychain'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-logins-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('names of registries', () => {
  it.each([
    ['', 'docker.io'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['hub.docker.com', 'docker.io'],
    ['GHCR.io', 'ghcr.io'],
    ['https://registry.acme.example:5000/v2/', 'registry.acme.example:5000'],
    ['[::1]:5000', '[::1]:5000'],
  ])('reads %j as %s', (typed, name) => {
    expect(parseRegistry(typed)).toBe(name)
  })

  it.each(['a b', 'ghcr.io/acme', '-x', 'x:port', 'ghcr.io?x=1'])('takes no %j', (typed) => {
    expect(() => parseRegistry(typed)).toThrow(expect.objectContaining({ code: 'registry.bad-name' }))
  })

  it('finds the registry that an image leads to', () => {
    expect(registryOfReference('redis')).toBe('docker.io')
    expect(registryOfReference('acme/api')).toBe('docker.io')
    expect(registryOfReference('localhost/api')).toBe('localhost')
    expect(registryOfReference('127.0.0.1:5000/a/b')).toBe('127.0.0.1:5000')
  })

  it("leaves Docker's own tokens alone", () => {
    expect(registryOfServer('https://index.docker.io/v1/')).toBe('docker.io')
    expect(registryOfServer('https://index.docker.io/v1/access-token')).toBeUndefined()
  })

  it('hands an identity token to the engine as such', () => {
    expect(engineAuth('ghcr.io', { username: '<token>', secret: 'abc' })).toEqual({
      serveraddress: 'ghcr.io',
      identitytoken: 'abc',
    })
  })
})

describe('the keeper of logins', () => {
  const bare = { PATH: '/nowhere', DOCKER_CONFIG: '/nowhere' }

  it('keeps nothing anywhere when its helper fails, and tells no secret of what the helper says', async () => {
    const { env } = await makeCredentialHelper(folder)
    const helper = join(folder, 'docker-credential-standin')
    const script =
      '#!/bin/sh\n[ "$1" = list ] && echo "{}" && exit\necho "locked, not kept: $(cat)" >&2\nexit 1\n'
    await writeFile(helper, script)
    const logins = createLogins({ env, platform: 'linux', keychain, file: join(folder, 'k.json') }, silentLog)
    const failed: unknown = await logins
      .put('ghcr.io', { username: 'acme', secret: 'hunter2' })
      .catch((error) => error)
    expect(failed).toMatchObject({
      code: 'registry.keeper-failed',
      detail: expect.stringContaining('locked'),
    })
    expect(JSON.stringify(failed) + String((failed as { detail?: string }).detail)).not.toContain('hunter2')
    const files = await readdir(folder)
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([])
    expect(logins.store.getState().size).toBe(0)
  })

  it('is the keychain, whose file only this user can read and nobody can understand', async () => {
    const file = join(folder, 'logins.json')
    const store = await pickStore({ env: bare, platform: 'linux', keychain, file })
    expect(store?.keeper).toEqual({ kind: 'keychain' })
    await Promise.all([
      store?.put('ghcr.io', { username: 'acme', secret: 'hunter2' }),
      store?.put('quay.io', { username: 'other', secret: 'hunter3' }),
    ])
    expect(await readFile(file, 'utf8')).not.toContain('hunter')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await store?.get('ghcr.io')).toEqual({ username: 'acme', secret: 'hunter2' })
    expect(await store?.list()).toEqual(
      new Map([
        ['ghcr.io', 'acme'],
        ['quay.io', 'other'],
      ]),
    )
    await store?.remove('ghcr.io')
    expect(await store?.get('ghcr.io')).toBeUndefined()
    expect(await store?.get('constructor')).toBeUndefined()
  })

  it('is the helper that the person configured for Docker, before the keychain', async () => {
    const { env } = await makeCredentialHelper(folder)
    const store = await pickStore({ env, platform: 'linux', keychain, file: join(folder, 'unused') })
    expect(store?.keeper).toEqual({ kind: 'helper', name: 'docker-credential-standin' })
    await store?.put('ghcr.io', { username: 'acme', secret: 'hunter2' })
    expect(await store?.get('ghcr.io')).toEqual({ username: 'acme', secret: 'hunter2' })
    await store?.remove('ghcr.io')
    expect(await store?.get('ghcr.io')).toBeUndefined()
  })

  it('is for a single registry the helper that Docker asks for it, also where no other is', async () => {
    const { env } = await makeCredentialHelper(folder)
    const config = { credHelpers: { 'ecr.example.com': 'standin', 'gone.example.com': 'missing' } }
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    const store = await pickStore({ env: { ...env }, platform: 'win32', file: join(folder, 'unused') })
    const login = { username: 'AWS', secret: 'hunter2' }
    await store?.put('ecr.example.com', login)
    expect(await store?.get('ecr.example.com')).toEqual(login)
    expect([...((await store?.list()) ?? [])]).toEqual([['ecr.example.com', 'AWS']])
    expect(await store?.get('ghcr.io')).toBeUndefined()
    await expect(store?.put('ghcr.io', login)).rejects.toMatchObject({ code: 'registry.no-keeper' })
  })

  it('knows a login that another tool wrote down as an address', async () => {
    const { env } = await makeCredentialHelper(folder)
    const options = { env, platform: 'linux', file: join(folder, 'unused') } as const
    await (await pickStore(options))?.put('https://quay.example.com', { username: 'me', secret: 'hunter2' })
    const logins = createLogins(options, silentLog)
    expect(await logins.get('quay.example.com')).toMatchObject({ username: 'me' })
    await logins.remove('quay.example.com')
    expect(await logins.get('quay.example.com')).toBeUndefined()
  })

  it.each(['missing', '../../bin/sh', ''])('is not a helper that is not there: %j', async (credsStore) => {
    await writeFile(join(folder, 'config.json'), JSON.stringify({ credsStore }))
    const env = { PATH: folder, DOCKER_CONFIG: folder }
    expect(await pickStore({ env, platform: 'linux', file: join(folder, 'unused') })).toBeUndefined()
  })
})
