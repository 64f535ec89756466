// Stands before a real engine (28.5, API 1.51) and speaks the newer versions of the API in its place: what those ask for,
// answer and refuse otherwise is in the files beside this one, everything else goes through as it is. It shows what the
// app makes of that API; it is no Docker 29 (docs/never-run-on.md).
import { once } from 'node:events'
import {
  Agent,
  createServer,
  request,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { ruleFor } from './answers'
import { eventLines, eventsType } from './events'
import { isUnderstoodAnew, queryFor, understand } from './requests'
import { passUpgrade } from './upgrades'
import { isOlder, readAsked, refusalOf, type Asked, type Spoken } from './versions'

export interface NewerApi {
  readonly socket: string
  close(): Promise<void>
}

export async function startNewerApi(real: string, socket: string, spoken: Spoken): Promise<NewerApi> {
  const behind = await newestOf(real)
  // Kept open: an engine that closes after its answer can do so before Node has noticed that it sent everything.
  const agent = new Agent({ keepAlive: true })
  const open = new Set<Socket>()
  const place = { real, behind, spoken, agent }
  const server = createServer({ maxHeaderSize: 1024 * 1024, requestTimeout: 0, keepAliveTimeout: 0 })
  server.on('request', (asking, answer) => pass(asking, answer, place))
  server.on('upgrade', (asking, client: Socket, head) => {
    const asked = readAsked(asking.url ?? '', spoken.newest)
    const refusal = refusalOf(asked.version, spoken.newest)
    if (refusal !== undefined) client.end(refusalText(refusal, spoken))
    else passUpgrade({ asking, client, head, real, path: pathBehind(asked, behind), newest: spoken.newest })
  })
  server.on('connection', (one: Socket) => {
    open.add(one)
    one.on('close', () => open.delete(one))
  })
  server.listen(socket)
  await once(server, 'listening')
  return {
    socket,
    close: async () => {
      await closeAll(server, open)
      agent.destroy()
    },
  }
}

async function closeAll(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const one of open) one.destroy()
  await closed
}

/** Version of the API that the engine behind speaks. */
async function newestOf(real: string): Promise<string> {
  const asking = request({ socketPath: real, path: '/_ping' }).end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  answer.resume()
  return String(answer.headers['api-version'])
}

interface Place {
  readonly real: string
  /** Version of the API that the engine behind speaks. */
  readonly behind: string
  readonly spoken: Spoken
  readonly agent: Agent
}

const pathBehind = (asked: Asked, behind: string): string =>
  `/v${isOlder(asked.version, behind) ? asked.version : behind}${asked.path}${queryFor(asked)}`

const refusalText = (message: string, { newest }: Spoken): string => {
  const body = JSON.stringify({ message })
  const head = `HTTP/1.1 400 Bad Request\r\nApi-Version: ${newest}\r\nContent-Type: application/json`
  return `${head}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Between two connections only. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect'])

function headersOf(
  message: IncomingMessage,
  leftOut: readonly string[] = [],
): Record<string, string | string[]> {
  const kept = Object.entries(message.headersDistinct).filter(
    ([name]) => !ofConnection.has(name) && !leftOut.includes(name),
  )
  return Object.fromEntries(
    kept.map(([name, values = []]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  )
}

function pass(asking: IncomingMessage, answer: ServerResponse, place: Place): void {
  const { spoken, behind, real, agent } = place
  const method = asking.method ?? 'GET'
  const asked = readAsked(asking.url ?? '', spoken.newest)
  const refusal = refusalOf(asked.version, spoken.newest)
  if (refusal !== undefined) {
    answer.writeHead(400, { 'api-version': spoken.newest, 'content-type': 'application/json' })
    answer.end(JSON.stringify({ message: refusal }))
    asking.resume()
    return
  }
  const anew = isUnderstoodAnew(method, asked)
  const ahead = request({
    socketPath: real,
    agent,
    method,
    path: pathBehind(asked, behind),
    headers: headersOf(asking, anew ? ['content-length'] : []),
  })
  let warnings: readonly string[] = []
  let isAnswered = false
  ahead.on('response', (told) => {
    isAnswered = true
    answerWith(told, answer, { asking, asked, method, spoken, warnings })
  })
  // An engine that refuses early reads no further; what it says still comes.
  ahead.on('error', () => {
    if (!isAnswered) answer.destroy()
  })
  answer.on('close', () => {
    if (!answer.writableFinished) ahead.destroy()
  })
  const refuse = (message: string): void => {
    isAnswered = true
    ahead.destroy()
    answer.writeHead(400, { 'api-version': spoken.newest, 'content-type': 'application/json' })
    answer.end(JSON.stringify({ message }))
  }
  if (anew) void sendAnew(asking, ahead, asked, refuse).then((said) => (warnings = said))
  else asking.pipe(ahead)
}

async function sendAnew(
  asking: IncomingMessage,
  ahead: ClientRequest,
  asked: Asked,
  refuse: (message: string) => void,
): Promise<readonly string[]> {
  const body = await textOf(asking)
  const { body: sent, warnings, refusal } = understand(JSON.parse(body) as Record<string, unknown>, asked)
  if (refusal === undefined) ahead.end(JSON.stringify(sent))
  else refuse(refusal)
  return warnings
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

interface Exchange {
  readonly asking: IncomingMessage
  readonly asked: Asked
  readonly method: string
  readonly spoken: Spoken
  readonly warnings: readonly string[]
}

function answerWith(told: IncomingMessage, answer: ServerResponse, exchange: Exchange): void {
  const { asking, asked, method, spoken, warnings } = exchange
  const status = told.statusCode ?? 500
  told.on('error', () => answer.destroy())
  const rule = status === 200 ? ruleFor(method, asked) : undefined
  const isEvents = status === 200 && method === 'GET' && asked.path === '/events'
  const headers = headersOf(told, rule || warnings.length > 0 || isEvents ? ['content-length'] : [])
  if (headers['api-version'] !== undefined) headers['api-version'] = spoken.newest
  if (isEvents) {
    const type = eventsType(asking.headers.accept, asked.version)
    answer.writeHead(status, { ...headers, 'content-type': type }).flushHeaders()
    told.pipe(eventLines(asked, type)).pipe(answer)
  } else if (rule || warnings.length > 0) {
    void textOf(told).then(
      (text) => {
        const json = JSON.parse(text) as unknown
        const changed = rule ? rule.rewrite(json, asked, spoken) : withWarnings(json, warnings)
        answer.writeHead(status, headers).end(`${JSON.stringify(changed)}\n`)
      },
      () => answer.destroy(),
    )
  } else {
    // Raw streams have no end but that of their connection.
    const isFramed =
      told.headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined
    if (!isFramed && method !== 'HEAD' && status !== 204) {
      answer.useChunkedEncodingByDefault = false
      answer.shouldKeepAlive = false
    }
    answer.writeHead(status, told.statusMessage, headers).flushHeaders()
    told.pipe(answer)
  }
}

const withWarnings = (json: unknown, warnings: readonly string[]): unknown => {
  const { Warnings: told, ...rest } = json as { readonly Warnings?: readonly string[] | null }
  return { ...rest, Warnings: [...(told ?? []), ...warnings] }
}
