// The image that a container is known by, where its own files had to be kept as an image without a name.

/** The label with that name. The engine gives labels of an image to its containers. */
export const keptReference = 'dev.portside.image'
/** The label with the id of that image. */
export const keptBase = 'dev.portside.image.base'

/** Labels that Portside's images give their containers: nobody chose them. */
export const isOwnLabel = (name: string): boolean => name.startsWith('dev.portside.')

interface Config {
  readonly Image: string
  readonly Labels?: Readonly<Record<string, string>> | null | undefined
}

/** One with a name was made by somebody, with labels that came along. */
const keptIn = ({ Image, Labels }: Config, label: string): string | undefined =>
  isId(Image) ? Labels?.[label] : undefined

/** What a person calls the image of a container. */
export const imageNameOf = (config: Config): string => keptIn(config, keptReference) ?? config.Image

/** The image with that name, of a container that has `id`. */
export const imageIdOf = (config: Config, id: string): string => keptIn(config, keptBase) ?? id

export const isId = (image: string): boolean => /^sha256:[0-9a-f]{64}$/.test(image)
