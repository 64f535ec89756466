// Builds an image of a Dockerfile on a test engine, by its classic builder.
import type Docker from 'dockerode'
import { pack } from 'tar-stream'

/** Rejects with the output when the build fails. */
export async function buildImage(docker: Docker, tag: string, dockerfile: readonly string[]): Promise<void> {
  const context = pack()
  context.entry({ name: 'Dockerfile' }, dockerfile.join('\n'))
  context.finalize()
  const parts: Buffer[] = []
  for await (const part of context as AsyncIterable<Buffer>) parts.push(part)
  // Dockerode sends a buffer as it is.
  const archive = Buffer.concat(parts) as unknown as NodeJS.ReadableStream
  const stream = await docker.buildImage(archive, { t: tag })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error: Error | null, output: readonly { error?: string }[]) => {
      const failed = output?.find((line) => line.error !== undefined)
      if (error ?? failed) reject(error ?? new Error(JSON.stringify(output)))
      else resolve()
    })
  })
}
