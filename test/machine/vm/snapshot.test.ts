// The snapshot before an upgrade: taken where blocks can be shared, and nothing is left behind where they cannot.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { pathsOf, prepareHome } from '../../../main/base/paths'
import { machineFiles, type MachineFiles } from '../../../main/machine/vm/machine-files'
import { takeSnapshot } from '../../../main/machine/vm/upgrade'
import { makeTestFolder } from '../../support/test-folder'

let home: string
let files: MachineFiles
beforeEach(async () => {
  home = await makeTestFolder('u')
  await prepareHome(pathsOf(home))
  files = machineFiles(pathsOf(home))
  await writeFile(files.dataDisk, 'everything')
})
afterEach(() => rm(home, { recursive: true, force: true }))

it('is whole or not there, whatever this file system can', async () => {
  const taken = await takeSnapshot(files, silentLog)
  const names = (await readdir(files.folder)).sort()
  expect(names).toEqual(taken ? ['data.img', 'data.img.before-upgrade'] : ['data.img'])
  for (const name of names) expect(await readFile(join(files.folder, name), 'utf8')).toBe('everything')
})
