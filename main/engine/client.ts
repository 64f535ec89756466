// One connection to Docker Engine: checks that it is one, and agrees with it on the version of the API to speak.
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { Dial } from '../base/dial'
import { linkAbort } from '../base/linked-abort'
import { isOlder } from './api-version'
import { DialAgent } from './dial-agent'
import { createLeanQuestions } from './lean-questions'

/** Spoken wherever it is understood: the newest that real engines of the tests have (Docker 28.5). */
const newestKnown = '1.51'
/** Spoken only with an engine that takes nothing older: what it changed was read, and is tested with a stand-in. */
const newestRead = '1.56'
/** Docker 20.10. */
const oldestUsable = '1.41'
const greetingDeadlineMs = 15_000

export interface EngineClient {
  readonly docker: Docker
  /** A connection of its own, for what HTTP's client is too dear for; ends with this client. */
  readonly dial: Dial
  /** Docker Engine's version, `26.1.5`. */
  readonly version: string
  /** API version in use, `1.45`. */
  readonly apiVersion: string
  /** `linux/amd64`. */
  readonly platform: string
  /** Whether images lie in containerd's store, of which some figures mean something else. */
  readonly containerdStore: boolean
  /** The engine's own clock when it was asked, epoch ms: events are asked for by it. */
  readonly clockMs: number
  /**
   * A short answer as JSON, at less cost than through `docker`; `path` without the version of the API, `/images/json`.
   * @throws Error with `statusCode` as docker-modem's, or that of the connection
   */
  ask(path: string): Promise<unknown>
  /** Ends the connections that wait for the next request: they may have broken unnoticed. */
  dropIdle(): void
  close(): void
}

interface EngineInfo {
  readonly SystemTime?: string
  readonly DriverStatus?: readonly (readonly string[])[] | null
}

/** @throws engine.not-docker, engine.too-old, engine.too-new, or the error of the connection */
export async function openClient(dial: Dial, signal: AbortSignal): Promise<EngineClient> {
  const agent = new DialAgent(dial)
  const docker = newDocker(agent)
  const deadline = linkAbort([signal], greetingDeadlineMs)
  deadline.signal.addEventListener('abort', () => agent.destroy(), { once: true })
  try {
    // Asked beside the greeting, which alone tells whether this is Docker Engine.
    const about = getJson(docker, '/info', deadline.signal)
    about.catch(() => {})
    const greeting = (await getJson(docker, '/version', deadline.signal)) as Partial<Docker.DockerVersion>
    const apiVersion = negotiate(greeting)
    const modem = docker.modem as { version?: string }
    modem.version = `v${apiVersion}`
    const info = (await about) as EngineInfo
    const questions = createLeanQuestions(agent.dial)
    return {
      docker,
      dial: agent.dial,
      ask: (path) => questions.get(`/v${apiVersion}${path}`),
      version: greeting.Version ?? '',
      apiVersion,
      platform: `${greeting.Os ?? 'linux'}/${greeting.Arch ?? 'amd64'}`,
      containerdStore: (info.DriverStatus ?? []).some(
        ([name, value]) => name === 'driver-type' && value?.startsWith('io.containerd.snapshotter'),
      ),
      clockMs: Date.parse(info.SystemTime ?? '') || Date.now(),
      dropIdle: () => {
        questions.dropIdle()
        agent.dropIdle()
      },
      close: () => {
        questions.close()
        agent.destroy()
      },
    }
  } catch (error) {
    agent.destroy()
    signal.throwIfAborted()
    if (!deadline.timedOut) throw error
    throw new AppError('engine.unreachable', {
      detail: `no answer to GET /version within ${greetingDeadlineMs} ms`,
      cause: error,
    })
  } finally {
    deadline.dispose()
  }
}

function newDocker(agent: DialAgent): Docker {
  // docker-modem reads DOCKER_HOST and its certificates even when told everything, and throws when they are odd.
  const { DOCKER_HOST: outer } = process.env
  delete process.env.DOCKER_HOST
  try {
    // The type does not know `agent`, which docker-modem passes on to Node.
    const options: Docker.DockerOptions & { agent: DialAgent } = {
      host: 'engine',
      port: 80,
      protocol: 'http',
      agent,
    }
    return new Docker(options)
  } finally {
    if (outer !== undefined) process.env.DOCKER_HOST = outer
  }
}

/** A question that the client library has no method for. */
export async function getJson(docker: Docker, path: string, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const statusCodes = { 200: true, 500: 'server error' }
    docker.modem.dial(
      // docker-modem takes the last character of a path with a question mark away.
      {
        path: path.includes('?') ? `${path}&` : path,
        method: 'GET',
        statusCodes,
        ...(signal ? { abortSignal: signal } : {}),
      },
      (error: unknown, data: unknown) => (error ? reject(error as Error) : resolve(data)),
    )
  })
}

export interface StreamRequest {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly query: Readonly<Record<string, string | number | boolean>>
  /** Sent at the engine's pace. */
  readonly body?: Readable
  /** Who asks a registry for something, as the engine takes it. */
  readonly auth?: object | undefined
  readonly signal?: AbortSignal | undefined
}

/** Sends a request whose answer is read at the reader's pace. Destroy the answer to give the request up. */
export function openStream(docker: Docker, request: StreamRequest): Promise<IncomingMessage> {
  const { path, method, query, body, auth, signal } = request
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: path.includes('?') ? path : `${path}?`,
        method,
        // A POST would send its options as the body.
        options: { _query: query, _body: {} },
        isStream: true,
        statusCodes: { 200: true },
        ...(body ? { file: body } : {}),
        ...(auth ? { authconfig: auth } : {}),
        ...(signal ? { abortSignal: signal } : {}),
      },
      (error: unknown, answer: unknown) =>
        error ? reject(error as Error) : resolve(answer as IncomingMessage),
    )
  })
}

/** @throws engine.not-docker, engine.too-old, engine.too-new */
export function negotiate(greeting: Partial<Docker.DockerVersion>): string {
  const { ApiVersion: newest, MinAPIVersion: oldest = newest, Version: version = '' } = greeting
  if (typeof newest !== 'string' || !/^\d+\.\d+$/.test(newest)) throw new AppError('engine.not-docker')
  if (isOlder(newest, oldestUsable))
    throw new AppError('engine.too-old', { params: { version, api: newest, needed: oldestUsable } })
  if (typeof oldest !== 'string' || !isOlder(newestKnown, oldest))
    return isOlder(newest, newestKnown) ? newest : newestKnown
  if (isOlder(newestRead, oldest))
    throw new AppError('engine.too-new', { params: { version, spoken: newestRead } })
  return oldest
}
