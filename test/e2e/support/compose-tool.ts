// Compose where a package carries it; the checkout has it only as a test's download.
import { access, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeFolder } from '../../support/compose'

const tool = new URL('../../../out/tools/docker-compose', import.meta.url).pathname

export const placeCompose = (): Promise<void> =>
  access(tool).catch(async () => copyFile(join(await composeFolder(), 'docker-compose'), tool))
