// One HTTP request over a Unix socket, with a bounded answer: for gvproxy's API and for pings.
import { request, type RequestOptions } from 'node:http'

const bodyLimit = 1024 * 1024

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

/** `body` is sent as JSON. @throws the socket's error, or the abort reason */
export function httpOnce(
  options: Pick<RequestOptions, 'socketPath' | 'createConnection' | 'path' | 'method' | 'signal'>,
  body?: unknown,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    // An agent, even the one that `false` makes, would connect by itself and ignore `createConnection`.
    const agent = options.createConnection === undefined ? { agent: false } : {}
    const call = request({ ...options, ...agent, host: 'localhost' }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
        if (text.length > bodyLimit) answer.destroy(new Error('the answer is too long'))
      })
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
    })
    call.on('error', (error) => reject(options.signal?.aborted ? (options.signal.reason as Error) : error))
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
