// One terminal: its screen, the shell behind it, and what is typed. Lives outside of the page's tree, so that it
// goes on while another tab is shown.
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import { createStore } from 'zustand/vanilla'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import type { TerminalEvent } from '../../preload/model'
import { copyText } from '../stores/clipboard'
import { contract } from '../stores/session'
import { fontsLoaded, look } from './look'
import { quietDocument, quietly } from './quiet-document'
import { TypedQueue } from './typed-queue'

export interface TerminalState {
  readonly phase: 'opening' | 'open' | 'ended' | 'failed'
  readonly shell?: string
  readonly user?: string
  readonly exitCode?: number
  readonly error?: SerialisedError
}

export interface SessionOptions {
  readonly containerId: string
  /** When the container began to run, so that a later run is told from this one. Epoch ms. */
  readonly startedAt: number | undefined
  readonly user?: string
  /** Read out for the field that takes the typing. */
  readonly label: string
}

/** The shell behind the screen; another one after the container restarted. */
interface Shell {
  readonly abort: AbortController
  readonly typed: TypedQueue
  id?: string
}

export class TerminalSession {
  readonly options: SessionOptions
  readonly store = createStore<TerminalState>(() => ({ phase: 'opening' }))
  /** The run of the container that the present shell belongs to. */
  startedAt: number | undefined
  /** False while nobody would miss it. */
  used = false
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #root = document.createElement('div')
  #shell: Shell | undefined
  #leave: () => void = () => {}
  #closed = false

  constructor(options: SessionOptions) {
    this.options = options
    this.startedAt = options.startedAt
    this.#root.className = 'terminal-root'
    // Not what the terminal sends: it also answers the questions of programs by itself.
    for (const event of ['keydown', 'paste', 'compositionstart'])
      this.#root.addEventListener(event, () => (this.used = true), { once: true, capture: true })
    this.#terminal = new Terminal({ ...look(), documentOverride: quietDocument })
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.attachCustomKeyEventHandler((event) => this.#passes(event))
    this.#terminal.onData((text) => this.#type(new TextEncoder().encode(text)))
    this.#terminal.onBinary((text) => this.#type(Uint8Array.from(text, (letter) => letter.charCodeAt(0))))
    this.#terminal.onResize(({ cols, rows }) => this.#resized(cols, rows))
  }

  /** Shows it in `place`. `leave` is called when somebody wants out by the keyboard. */
  show(place: HTMLElement, leave: () => void): void {
    this.#leave = leave
    place.append(this.#root)
    if (this.#terminal.element) {
      this.fit()
      this.#focusSoon()
    } else {
      void fontsLoaded().then(() => this.#open())
    }
  }

  #open(): void {
    if (this.#closed || !this.#root.isConnected || this.#terminal.element) return
    quietly(() => this.#terminal.open(this.#root))
    this.#terminal.textarea?.setAttribute('aria-label', this.options.label)
    this.fit()
    this.#focusSoon()
    this.#begin()
  }

  /** Takes as many rows and columns as there is room for. */
  fit(): void {
    if (this.#root.isConnected && this.#root.clientHeight > 0) this.#fit.fit()
  }

  focus(): void {
    this.#terminal.focus()
  }

  /** The pointer that opened its tab gives that the focus when the tab is there already: what is typed then acts on the list. */
  #focusSoon(): void {
    setTimeout(() => {
      if (!this.#closed && this.#root.isConnected) this.#terminal.focus()
    })
  }

  /** Types a line and sends it, as if somebody did at the keyboard. */
  enter(line: string): void {
    this.used = true
    this.#terminal.input(`${line}\r`)
    this.focus()
  }

  /** A new shell below what the last one said. */
  reopen(startedAt: number | undefined): void {
    this.startedAt = startedAt
    this.#shell?.abort.abort()
    // Modes and styles of a program that never ended in order.
    this.#terminal.write('\u001b[!p\u001b[0m\r\n')
    this.#begin()
  }

  /** Ends the shell. */
  close(): void {
    this.#closed = true
    this.#shell?.abort.abort()
    this.#terminal.dispose()
    this.#root.remove()
  }

  #begin(): void {
    const shell = { abort: new AbortController(), typed: new TypedQueue() }
    this.#shell = shell
    this.store.setState({ phase: 'opening' }, true)
    this.#follow(shell).catch((error: unknown) => {
      if (shell.abort.signal.aborted || isAbort(error)) return
      this.store.setState({ phase: 'failed', error: serialiseError(error) }, true)
    })
  }

  async #follow(shell: Shell): Promise<void> {
    const { containerId, user } = this.options
    const { cols: columns, rows } = this.#terminal
    const { signal } = shell.abort
    const options = { containerId, columns, rows, ...(user === undefined ? {} : { user }), signal }
    for await (const event of contract().terminals.watchTerminal(options)) await this.#take(shell, event)
  }

  async #take(shell: Shell, event: TerminalEvent): Promise<void> {
    const { store } = this
    if (event.kind === 'opened') {
      shell.id = event.terminalId
      shell.typed.open(event.terminalId)
      store.setState({ phase: 'open', shell: event.shell, user: event.user })
      const { cols, rows } = this.#terminal
      this.#resized(cols, rows)
    } else if (event.kind === 'output') {
      // Waits until it is drawn, so that a flood is held back where it comes from.
      await new Promise<void>((resolve) => this.#terminal.write(event.data, resolve))
    } else {
      store.setState({
        phase: 'ended',
        ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      })
    }
  }

  #type(bytes: Uint8Array): void {
    // What is typed while the shell opens waits for it.
    const { phase } = this.store.getState()
    if (phase === 'open' || phase === 'opening') this.#shell?.typed.push(bytes)
  }

  #resized(columns: number, rows: number): void {
    const terminalId = this.#shell?.id
    if (terminalId === undefined || this.store.getState().phase !== 'open') return
    contract()
      .terminals.resize({ terminalId, columns, rows })
      .catch((error: unknown) => console.info('the terminal kept its size', error))
  }

  /** Keys for the window instead of the shell: copy, paste, and the way out. */
  #passes(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true
    if (event.key === 'F6') {
      event.preventDefault()
      this.#leave()
      return false
    }
    const control = event.ctrlKey || event.metaKey
    const key = event.key.toLowerCase()
    // The browser's own paste reaches the terminal by its paste event.
    if (control && key === 'v') return false
    const copies =
      control && key === 'c' && (event.shiftKey || event.metaKey || this.#terminal.hasSelection())
    if (!copies) return true
    event.preventDefault()
    if (this.#terminal.hasSelection()) copyText(this.#terminal.getSelection())
    this.#terminal.clearSelection()
    return false
  }
}
