// Pulls through the mirror are real pulls, and what an engine says about an image that nobody has.
import Docker from 'dockerode'
import { describe, expect, inject, it } from 'vitest'

interface PullEvent {
  readonly status?: string
  readonly id?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

const docker = new Docker({ socketPath: inject('engineSocket') })

async function pull(reference: string, options: object = {}): Promise<PullEvent[]> {
  const stream = await docker.pull(reference, options)
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error, events: PullEvent[]) =>
      error ? reject(error) : resolve(events),
    )
  })
}

describe('pulling through the registry', () => {
  it('pulls redis by its Docker Hub name, layer by layer with progress', async () => {
    const events = await pull('redis:latest')
    const pulled = events.filter((event) => event.status === 'Pull complete')
    expect(pulled.length).toBeGreaterThanOrEqual(2)
    expect(events.some((event) => (event.progressDetail?.total ?? 0) > 0)).toBe(true)
    const image = await docker.getImage('redis:latest').inspect()
    expect(image.Config.ExposedPorts).toEqual({ '6379/tcp': {} })
    expect(image.Config.Volumes).toEqual({ '/data': {} })
  })

  it('pulls the variant for another architecture', async () => {
    await pull('portside/sample-web:1.0', { platform: 'linux/arm64' })
    expect((await docker.getImage('portside/sample-web:1.0').inspect()).Architecture).toBe('arm64')
  })

  it('fails for an image that neither the registry nor Docker Hub can give', async () => {
    // The engine asks the mirror, and when that lacks the image, Docker Hub itself.
    await expect(pull('portside/no-such-image:latest')).rejects.toThrow(/registry-1\.docker\.io/)
  })
})
