// A file that a person chose: readonly, plain data.

/** Stands for one file, for one use. No path crosses the contract. */
export interface FileTicket {
  readonly id: string
  /** Name of the file, without folders. */
  readonly name: string
  /** In a browser: where the page itself fetches the file from, or sends it to, once the work has begun. */
  readonly url?: string
}
