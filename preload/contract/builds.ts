// What the builds service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface BuildsService {
  /** The last builds, at most 50, those of earlier runs of the app among them. */
  watchBuilds(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Build>>
  /** What the steps print: what is kept of it first (at most 5000 lines), then live, to the end of the build. */
  watchLog(options: { readonly buildId: string } & Cancellable): AsyncIterable<readonly m.BuildLine[]>
  /** Looks at the folder; sends nothing. @throws build.no-folder */
  plan(options: { readonly folder: string; readonly dockerfile: string } & Cancellable): Promise<m.BuildPlan>
  /** A Dockerfile to begin with, for this folder; writes nothing. @throws build.no-folder */
  starter(options: StarterRequest & Cancellable): Promise<m.Starter>
  /**
   * Writes it, and a `.dockerignore` where there is none; gives the names of the files written.
   * @throws build.no-folder build.dockerfile-exists build.folder-not-writable
   */
  writeStarter(options: StarterRequest & Cancellable): Promise<readonly string[]>
  /** Gives a file of the folder the form that Linux wants: UTF-8, lines that end with LF. @throws build.no-folder build.file-not-found build.folder-not-writable */
  convertLines(options: { readonly folder: string; readonly path: string } & Cancellable): Promise<void>
  /** Adds these to the file with the rules for what is left out; what it has stays. @throws build.no-folder build.folder-not-writable */
  addIgnoreLines(
    options: {
      readonly folder: string
      readonly dockerfile: string
      readonly lines: readonly string[]
    } & Cancellable,
  ): Promise<void>
  /**
   * Begins a build that goes on when the caller leaves. Secrets, SSH keys and several platforms need docker-buildx.
   * @throws build.no-folder build.no-dockerfile build.no-secret-file
   */
  build(options: { readonly request: m.BuildRequest } & Cancellable): Promise<{ readonly buildId: string }>
  /**
   * The same once more, with its secrets, which are kept as long as it is listed and the app runs.
   * @throws build.not-found build.secrets-forgotten, as build
   */
  again(options: { readonly buildId: string } & Cancellable): Promise<{ readonly buildId: string }>
  cancel(options: { readonly buildId: string } & Cancellable): Promise<void>
  /** Forgets an ended build; its image stays. */
  dismiss(options: { readonly buildId: string } & Cancellable): Promise<void>
}

export interface StarterRequest {
  readonly folder: string
  readonly kind: m.StarterKind
  /** Of the comments. */
  readonly language: m.Language
}
