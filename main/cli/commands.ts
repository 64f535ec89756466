// The commands by name: each calls the contract and prints text for people or JSON for programs.
import type { Contract } from '../../preload/contract'
import { eraseWord } from '../../preload/erase-word'
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import type { Language } from '../../preload/model'
import { fillTemplate } from '../../preload/text'
import { buildsCommand } from './builds-command'
import { toJson, type Command } from './command'
import { composeCommand, composeOptions } from './compose-command'
import { containersCommand, containersOptions, listContainers } from './containers-command'
import { doctorCommand } from './doctor-command'
import { engineCommand } from './engine-command'
import { imagesCommand } from './images-command'
import { networksCommand, volumesCommand } from './owned-command'
import { portsCommand } from './ports-command'
import { reclaimCommand } from './reclaim-command'
import { registriesCommand } from './registries-command'
import { resourcesCommand } from './resources-command'
import { settingsCommand } from './settings-command'
import { updateCommand } from './update-command'
import { workspaceCommand } from './workspace-command'
import { activityCommand, warningsCommand } from './warnings-command'
import { wslCommand } from './wsl-command'

export const commands: Readonly<Record<string, Command>> = {
  status: {
    summary: 'state of the machine and the engine',
    run: async (services, context) => {
      const status = await services.app.getStatus()
      if (context.json) return context.print(toJson(status))
      const { machine, engine, window } = status
      context.print(`Machine  ${machine.state} (${machine.driver})`)
      context.print(`Engine   ${engine.state}${engine.version ? `, Docker ${engine.version}` : ''}`)
      if (engine.endpoint) context.print(`Endpoint ${engine.endpoint}`)
      if (window.url) context.print(`Window   ${window.url}`)
      if (machine.failure) context.print(`Failure  ${machine.failure.message}`)
      for (const notice of machine.notices ?? []) context.print(wordsOf(notice, context.language))
    },
  },
  version: {
    summary: 'which Portside this is',
    run: async (services, context) => {
      const info = await services.app.getInfo()
      context.print(context.json ? toJson(info) : `Portside ${info.version}`)
    },
  },
  start: {
    summary: 'start the engine, and Portside when it is not running; --wait until Docker answers',
    launches: () => true,
    run: async (services, context) => {
      const started = services.machine.start()
      if (context.wait) await started
      else await Promise.race([started, underWay(services)])
      await commands.status?.run(services, context, [])
    },
  },
  stop: {
    summary: 'stop the engine; containers stop in order, data stays',
    run: async (services, context) => {
      await services.machine.stop()
      await commands.status?.run(services, context, [])
    },
  },
  save: {
    summary: 'write the memory to disk and stop; the next start goes on where it was',
    run: async (services, context) => {
      await services.machine.save()
      await commands.status?.run(services, context, [])
    },
  },
  pause: {
    summary: 'hold the engine: containers stand still and take no processor time',
    run: async (services, context) => {
      await services.machine.pause()
      await commands.status?.run(services, context, [])
    },
  },
  resume: {
    summary: 'let the engine go on; the next docker command does so, too',
    run: async (services, context) => {
      await services.machine.resume()
      await commands.status?.run(services, context, [])
    },
  },
  console: {
    summary: 'what the machine printed last',
    run: async (services, context) => {
      const text = await services.machine.getConsole()
      context.print(context.json ? toJson({ text }) : text)
    },
  },
  restart: {
    summary: 'stop the engine and start it again, with the settings as they are now',
    run: async (services, context) => {
      await services.machine.restart()
      await commands.status?.run(services, context, [])
    },
  },
  repair: {
    summary: 'make everything around your data anew and start; images, containers and volumes stay',
    run: async (services, context) => {
      await services.machine.repair()
      await commands.status?.run(services, context, [])
    },
  },
  erase: {
    summary: `delete all images, containers and volumes: portside erase ${eraseWord}`,
    takesArguments: true,
    run: async (services, context, [confirmation = '', ...rest]) => {
      if (rest.length > 0) throw new TypeError(`portside erase ${eraseWord}`)
      await services.machine.erase({ confirmation })
      await commands.status?.run(services, context, [])
    },
  },
  settings: {
    summary: 'list settings; settings get, set, reset, export, import',
    takesArguments: true,
    run: settingsCommand,
  },
  doctor: {
    summary: 'whether this computer can run the engine; doctor fix <check> <fix> takes a way out',
    takesArguments: true,
    run: doctorCommand,
  },
  engine: {
    summary: 'engine info; engine config get, set, unset, validate, apply; engine certificates',
    takesArguments: true,
    run: engineCommand,
  },
  reclaim: {
    summary:
      'give back memory and disk that the engine does not need; --dry-run tells what else can go, ids remove it',
    takesArguments: true,
    run: reclaimCommand,
  },
  quit: { summary: 'stop the engine and end Portside', run: (services) => services.app.quit() },
  open: { summary: 'bring the window to the front', run: (services) => services.app.show() },
  ps: {
    summary: 'list containers',
    run: listContainers,
  },
  containers: {
    summary:
      'containers list, start, stop, restart, pause, unpause, kill, rename, remove, delete, trash, restore, details, logs, stats, limits, recreate, run',
    takesArguments: true,
    options: containersOptions,
    run: containersCommand,
  },
  images: {
    summary:
      'images list, pull, push, tag, untag, remove, prune, updates, update, save, load, import, export',
    takesArguments: true,
    run: imagesCommand,
  },
  builds: {
    summary: 'builds list, run <folder> name=<name> target=<stage> platform=<platform> <argument>=<value>',
    takesArguments: true,
    run: buildsCommand,
  },
  registries: {
    summary: 'registries list, login (password on standard input), logout, test, search, tags, limit',
    takesArguments: true,
    run: registriesCommand,
  },
  ports: {
    summary: 'who holds ports and what clashes; ports check, free <port>; ports fix applies a way out',
    takesArguments: true,
    run: portsCommand,
  },
  networks: {
    summary: 'networks list, create, inspect, remove, connect, disconnect, prune',
    takesArguments: true,
    run: networksCommand,
  },
  resources: {
    summary: 'what this computer, the machine and each container use right now',
    run: resourcesCommand,
  },
  warnings: {
    summary: 'what will hurt soon or just did; warnings list, apply, dismiss',
    takesArguments: true,
    run: warningsCommand,
  },
  activity: { summary: 'what was done lately, the newest first', run: activityCommand },
  compose: {
    summary:
      'compose ls, open, check, fix, config, logs, up, down, stop, start, restart, pull, build, watch, scale, forget',
    takesArguments: true,
    options: composeOptions,
    run: composeCommand,
  },
  volumes: {
    summary:
      'volumes list, create, inspect, files, remove, prune (only those without a name), save, restore, clone',
    takesArguments: true,
    run: volumesCommand,
  },
  update: {
    summary: 'newer versions of Portside: update check, download, install, back',
    takesArguments: true,
    run: updateCommand,
  },
  workspace: {
    summary: 'the team’s environment: workspace open, status, export, update, reset, leave, remove',
    takesArguments: true,
    launches: ([verb]) => verb === 'open',
    run: workspaceCommand,
  },
  wsl: {
    summary: 'on Windows: wsl install, update, limits, compact, distributions, integrate',
    takesArguments: true,
    run: wslCommand,
  },
}

export const helpText = [
  'Usage: portside <command> [--json]',
  '',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`),
].join('\n')

function wordsOf({ code, params, detail }: SerialisedError, language: Language = 'en'): string {
  const { title, explanation } = errorTexts[code][language]
  const words = `Notice   ${fillTemplate(title, params)} ${fillTemplate(explanation, params)}`
  return detail === undefined ? words : `${words}\n         ${detail}`
}

/** Resolves when the start was accepted: the machine has left its resting state. */
async function underWay(services: Contract): Promise<void> {
  for await (const { state } of services.machine.watchMachine())
    if (state !== 'absent' && state !== 'stopped' && state !== 'failed') return
}
