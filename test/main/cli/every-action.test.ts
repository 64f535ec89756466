// Whatever the window can do, a program can, too: each method of the contract is called by a command of `portside`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { validators } from '../../../main/ipc/validators'

const folder = resolve(import.meta.dirname, '../../../main/cli')
const source = readdirSync(folder)
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')

/** What only a window needs, and where a program finds the same. */
const withoutCommand: Readonly<Record<string, string>> = {
  'app.watchRequests': 'what others ask the window to show',
  'app.open': 'a program opens addresses and folders itself',
  'app.watchQuits': 'the window is asked whether it has unsaved text',
  'builds.dismiss': 'a card is put away',
  'compose.chooseFile': 'the system’s dialog',
  'compose.dismiss': 'a card is put away',
  'compose.tryText': 'while somebody types; compose check tells the same of a file',
  'compose.watchOutput': 'the command prints it as it goes',
  'containerFiles.beginUpload': 'a browser has no path to give; docker cp copies',
  'containerFiles.cancelUpload': 'as beginUpload',
  'containerFiles.finish': 'as beginUpload',
  'containerFiles.watchDownload': 'as beginUpload',
  'containerFiles.measure': 'docker exec du',
  'containerFiles.reveal': 'shows a folder in the file manager',
  'containerFiles.read': 'docker cp copies',
  'containerFiles.send': 'as beginUpload',
  'containerFiles.write': 'docker cp copies',
  'files.chooseFolder': 'the system’s dialog',
  'compose.readFile': 'a file of this computer',
  'compose.writeFile': 'a file of this computer',
  'images.dismissPull': 'a card is put away',
  'images.dismissTransfer': 'a card is put away',
  'images.getRunDefaults': 'fills the form; images details tells the same',
  'images.exportContainer': 'images export reads from the engine itself',
  'images.getUsage': 'reclaim --dry-run tells what can go',
  'images.importArchive': 'images import sends to the engine itself',
  'images.load': 'images load sends to the engine itself',
  'images.save': 'images save reads from the engine itself',
  'readiness.watchReadiness': 'doctor checks and waits',
  'registries.getKeeper': 'registries list names it with each login',
  'settings.getManaged': 'settings set refuses what an administrator decided, in words',
  'settings.shareFolder': 'settings set sharedFolders',
  'machine.watchUsage': 'resources tells it',
  'terminals.resize': 'docker exec -it is a terminal',
  'terminals.write': 'docker exec -it is a terminal',
  'terminals.watchTerminal': 'docker exec -it is a terminal',
  'volumes.dismissTransfer': 'a card is put away',
  'resources.watchContainers': 'containers stats and resources',
  'workspaces.readFile': 'a file of this computer',
  'workspaces.dismissExport': 'a card is put away',
  'workspaces.readLink': 'workspace open asks about the link itself',
  'workspaces.reviewChosen': 'workspace open takes the path',
  'wsl.cancelSetup': 'Windows asks in a window of its own, which has a No',
  'wsl.watchSetup': 'the command waits for the end',
}

/** `services.volumes.create(`, `volumes.create(`; a method that is chosen by its name stands in quotes. */
const isCalled = (service: string, method: string): boolean =>
  new RegExp(`\\b${service}\\)?\\.${method}\\(`).test(source) ||
  (new RegExp(`services\\.${service}\\[`).test(source) && source.includes(`'${method}'`))

const methods = Object.entries(validators).flatMap(([service, own]) =>
  Object.keys(own).map((method): [string, string] => [service, method]),
)

it.each(methods)('%s.%s has a command, or a reason for having none', (service, method) => {
  // One that got a command is no exception any more.
  expect(isCalled(service, method)).toBe(!(`${service}.${method}` in withoutCommand))
})

it('knows every exception', () => {
  const known = new Set(methods.map(([service, method]) => `${service}.${method}`))
  expect(Object.keys(withoutCommand).filter((name) => !known.has(name))).toEqual([])
})
