// Names of images: checks them and brings them to one spelling, by the rules of the distribution project.
import { AppError } from '../../preload/errors'

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const domain =
  '(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?'
const grammar = new RegExp(
  `^(?:(?<domain>${domain})/)?(?<path>${component}(?:/${component})*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)
/** Longest name without tag and digest, in characters. */
const longestName = 255
/** A text that long is no name, and would cost time to match. */
const longestText = 512

export interface Reference {
  /** As people write it, always with tag or digest: `redis:latest`, `ghcr.io/acme/api:1.2`. */
  readonly text: string
  /** Without tag and digest, `ghcr.io/acme/api`. */
  readonly repository: string
  /** What follows the colon or the @. */
  readonly version: string
  /** The last part of the name, `api`. */
  readonly shortName: string
}

/** Accepts what `docker pull` does, spaces around it forgiven. @throws image.bad-reference */
export function parseReference(input: string): Reference {
  const given = input.trim()
  const parts = given.length <= longestText ? splitReference(given) : undefined
  // 64 hexadecimal digits would be taken for an id.
  if (!parts || /^[0-9a-f]{64}$/.test(given))
    throw new AppError('image.bad-reference', { params: { reference: given.slice(0, 80) } })
  const { repository, tag, digest } = parts
  const version = digest ?? tag ?? 'latest'
  return {
    text: digest === undefined ? `${repository}:${version}` : `${repository}@${digest}`,
    repository,
    version,
    shortName: repository.slice(repository.lastIndexOf('/') + 1),
  }
}

interface Parts {
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

function splitReference(text: string): Parts | undefined {
  const [first = '', ...rest] = text.split('/')
  // Only a first part that looks like a host is one: `acme/api` lies on Docker Hub.
  const host =
    rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || /[A-Z]/.test(first)) ? first : ''
  const groups = grammar.exec(host === '' ? `hub.invalid/${text}` : text)?.groups
  const path = groups?.path
  if (path === undefined) return undefined
  const repository = host === '' || isDockerHub(host) ? dropLibrary(path) : `${host}/${path}`
  if (repository.length > longestName) return undefined
  return { repository, tag: groups?.tag, digest: groups?.digest }
}

const isDockerHub = (host: string): boolean => host === 'docker.io' || host === 'index.docker.io'
const dropLibrary = (path: string): string => path.replace(/^library\/(?=[^/]+$)/, '')
