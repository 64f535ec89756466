// Pulls through the mirror are real pulls, and what an engine says about an image that nobody has.
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startDockerd, type Dockerd } from './dockerd'
import { pull } from './pull'

// An engine of its own, because the shared one may have the images already.
let engine: Dockerd
let docker: Docker

beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  docker = new Docker({ socketPath: engine.socket })
})

afterAll(() => engine.stop())

describe('pulling through the registry', () => {
  it('pulls redis by its Docker Hub name, layer by layer with progress', async () => {
    const events = await pull(docker, 'redis')
    const pulled = events.filter((event) => event.status === 'Pull complete')
    expect(pulled.length).toBeGreaterThanOrEqual(2)
    expect(events.some((event) => (event.progressDetail?.total ?? 0) > 0)).toBe(true)
    const image = await docker.getImage('redis:latest').inspect()
    expect(image.Config.ExposedPorts).toEqual({ '6379/tcp': {} })
    expect(image.Config.Volumes).toEqual({ '/data': {} })
  })

  it('pulls the variant for another architecture', async () => {
    await pull(docker, 'portside/sample-web:1.0', { platform: 'linux/arm64' })
    expect((await docker.getImage('portside/sample-web:1.0').inspect()).Architecture).toBe('arm64')
  })

  it('fails for an image that neither the registry nor Docker Hub can give', async () => {
    // The mirror's 404 sends the engine on to Docker Hub, so the words are those of a network without internet:
    // `Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on …: no such host`, or
    // Docker Hub's own `pull access denied for …, repository does not exist` on a computer that reaches it.
    const failure = /registry-1\.docker\.io|pull access denied/
    await expect(pull(docker, 'portside/no-such-image')).rejects.toThrow(failure)
  })

  it('says of a registry named in the reference that it has no such image', async () => {
    const registry = new URL(inject('registryUrl')).host
    const missing = pull(docker, `${registry}/portside/no-such-image:1.0`)
    await expect(missing).rejects.toThrow(/manifest for .*no-such-image:1\.0 not found: manifest unknown/)
  })
})
