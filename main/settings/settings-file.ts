// The settings file: read with care for what people put into it, replaced as a whole or not at all.
import { copyFile, readFile, rename } from 'node:fs/promises'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export type Content = Readonly<Record<string, unknown>>
/** Turns the content of one version into that of the next. The first one here leads from version 1 to 2. */
export type Migration = (content: Content) => Content

/**
 * Reads the file, older versions brought up to date after a copy was kept. One that cannot be read as settings is
 * kept aside. A file of a newer Portside is taken as it is, so that going back and forth loses nothing.
 */
export async function readSettingsFile(
  file: string,
  migrations: readonly Migration[],
  log: Log,
): Promise<Content> {
  const newest = migrations.length + 1
  const content = await readContent(file, log)
  if (content === undefined) return { version: newest }
  const version = typeof content.version === 'number' && content.version >= 1 ? content.version : 1
  if (version >= newest) return { ...content, version }
  await copyFile(file, `${file}.backup-v${version}`)
  log.info('settings are brought up to date', { from: version, to: newest })
  const migrated = migrations.slice(version - 1).reduce((now, migrate) => migrate(now), content)
  return { ...migrated, version: newest }
}

async function readContent(file: string, log: Log): Promise<Content | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error('settings cannot be read', error)
    return undefined
  }
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Content
  } catch {
    // Kept aside below, like everything that is no settings file.
  }
  const aside = `${file}.broken-${new Date().toISOString().replaceAll(':', '-')}`
  log.warn('settings are not readable and kept aside', { aside })
  await rename(file, aside)
  return undefined
}

export const writeSettingsFile = (file: string, content: Content): Promise<void> =>
  writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`)
