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
import { helpTexts } from './help-texts'
import { imagesCommand } from './images-command'
import { networksCommand, volumesCommand } from './owned-command'
import { portsCommand } from './ports-command'
import { reclaimCommand } from './reclaim-command'
import { registriesCommand } from './registries-command'
import { resourcesCommand } from './resources-command'
import { settingsCommand } from './settings-command'
import { updateCommand } from './update-command'
import { UsageError } from './usage'
import { workspaceCommand } from './workspace-command'
import { activityCommand, warningsCommand } from './warnings-command'
import { wslCommand } from './wsl-command'

export const commands: Readonly<Record<string, Command>> = {
  status: {
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
      if ((machine.notices ?? []).length > 0) await services.machine.seeNotices()
    },
  },
  version: {
    run: async (services, context) => {
      const info = await services.app.getInfo()
      context.print(context.json ? toJson(info) : `Portside ${info.version}`)
    },
  },
  start: {
    launches: () => true,
    run: async (services, context) => {
      const started = services.machine.start()
      if (context.wait) await started
      else await Promise.race([started, underWay(services)])
      await commands.status?.run(services, context, [])
    },
  },
  stop: {
    run: async (services, context) => {
      await services.machine.stop()
      await commands.status?.run(services, context, [])
    },
  },
  save: {
    run: async (services, context) => {
      await services.machine.save()
      await commands.status?.run(services, context, [])
    },
  },
  pause: {
    run: async (services, context) => {
      await services.machine.pause()
      await commands.status?.run(services, context, [])
    },
  },
  resume: {
    run: async (services, context) => {
      await services.machine.resume()
      await commands.status?.run(services, context, [])
    },
  },
  console: {
    run: async (services, context) => {
      const text = await services.machine.getConsole()
      context.print(context.json ? toJson({ text }) : text)
    },
  },
  restart: {
    run: async (services, context) => {
      await services.machine.restart()
      await commands.status?.run(services, context, [])
    },
  },
  repair: {
    run: async (services, context) => {
      await services.machine.repair()
      await commands.status?.run(services, context, [])
    },
  },
  erase: {
    takesArguments: true,
    run: async (services, context, [confirmation = '', ...rest]) => {
      if (rest.length > 0) throw new UsageError('erase', { word: eraseWord })
      await services.machine.erase({ confirmation })
      await commands.status?.run(services, context, [])
    },
  },
  settings: {
    takesArguments: true,
    run: settingsCommand,
  },
  doctor: {
    takesArguments: true,
    run: doctorCommand,
  },
  engine: {
    takesArguments: true,
    run: engineCommand,
  },
  reclaim: {
    takesArguments: true,
    run: reclaimCommand,
  },
  quit: { run: (services) => services.app.quit() },
  open: { run: (services) => services.app.show() },
  ps: {
    run: listContainers,
  },
  containers: {
    takesArguments: true,
    ownWordsAfter: 'run',
    options: containersOptions,
    run: containersCommand,
  },
  images: {
    takesArguments: true,
    run: imagesCommand,
  },
  builds: {
    takesArguments: true,
    run: buildsCommand,
  },
  registries: {
    takesArguments: true,
    run: registriesCommand,
  },
  ports: {
    takesArguments: true,
    run: portsCommand,
  },
  networks: {
    takesArguments: true,
    run: networksCommand,
  },
  resources: {
    run: resourcesCommand,
  },
  warnings: {
    takesArguments: true,
    run: warningsCommand,
  },
  activity: { run: activityCommand },
  compose: {
    takesArguments: true,
    options: composeOptions,
    run: composeCommand,
  },
  volumes: {
    takesArguments: true,
    run: volumesCommand,
  },
  update: {
    takesArguments: true,
    run: updateCommand,
  },
  workspace: {
    takesArguments: true,
    launches: ([verb]) => verb === 'open',
    run: workspaceCommand,
  },
  wsl: {
    takesArguments: true,
    run: wslCommand,
  },
}

export const helpText = (language: Language): string => {
  const { usage, summaries } = helpTexts[language]
  const lines = Object.keys(commands).map((name) => `  ${name.padEnd(11)} ${summaries[name] ?? ''}`)
  return [usage, '', ...lines].join('\n')
}

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
