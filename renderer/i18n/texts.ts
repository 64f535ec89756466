// The shape of the tables of texts: the English one says which keys and placeholders there are.
import type { en } from './en'

export type Key = keyof typeof en

/** A text, or two forms of it for one and for any other number (chosen by `{count}`). */
export type Text = string | { readonly one: string; readonly other: string }

/** A whole language: a missing or surplus key does not compile. */
export type Texts = Readonly<Record<Key, Text>>

type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Placeholders<T> = T extends { one: infer A; other: infer B } ? Names<A | B> | 'count' : Names<T>

/** The values a text needs, e.g. `[{ name }]` for `Remove {name}?`; none for a text without placeholders. */
export type Values<K extends Key> = [Placeholders<(typeof en)[K]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholders<(typeof en)[K]>, string | number>>]
