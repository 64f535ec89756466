// The first container: a web server whose page lies in a volume, run with one click, and found again when it is there.
import { reviveError } from '../../preload/errors'
import type { Container, Pull } from '../../preload/model'
import { containers, pulls } from '../stores/mirrors'
import { contract } from '../stores/session'

export const firstImage = 'nginx:1.28-alpine'
export const firstName = 'portside-welcome'
export const firstVolume = 'portside-welcome-page'
export const pagePath = '/usr/share/nginx/html'
/** The port inside, and where a free one here is looked for. */
const inside = 80
const near = 8080
/** Nobody else on the network sees it. */
const onlyHere = '127.0.0.1'

export const useFirstContainer = (): Container | undefined =>
  containers.use((state) => [...state.items.values()].find(({ name }) => name === firstName))

export const useFirstPull = (): Pull | undefined =>
  pulls.use((state) => [...state.items.values()].find(({ reference }) => reference.endsWith(firstImage)))

/** Downloads what is missing, takes a free port, and runs it; starts the one that is there already. */
export async function runFirst(): Promise<void> {
  const found = [...containers.use.getState().items.values()].find(({ name }) => name === firstName)
  if (found?.state === 'running') return
  if (found) return contract().containers.start({ id: found.id })
  const { images, ports } = contract()
  const isHere = await images.getRunDefaults({ reference: firstImage }).then(
    () => true,
    () => false,
  )
  if (!isHere) await pulled((await images.pull({ reference: firstImage })).pullId)
  const free = await ports.findFree({ near, protocol: 'tcp', address: onlyHere, count: 1 })
  await contract().containers.run({
    request: {
      image: firstImage,
      name: firstName,
      ports: [
        { hostAddress: onlyHere, hostPort: free.ports[0] ?? 0, containerPort: inside, protocol: 'tcp' },
      ],
      env: [],
      volumes: [{ name: firstVolume, path: pagePath }],
      restart: 'no',
    },
  })
}

/** Resolves when the download is over. Its own failure is told by the list of downloads as `error`. */
function pulled(pullId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = false
    const look = (): void => {
      const pull = pulls.use.getState().items.get(pullId)
      seen ||= pull !== undefined
      if (pull?.state === 'active' || !seen) return
      stop()
      if (pull?.state === 'failed') reject(pull.error ? reviveError(pull.error) : new Error(firstImage))
      else resolve()
    }
    const stop = pulls.use.subscribe(look)
    look()
  })
}

/** Writes a line into the page, removes the container, and makes it again with the same volume. */
export async function proveVolume(id: string, line: string): Promise<void> {
  const { containerFiles, containers: service } = contract()
  const page = `<!doctype html><meta charset="utf-8"><title>Portside</title><h1>${line}</h1>\n`
  await containerFiles.write({
    containerId: id,
    path: `${pagePath}/index.html`,
    data: new TextEncoder().encode(page),
  })
  await service.remove({ id, force: true })
  await gone(id)
  await runFirst()
}

const gone = (id: string): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (containers.use.getState().items.has(id)) return
      stop()
      resolve()
    }
    const stop = containers.use.subscribe(look)
    look()
  })

/** Takes everything of it away again. */
export async function removeFirst(id: string): Promise<void> {
  await contract().containers.remove({ id, force: true })
  await contract().volumes.remove({ id: firstVolume })
}
