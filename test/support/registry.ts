// A real image registry on loopback: Debian's docker-registry over a storage folder, ended by process id.
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { holdProcess } from './held-process'
import { makeTestFolder } from './test-folder'

export interface RegistryOptions {
  /** Storage folder to serve, read-only unless told, so that several registries may share it. */
  readonly storage?: string
  readonly writable?: boolean
  /** Storage folder to copy first; the copy can be pushed to and ends with the registry. */
  readonly seed?: string
  /** Lets nobody in but `acme` with the password `s3cret`. */
  readonly locked?: boolean
  /** Address to listen on, 127.0.0.1 unless told. */
  readonly host?: string
  /** Answers over TLS only, with this certificate and key in PEM. */
  readonly tls?: { readonly certificate: string; readonly privateKey: string }
  /** A free port unless told. */
  readonly port?: number
}

export interface Registry {
  /** `http://127.0.0.1:PORT`: what `--registry-mirror` of an engine on this computer takes. */
  readonly url: string
  readonly host: string
  readonly port: number
  output(): string
  stop(): Promise<void>
}

/**
 * Starts a registry. Without `storage` it is empty and takes pushes.
 *
 * As a mirror of Docker Hub it serves `redis` under `library/redis`. An engine inside the VM reaches it through
 * the VM network's alias of this computer's loopback: `registry-mirrors: ["http://192.168.127.254:PORT"]` and
 * `insecure-registries: ["192.168.127.254:PORT"]` in its daemon.json (see `mirrorForGuest`).
 */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const host = options.host ?? '127.0.0.1'
  const dir = await makeTestFolder('registry')
  const storage = options.storage ?? join(dir, 'storage')
  if (options.seed !== undefined) await cp(options.seed, storage, { recursive: true })
  const config = {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: storage },
      delete: { enabled: true },
      maintenance: {
        uploadpurging: { enabled: false },
        readonly: { enabled: options.storage !== undefined && options.writable !== true },
      },
    },
    ...(options.locked ? { auth: { htpasswd: { realm: 'acme', path: join(dir, 'htpasswd') } } } : {}),
    http: {
      addr: `${host}:${options.port ?? 0}`,
      ...(options.tls ? { tls: { certificate: join(dir, 'server.pem'), key: join(dir, 'server.key') } } : {}),
    },
  }
  if (options.tls) {
    await writeFile(join(dir, 'server.pem'), options.tls.certificate)
    await writeFile(join(dir, 'server.key'), options.tls.privateKey, { mode: 0o600 })
  }
  // The hash, by bcrypt, of the password that is told in the options.
  const hash = '$2y$04$Jlia6Xe1Gcs70ewRr7NL3uCDMUVlDDLLTGjPAv3Vz5RMA1GBKxfjm'
  if (options.locked) await writeFile(join(dir, 'htpasswd'), `acme:${hash}\n`)
  const configFile = join(dir, 'config.yml')
  await writeFile(configFile, JSON.stringify(config))
  const program = holdProcess('docker-registry', ['serve', configFile], join(dir, 'registry.log'))
  const stop = async (): Promise<void> => {
    await program.end('SIGTERM', 5_000)
    await rm(dir, { recursive: true, force: true })
  }
  try {
    // The registry names its port once it listens, so a free one is found without a race.
    const listening = (): string | undefined => /listening on \S*:(\d+)/.exec(program.output())?.[1]
    const port = Number(await program.ready(listening, 'its port'))
    return {
      url: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
      host,
      port,
      output: program.output,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Settings of an engine inside the VM that make a registry of this computer's loopback its Docker Hub. */
export const mirrorForGuest = (
  port: number,
  alias = '192.168.127.254',
): { readonly 'registry-mirrors': string[]; readonly 'insecure-registries': string[] } => ({
  'registry-mirrors': [`http://${alias}:${port}`],
  'insecure-registries': [`${alias}:${port}`],
})
