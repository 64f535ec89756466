// Finds the image on this computer that a typed reference means.
import type { Image } from '../../preload/model'

/** `nginx` means `nginx:latest`; Docker Hub's own names may be written in full. */
export function normalReference(text: string): string {
  const short = text
    .trim()
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
  if (short === '' || short.includes('@') || short.startsWith('sha256:')) return short
  const name = short.slice(short.lastIndexOf('/') + 1)
  return name.includes(':') ? short : `${short}:latest`
}

export function findLocalImage(images: Iterable<Image>, text: string): Image | undefined {
  const wanted = normalReference(text)
  if (wanted === '') return undefined
  for (const image of images) {
    if (image.id === wanted) return image
    if ([...image.tags, ...image.digests].some((reference) => normalReference(reference) === wanted))
      return image
  }
  return undefined
}

/** Of its names the one that was typed: what is suggested for the container is called after it. */
export const nameIn = ({ tags, id }: Image, typed: string): string =>
  tags.find((tag) => normalReference(tag) === normalReference(typed)) ?? tags[0] ?? id

/** Of what was typed as an image: the name as its registry knows it, without tag and digest. */
export const repositoryOf = (typed: string): string =>
  normalReference(typed.trim()).replace(/(?::[^/]*)?(?:@.*)?$/, '')
