// Images, and files of containers, to and from files that the person names: over the engine's own endpoint, as the docker command does it.
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { firstValue } from './command'

/** @returns bytes */
export const saveImage = (services: Contract, names: readonly string[], file: string): Promise<number> =>
  write(services, `/images/get?${names.map((name) => `names=${encodeURIComponent(name)}`).join('&')}`, file)

/** @returns bytes */
export const exportContainer = (services: Contract, container: string, file: string): Promise<number> =>
  write(services, `/containers/${encodeURIComponent(container)}/export`, file)

/** Writes all of it, or leaves what was there before. @returns bytes */
async function write(services: Contract, path: string, file: string): Promise<number> {
  const answer = await ask(services, 'GET', path)
  const fresh = `${file}.${process.pid}.part`
  try {
    const handle = await open(fresh, 'wx')
    await pipeline(answer, handle.createWriteStream({ flush: true }))
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
  return (await stat(file)).size
}

/** @returns the names that came along */
export async function loadImages(services: Contract, file: string): Promise<readonly string[]> {
  const text = await send(services, '/images/load', file)
  return [...text.matchAll(/Loaded image(?: ID)?: ([^\\"\s]+)/g)].map(([, name = '']) => name)
}

export async function importArchive(services: Contract, file: string, reference: string): Promise<void> {
  const at = reference.lastIndexOf(':')
  const hasTag = at > reference.lastIndexOf('/')
  const query = new URLSearchParams({
    fromSrc: '-',
    repo: hasTag ? reference.slice(0, at) : reference,
    tag: hasTag ? reference.slice(at + 1) : 'latest',
  })
  await send(services, `/images/create?${query.toString()}`, file)
}

async function send(services: Contract, path: string, file: string): Promise<string> {
  await stat(file)
  const answer = await ask(services, 'POST', path, file)
  let text = ''
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) text += chunk
  const failed = /"errorDetail":\{[^}]*"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  if (failed !== undefined) throw new AppError('image.bad-archive', { params: { file }, detail: failed })
  return text
}

/** @throws engine.unreachable engine.refused */
async function ask(
  services: Contract,
  method: 'GET' | 'POST',
  path: string,
  file?: string,
): Promise<IncomingMessage> {
  const { endpoint = '' } = await firstValue(services.engine.watchEngine())
  const socketPath = endpoint.replace(/^(?:unix|npipe):\/\//, '')
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ socketPath, method, path, headers: { host: 'engine' } }, resolve)
    asked.once('error', (cause) =>
      reject(new AppError('engine.unreachable', { detail: cause.message, cause })),
    )
    if (file === undefined) asked.end()
    else pipeline(createReadStream(file), asked).catch(reject)
  })
  if (answer.statusCode === 200) return answer
  let detail = ''
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) detail += chunk
  throw new AppError('engine.refused', { detail: detail.slice(0, 1000) })
}
