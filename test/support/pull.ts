// Pulls an image and resolves with what the engine reported on the way.
import type Docker from 'dockerode'

export interface PullEvent {
  readonly status?: string
  readonly id?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

/** Rejects with the engine's words when the image cannot be had. `reference` without a tag means `latest`. */
export async function pull(docker: Docker, reference: string, options: object = {}): Promise<PullEvent[]> {
  // Without a tag the engine would pull all tags that the registry has.
  const tagged = /:[^/]+$/.test(reference) ? reference : `${reference}:latest`
  const stream = await docker.pull(tagged, options)
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null, events: PullEvent[]) =>
      error === null ? resolve(events) : reject(error),
    )
  })
}
