// What is asked of a project as Compose made it: its environment, commands, volumes and ports.
import type { ComposeJson, ServiceJson } from '../base/compose-json'

/** Values as Compose hands them on; a variable without one is taken from the outside and has none here. */
export const environmentOf = ({ environment = {} }: ServiceJson): ReadonlyMap<string, string> =>
  new Map(Object.entries(environment).map(([name, value]) => [name, value === null ? '' : String(value)]))

export const commandOf = ({ command = '' }: ServiceJson): string =>
  typeof command === 'string' ? command : command.join(' ')

/** How many containers a service is to have: none where the team has it at zero. */
export const containersOf = ({ scale, deploy }: ServiceJson): number => scale ?? deploy?.replicas ?? 1

/**
 * Real names of the project's own volumes by their names in the file. Compose has put the name of the file's own
 * project before them, which is another one where two workspaces of one name are on this computer.
 */
export const ownVolumes = (config: ComposeJson, project: string): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(config.volumes ?? {})
      .filter(([, entry]) => entry?.external !== true)
      .map(([key, entry]) => {
        const isDefault = entry?.name === undefined || entry.name === `${config.name}_${key}`
        return [key, isDefault ? `${project}_${key}` : (entry?.name ?? '')]
      }),
  )

/** Real names of all volumes, those that other projects may use as well included. */
export const allVolumes = (config: ComposeJson, project: string): ReadonlyMap<string, string> =>
  new Map([
    ...ownVolumes(config, project),
    ...Object.entries(config.volumes ?? {})
      .filter(([, entry]) => entry?.external === true)
      .map(([key, entry]): [string, string] => [key, entry?.name ?? key]),
  ])
