// What each method of the contract accepts. A service or a method without an entry does not compile.
import type { z } from 'zod'
import type { ServiceName } from '../../preload/contract'
import { activity } from './validators/activity'
import { app } from './validators/app'
import { machine } from './validators/machine'
import { engine } from './validators/engine'
import { files } from './validators/files'
import { builds } from './validators/builds'
import { compose } from './validators/compose'
import { containers } from './validators/containers'
import { images } from './validators/images'
import { volumes } from './validators/volumes'
import { networks } from './validators/networks'
import { ports } from './validators/ports'
import { resources } from './validators/resources'
import { readiness } from './validators/readiness'
import { registries } from './validators/registries'
import { settings } from './validators/settings'
import { workspaces } from './validators/workspaces'
import { wsl } from './validators/wsl'
import { containerFiles } from './validators/container-files'
import { terminals } from './validators/terminals'
import { updates } from './validators/updates'
import type { ServiceValidators } from './validators/shared'

const complete = {
  activity,
  app,
  machine,
  engine,
  files,
  builds,
  compose,
  containers,
  images,
  volumes,
  networks,
  ports,
  readiness,
  registries,
  settings,
  workspaces,
  wsl,
  resources,
  containerFiles,
  terminals,
  updates,
} satisfies {
  readonly [S in ServiceName]: ServiceValidators<S>
}

export const validators: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = complete
