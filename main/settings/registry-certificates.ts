// Authorities that the engine trusts for single registries: kept on this computer, given to each machine that comes up.
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { EngineService } from '../../preload/contract'
import { AppError, isAppError } from '../../preload/errors'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'
import type { GuestEngine } from './guest-engine'

export interface RegistryCertificatesOptions {
  /** PEM by registry, as JSON. */
  readonly file: string
  /** Undefined where the engine is not Portside's. */
  readonly guest: GuestEngine | undefined
  running(): boolean
  readonly log: Log
}

export interface RegistryCertificates {
  readonly service: Pick<EngineService, 'listCertificates' | 'addCertificate' | 'removeCertificate'>
  /** Call when a machine has come up: what it was given is in its memory only. */
  give(): Promise<void>
}

/** As it stands in image names; it becomes the name of a folder inside. */
const registryName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i

export function createRegistryCertificates(options: RegistryCertificatesOptions): RegistryCertificates {
  const { file, guest, running, log } = options
  const read = (): Promise<Map<string, string>> => readRegistryCertificates(file, log)
  const give = async (certificates: ReadonlyMap<string, string>): Promise<void> => {
    if (guest && running()) await guest.trust(certificates)
  }
  const change = async (edit: (certificates: Map<string, string>) => void): Promise<void> => {
    if (!guest) throw new AppError('settings.engine-not-ours')
    const certificates = await read()
    edit(certificates)
    try {
      await writeWhole(file, `${JSON.stringify(Object.fromEntries(certificates), undefined, 2)}\n`)
    } catch (cause) {
      if (isAppError(cause, 'files.no-space')) throw cause
      throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
    }
    await give(certificates)
  }
  return {
    give: async () => {
      const certificates = await read()
      if (certificates.size > 0) await give(certificates)
    },
    service: {
      listCertificates: async () =>
        [...(await read())].flatMap(([registry, pem]) => {
          const read = readPem(pem)
          return read ? [{ registry, subject: read.subject, validUntil: Date.parse(read.validTo) }] : []
        }),
      addCertificate: async ({ registry, pem }) => {
        const name = registry
          .trim()
          .replace(/^https?:\/\//, '')
          .replace(/\/$/, '')
          .toLowerCase()
        if (!registryName.test(name))
          throw new AppError('settings.bad-registry', { params: { registry: registry.slice(0, 80) } })
        if (!readPem(pem)) throw new AppError('settings.bad-certificate')
        await change((certificates) => certificates.set(name, pem))
      },
      removeCertificate: ({ registry }) => change((certificates) => void certificates.delete(registry)),
    },
  }
}

/** PEM by registry; empty for a file that is missing or no such thing. */
export async function readRegistryCertificates(file: string, log: Log): Promise<Map<string, string>> {
  try {
    const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
    return new Map(Object.entries(content).filter(([name, pem]) => registryName.test(name) && readPem(pem)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn('certificates of registries cannot be read', { why: String(error) })
    return new Map()
  }
}

/** The first certificate of a PEM text; undefined for anything else, such as a private key. */
function readPem(pem: unknown): X509Certificate | undefined {
  try {
    return typeof pem === 'string' && pem.includes('-----BEGIN CERTIFICATE-----')
      ? new X509Certificate(pem)
      : undefined
  } catch {
    return undefined
  }
}
