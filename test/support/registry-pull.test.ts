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

  it('fails for an image that neither the registry nor Docker Hub has', async () => {
    await expect(pull(docker, 'portside/no-such-image')).rejects.toThrow()
  })
})
