// Every English text of the window. `{name}` is filled in; `one`/`other` follow `{count}`.
import { en as builds } from './builds/en'
import { en as catalogue } from './catalogue/en'
import { en as common } from './common/en'
import { en as containers } from './containers/en'
import { en as data } from './data/en'
import { en as details } from './details/en'
import { en as engine } from './engine/en'
import { en as engineConfig } from './engine-config/en'
import { en as imageDetails } from './image-details/en'
import { en as files } from './files/en'
import { en as home } from './home/en'
import { en as images } from './images/en'
import { en as networks } from './networks/en'
import { en as palette } from './palette/en'
import { en as ports } from './ports/en'
import { en as projects } from './projects/en'
import { en as pull } from './pull/en'
import { en as resources } from './resources/en'
import { en as registries } from './registries/en'
import { en as run } from './run/en'
import { en as settings } from './settings/en'
import { en as shell } from './shell/en'
import { en as terminal } from './terminal/en'
import { en as tray } from './tray/en'
import { en as updates } from './updates/en'
import { en as volumes } from './volumes/en'
import { en as workspaces } from './workspaces/en'
import { en as welcome } from './welcome/en'
import { en as why } from './why/en'
import { en as wsl } from './wsl/en'

export const en = {
  ...builds,
  ...catalogue,
  ...common,
  ...containers,
  ...data,
  ...details,
  ...engine,
  ...engineConfig,
  ...imageDetails,
  ...files,
  ...home,
  ...images,
  ...networks,
  ...palette,
  ...ports,
  ...projects,
  ...pull,
  ...resources,
  ...registries,
  ...run,
  ...settings,
  ...shell,
  ...terminal,
  ...tray,
  ...updates,
  ...volumes,
  ...workspaces,
  ...welcome,
  ...why,
  ...wsl,
} as const
