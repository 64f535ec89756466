// What electron-updater fetches with where Electron's own network stack is not there: Node's.
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import {
  configureRequestOptions,
  configureRequestUrl,
  HttpExecutor,
  type DownloadOptions,
} from 'builder-util-runtime'

export class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    return request(options, callback)
  }

  /** The one method that electron-updater asks for beyond the base class. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const wanted: RequestOptions = { headers: options.headers ?? {} }
      configureRequestUrl(url, wanted)
      configureRequestOptions(wanted)
      const callback = (error: Error | null): void => (error ? reject(error) : resolve(destination))
      this.doDownload(wanted, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }
}
