// Images that the team has pulled anew at each start: by Portside itself, with progress, and without them being lost
// where no registry answers. Compose would pull them a second time, and fail.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ComposeJson, ServiceJson } from '../base/compose-json'

const once = new Set(['missing', 'if_not_present', 'never', 'build'])

const isPulledAnew = ({ image, build, pull_policy: policy }: ServiceJson): boolean =>
  image !== undefined && !build && policy !== undefined && !once.has(policy)

/** Their names. */
export const pulledAnew = ({ services }: Pick<ComposeJson, 'services'>): ReadonlySet<string> =>
  new Set(Object.values(services).flatMap((one) => (isPulledAnew(one) && one.image ? [one.image] : [])))

/**
 * What Compose is to read besides, so that it takes the images that are here. Beside this user's own files, and none
 * of them: whoever starts the project in another way pulls as the team has it.
 */
export async function withoutPulls(
  folder: string,
  { services }: Pick<ComposeJson, 'services'>,
): Promise<readonly string[]> {
  const names = Object.entries(services).flatMap(([name, one]) => (isPulledAnew(one) ? [name] : []))
  if (names.length === 0) return []
  const place = join(folder, 'start')
  await mkdir(place, { recursive: true, mode: 0o700 })
  const file = join(place, 'pulls.yaml')
  const content = { services: Object.fromEntries(names.map((name) => [name, { pull_policy: 'missing' }])) }
  await writeFile(file, stringify(content), { mode: 0o600 })
  return [file]
}
