// The person's own settings of Docker Engine: daemon.json in the state folder, as on any Docker host.
import { readFile } from 'node:fs/promises'
import { portsideOwns, withoutMark, type DaemonConfig } from '../../preload/daemon-config'
import { AppError } from '../../preload/errors'

/** Empty when there is no such file. @throws settings.bad-daemon-config naming the file and what is wrong in it */
export async function readDaemonConfig(file: string): Promise<DaemonConfig> {
  const text = await readIfThere(file)
  if (text === undefined) return {}
  let config: unknown
  try {
    config = JSON.parse(withoutMark(text))
  } catch (error) {
    throw unusable(file, error)
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw unusable(file, new TypeError('not a JSON object'))
  const taken = portsideOwns.filter((key) => Object.hasOwn(config, key))
  if (taken.length > 0) throw unusable(file, new TypeError(`Portside sets ${taken.join(', ')} itself`))
  return config as DaemonConfig
}

/** Undefined when there is no such file. @throws settings.bad-daemon-config */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, error)
  }
}

const unusable = (file: string, cause: unknown): AppError =>
  new AppError('settings.bad-daemon-config', { params: { file }, detail: (cause as Error).message, cause })
