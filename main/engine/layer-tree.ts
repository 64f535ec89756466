// The files of an image as its layers lay them over one another; tells what a later layer makes useless.
import type { WastedFile } from '../../preload/model'

interface Node {
  /** Absent for a folder. */
  readonly file?: { readonly sizeBytes: number; readonly layer: number }
  readonly children?: Map<string, Node>
}

/** What lies in one entry of a layer's archive. */
export interface LayerEntry {
  readonly path: string
  readonly sizeBytes: number
  readonly isFolder: boolean
}

export interface Hidden {
  readonly path: string
  readonly sizeBytes: number
  readonly fate: WastedFile['fate']
  readonly layer: number
  readonly laterLayer: number
}

const whiteout = '.wh.'
const opaque = '.wh..wh..opq'
/** Deeper than any file system goes; a hostile archive must not exhaust memory. */
const deepest = 512

export class LayerTree {
  readonly #root: Node = { children: new Map() }
  readonly #onHidden: (file: Hidden) => void
  #layer = -1

  constructor(onHidden: (file: Hidden) => void) {
    this.#onHidden = onHidden
  }

  /** Layers are added from the lowest on, each with all its entries, in the order of its archive. */
  add(entries: Iterable<LayerEntry>): void {
    this.#layer += 1
    for (const entry of entries) this.#put(entry)
  }

  #put({ path, sizeBytes, isFolder }: LayerEntry): void {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.')
    const name = parts.pop()
    if (name === undefined || parts.length >= deepest || parts.includes('..') || name === '..') return
    const folder = parts.join('/')
    if (name === opaque) return this.#empty(this.#folder(parts), folder)
    if (name.startsWith(whiteout)) return this.#hide(this.#folder(parts), name.slice(whiteout.length), folder)
    const children = this.#folder(parts).children
    const before = children?.get(name)
    if (isFolder) {
      if (before?.children) return
      if (before) this.#report(before, join(folder, name), 'overwritten')
      children?.set(name, { children: new Map() })
      return
    }
    if (before) this.#report(before, join(folder, name), 'overwritten')
    children?.set(name, { file: { sizeBytes, layer: this.#layer } })
  }

  /** A folder need not have an entry of its own in a layer. */
  #folder(parts: readonly string[]): Node {
    let at = this.#root
    for (const part of parts) {
      let next = at.children?.get(part)
      if (!next?.children) {
        next = { children: new Map() }
        at.children?.set(part, next)
      }
      at = next
    }
    return at
  }

  #hide(folder: Node, name: string, path: string): void {
    const gone = folder.children?.get(name)
    if (!gone) return
    this.#report(gone, join(path, name), 'deleted')
    folder.children?.delete(name)
  }

  /** What this very layer puts into the folder stays. */
  #empty(folder: Node, path: string): void {
    for (const [name, node] of folder.children ?? []) {
      if (node.file?.layer === this.#layer) continue
      if (node.children) this.#empty(node, join(path, name))
      else this.#hide(folder, name, path)
    }
  }

  #report(node: Node, path: string, fate: WastedFile['fate']): void {
    for (const [name, child] of node.children ?? []) this.#report(child, join(path, name), fate)
    if (!node.file || node.file.layer === this.#layer) return
    const { sizeBytes, layer } = node.file
    this.#onHidden({ path, sizeBytes, fate, layer, laterLayer: this.#layer })
  }
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)
