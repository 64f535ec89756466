// The images that a Dockerfile needs, and the logins for them, as docker-buildx gets them.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../../main/base/child'
import { baseImages } from '../../../main/engine/builds/base-images'
import { handLogins } from '../../../main/engine/builds/handed-logins'
import { makeTestFolder } from '../../support/test-folder'

describe('the images of a Dockerfile', () => {
  it('are those of its stages, of what it copies and mounts, and of its syntax', () => {
    const dockerfile = [
      '# escape=\\',
      '# syntax=docker/dockerfile:1',
      'ARG REGISTRY=ghcr.io',
      'ARG BASE=${REGISTRY}/acme/base',
      'FROM --platform=$BUILDPLATFORM ${BASE}:1 AS build',
      'ARG BASE=quay.io/other',
      'FROM scratch',
      'FROM Build AS again',
      'FROM "${NONE:-localhost:5000/plain}" AS plain',
      'COPY --from=build /a /a',
      'COPY --chown=1 --from=registry.example.com:5000/tools /a /a',
      'COPY --from=0 /a /a',
      'RUN --mount=type=bind,from=quay.io/acme/mounted,target=/m \\',
      '  --mount=type=cache,target=/c true',
      'FROM ${UNKNOWN}',
    ].join('\n')
    const texts = (args: readonly { readonly name: string; readonly value: string }[]): string[] =>
      baseImages(dockerfile, args).map(({ text }) => text)
    expect(texts([])).toEqual([
      'docker/dockerfile:1',
      'ghcr.io/acme/base:1',
      'localhost:5000/plain:latest',
      'registry.example.com:5000/tools:latest',
      'quay.io/acme/mounted:latest',
    ])
    expect(texts([{ name: 'REGISTRY', value: 'r.test' }])).toContain('r.test/acme/base:1')
  })
})

describe('logins that are handed to docker-buildx', () => {
  let folder: string
  beforeEach(async () => {
    folder = await makeTestFolder('handed')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const ask = (env: NodeJS.ProcessEnv, action: string, server: string) =>
    run('docker-credential-portside', [action], { env, input: server })

  it('are answered by a helper to whoever knows the registry, and stand in no file', async () => {
    const own = join(folder, 'own')
    await mkdir(own)
    await writeFile(
      join(own, 'config.json'),
      JSON.stringify({
        currentContext: 'other',
        credsStore: 'mine',
        proxies: { default: {} },
        credHelpers: { 'quay.io': 'quay' },
      }),
    )
    const password = `"$(id) 한글 %PATH% !x! 'quoted'`
    const env = await handLogins(
      folder,
      [
        { serveraddress: 'https://index.docker.io/v1/', username: 'acme', password },
        { serveraddress: '127.0.0.1:5000', identitytoken: 'a-token' },
      ],
      { ...process.env, DOCKER_CONFIG: own },
    )
    const given = { ...process.env, ...env }
    const hub = await ask(given, 'get', 'https://index.docker.io/v1/')
    expect(hub.exitCode).toBe(0)
    expect(JSON.parse(hub.stdout)).toEqual({
      ServerURL: 'https://index.docker.io/v1/',
      Username: 'acme',
      Secret: password,
    })
    expect(JSON.parse((await ask(given, 'get', '127.0.0.1:5000\n')).stdout)).toMatchObject({
      Username: '<token>',
      Secret: 'a-token',
    })
    expect(await ask(given, 'get', 'ghcr.io')).toMatchObject({
      exitCode: 1,
      stdout: 'credentials not found in native keychain\n',
    })
    expect((await ask(given, 'list', '')).stdout).toBe('{}\n')

    const made = env.DOCKER_CONFIG ?? ''
    expect(JSON.parse(await readFile(join(made, 'config.json'), 'utf8'))).toEqual({
      credsStore: 'mine',
      proxies: { default: {} },
      credHelpers: {
        'quay.io': 'quay',
        'https://index.docker.io/v1/': 'portside',
        '127.0.0.1:5000': 'portside',
      },
    })
    for (const name of await readdir(made)) {
      const text = await readFile(join(made, name), 'utf8')
      expect(text).not.toContain('a-token')
      expect(text).not.toContain('quoted')
    }
    expect(env.BUILDX_CONFIG).toBe(join(own, 'buildx'))
    expect(await handLogins(folder, [], process.env)).toEqual({})
  })

  it('are a script of cmd.exe on Windows', async () => {
    const logins = [{ serveraddress: 'ghcr.io', username: 'acme', password: 'hunter2' }]
    const env = await handLogins(folder, logins, { Path: 'C:\\Windows', DOCKER_CONFIG: folder }, 'win32')
    expect(env.Path).toMatch(/C:\\Windows$/)
    const script = await readFile(join(env.DOCKER_CONFIG ?? '', 'docker-credential-portside.cmd'), 'utf8')
    expect(script).toContain('if "!server!"=="ghcr.io" (echo(!PORTSIDE_BUILD_LOGIN_0!& exit /b 0)\r\n')
  })
})
