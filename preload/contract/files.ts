// What the files service offers: it asks a person which file, and hands out tickets for other services to use.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface FilesService {
  /** Asks where to save. No ticket when the person gave up. In a browser the browser itself asks. */
  chooseTarget(options: { readonly name: string } & Cancellable): Promise<{ readonly ticket?: m.FileTicket }>
  /** Asks for a folder; no path when the person gave up, and where there is nobody to ask, as in a browser. */
  chooseFolder(options?: Cancellable): Promise<{ readonly path?: string }>
  /** Asks which file to read; in a browser the page has asked already and tells the name. */
  chooseSource(options: { readonly name?: string } & Cancellable): Promise<{ readonly ticket?: m.FileTicket }>
}
