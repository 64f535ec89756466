// Every Korean text of the window, with the same keys and placeholders as the English ones.
import { ko as builds } from './builds/ko'
import { ko as catalogue } from './catalogue/ko'
import { ko as common } from './common/ko'
import { ko as containers } from './containers/ko'
import { ko as data } from './data/ko'
import { ko as details } from './details/ko'
import { ko as engine } from './engine/ko'
import { ko as engineConfig } from './engine-config/ko'
import { ko as imageDetails } from './image-details/ko'
import { ko as files } from './files/ko'
import { ko as home } from './home/ko'
import { ko as images } from './images/ko'
import { ko as networks } from './networks/ko'
import { ko as palette } from './palette/ko'
import { ko as ports } from './ports/ko'
import { ko as projects } from './projects/ko'
import { ko as pull } from './pull/ko'
import { ko as resources } from './resources/ko'
import { ko as registries } from './registries/ko'
import { ko as run } from './run/ko'
import { ko as settings } from './settings/ko'
import { ko as shell } from './shell/ko'
import { ko as terminal } from './terminal/ko'
import { ko as tray } from './tray/ko'
import { ko as updates } from './updates/ko'
import { ko as volumes } from './volumes/ko'
import { ko as workspaces } from './workspaces/ko'
import { ko as welcome } from './welcome/ko'
import { ko as why } from './why/ko'
import { ko as wsl } from './wsl/ko'
import type { Texts } from './texts'

export const ko: Texts = {
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
}
