// The commands by name: each calls the contract and prints text for people or JSON for programs.
import type { Contract } from '../../preload/contract'
import { eraseWord } from '../../preload/erase-word'
import type { SerialisedError } from '../../preload/errors'
import type { AppStatus, Language } from '../../preload/model'
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
import { UsageError, usageOf } from './usage'
import { workspaceCommand } from './workspace-command'
import { activityCommand, warningsCommand } from './warnings-command'
import { wslCommand } from './wsl-command'
import { errorWords, stateWord } from './state-words'
import { formatColumns } from './table'
import { wordsIn } from './texts'

export const commands: Readonly<Record<string, Command>> = {
  status: {
    run: async (services, context) => {
      const status = await services.app.getStatus()
      if (context.json) return context.print(toJson(status))
      const { machine, engine, window } = status
      const { language } = context
      const { say } = wordsIn(language)
      const rows = [
        [say('labelMachine'), machineText(machine, language)],
        [
          say('labelEngine'),
          `${stateWord(language, engine.state)}${engine.version ? `, Docker ${engine.version}` : ''}`,
        ],
        ...(engine.endpoint ? [[say('labelEndpoint'), engine.endpoint]] : []),
        ...(window.url ? [[say('labelWindow'), window.url]] : []),
        ...(machine.failure ? [[say('labelFailure'), errorWords(machine.failure, language)]] : []),
      ]
      context.print(formatColumns(rows, ' '))
      for (const notice of machine.notices ?? []) context.print(noticeText(notice, language))
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

/** Of all commands, or of the one that is named where it takes more than its name. */
export const helpText = (language: Language, name?: string): string => {
  const own = name !== undefined && Object.hasOwn(commands, name) ? usageOf(name, language) : undefined
  if (own !== undefined) return own
  const { usage, summaries } = helpTexts[language]
  const lines = Object.keys(commands).map((name) => `  ${name.padEnd(11)} ${summaries[name] ?? ''}`)
  return [usage, '', ...lines].join('\n')
}

/** An engine that runs elsewhere has no driver. */
function machineText({ state, driver }: AppStatus['machine'], language: Language = 'en'): string {
  const word = stateWord(language, state)
  return driver === 'none' ? word : `${word} (${driver})`
}

function noticeText(notice: SerialisedError, language: Language = 'en'): string {
  const words = `${wordsIn(language).say('labelNotice').padEnd(8)} ${errorWords(notice, language)}`
  return notice.detail === undefined ? words : `${words}\n         ${notice.detail}`
}

/** Resolves when the start was accepted: the machine has left its resting state. */
async function underWay(services: Contract): Promise<void> {
  for await (const { state } of services.machine.watchMachine())
    if (state !== 'absent' && state !== 'stopped' && state !== 'failed') return
}
