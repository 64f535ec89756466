// How a watched collection arrives: readonly, plain data.

/** What a watch of a collection yields: everything first, then only what changed. */
export type CollectionChange<T> =
  | { readonly kind: 'snapshot'; readonly items: readonly T[] }
  | { readonly kind: 'change'; readonly upsert: readonly T[]; readonly remove: readonly string[] }
