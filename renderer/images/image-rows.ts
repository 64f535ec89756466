// The rows of the image list: who uses an image, its shown name, filter and order.
import type { Container, Image } from '../../preload/model'

export type ImageFilter = 'all' | 'used' | 'unused'
export type ImageSort = 'name' | 'size' | 'created'

export interface ImageView {
  readonly filter: ImageFilter
  readonly sort: ImageSort
  readonly descending: boolean
  /** Part of a name or id that must occur; empty for all. */
  readonly search: string
}

/** `acme/api:dev` as name and `:dev`; a digest counts as tag. Empty name for an image without any. */
export function splitReference(reference: string): { readonly name: string; readonly tag: string } {
  const at = reference.indexOf('@')
  if (at > 0) return { name: reference.slice(0, at), tag: reference.slice(at) }
  const colon = reference.lastIndexOf(':')
  if (colon <= reference.lastIndexOf('/')) return { name: reference, tag: '' }
  return { name: reference.slice(0, colon), tag: reference.slice(colon) }
}

/** What the image is called first: a tag, else where it was pulled from, else a piece of its id. */
export const titleOf = (image: Image): string =>
  image.tags[0] ?? image.digests[0]?.replace(/@.*/, '') ?? image.id.replace(/^sha256:/, '').slice(0, 12)

/** What `docker run` would take. */
export const referenceOf = (image: Image): string => image.tags[0] ?? image.id

/** Names of the containers of each image, by image id. */
export function usersByImage(containers: Iterable<Container>): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  for (const { imageId, name } of containers) {
    const names = users.get(imageId)
    if (names) names.push(name)
    else users.set(imageId, [name])
  }
  return users
}

const found = (image: Image, search: string): boolean =>
  search === '' ||
  [titleOf(image), image.id, ...image.tags].some((text) => text.toLowerCase().includes(search.toLowerCase()))

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Ids in the order shown. Size and age start with the large and the new, names with A. */
export function arrangeImages(images: Iterable<Image>, used: ReadonlySet<string>, view: ImageView): string[] {
  const sign = view.descending ? -1 : 1
  return [...images]
    .filter((image) => view.filter === 'all' || used.has(image.id) === (view.filter === 'used'))
    .filter((image) => found(image, view.search.trim()))
    .sort((a, b) => {
      const first =
        view.sort === 'size'
          ? b.sizeBytes - a.sizeBytes
          : view.sort === 'created'
            ? b.createdAt - a.createdAt
            : collator.compare(titleOf(a), titleOf(b))
      return sign * (first || collator.compare(titleOf(a), titleOf(b)) || (a.id < b.id ? -1 : 1))
    })
    .map((image) => image.id)
}
