// Images of several platforms in a test's registry: an index that says of one image for which platforms it is.

export interface RegistryAt {
  /** `127.0.0.1:5000`. */
  readonly address: string
  /** Header of the request, `Basic …`. */
  readonly authorization: string
}

export interface OwnManifest {
  readonly type: string
  readonly text: string
  readonly digest: string
  readonly json: {
    readonly config: { readonly size: number }
    readonly layers: readonly { readonly size: number }[]
  }
}

export async function ownManifest(at: RegistryAt, repository: string, tag: string): Promise<OwnManifest> {
  const type = 'application/vnd.docker.distribution.manifest.v2+json'
  const answer = await fetch(`http://${at.address}/v2/${repository}/manifests/${tag}`, {
    headers: { authorization: at.authorization, accept: type },
  })
  const text = await answer.text()
  const digest = answer.headers.get('docker-content-digest') ?? ''
  return { type, text, digest, json: JSON.parse(text) as OwnManifest['json'] }
}

/** Gives a tag to an index by which the image is for these platforms, `linux/amd64`. */
export async function putIndex(
  at: RegistryAt,
  repository: string,
  tag: string,
  image: OwnManifest,
  platforms: readonly string[],
): Promise<void> {
  const mediaType = 'application/vnd.docker.distribution.manifest.list.v2+json'
  const one = { mediaType: image.type, size: image.text.length, digest: image.digest }
  const manifests = platforms.map((platform) => {
    const [os = '', architecture = ''] = platform.split('/')
    return { ...one, platform: { os, architecture } }
  })
  const answer = await fetch(`http://${at.address}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { authorization: at.authorization, 'content-type': mediaType },
    body: JSON.stringify({ schemaVersion: 2, mediaType, manifests }),
  })
  if (answer.status !== 201) throw new Error(`the registry answered ${answer.status} to an index`)
}
