// One table of all error codes: number, words in English and Korean, and the button that helps.
import { buildErrors } from './build'
import { composeErrors } from './compose'
import { composeProjectErrors } from './compose-projects'
import { containerErrors } from './container'
import { engineErrors } from './engine'
import type { ErrorText } from './error-text'
import { filesErrors } from './files'
import { containerFileErrors } from './container-file'
import { hostErrors } from './host'
import { imageErrors } from './image'
import { internalErrors } from './internal'
import { machineErrors } from './machine'
import { machineStateErrors } from './machine-state'
import { networkErrors } from './network'
import { portErrors } from './port'
import { readinessErrors } from './readiness'
import { registryErrors } from './registry'
import { resourcesErrors } from './resources'
import { settingsErrors } from './settings'
import { updateErrors } from './update'
import { volumeErrors } from './volume'
import { workspaceErrors } from './workspace'
import { workspaceExportErrors } from './workspace-export'
import { workspaceFileErrors } from './workspace-files'
import { workspaceSecretErrors } from './workspace-secrets'
import { wslErrors } from './wsl'

const families = {
  ...hostErrors,
  ...machineErrors,
  ...machineStateErrors,
  ...wslErrors,
  ...engineErrors,
  ...buildErrors,
  ...composeErrors,
  ...composeProjectErrors,
  ...containerErrors,
  ...containerFileErrors,
  ...imageErrors,
  ...portErrors,
  ...readinessErrors,
  ...resourcesErrors,
  ...settingsErrors,
  ...updateErrors,
  ...volumeErrors,
  ...networkErrors,
  ...filesErrors,
  ...registryErrors,
  ...workspaceErrors,
  ...workspaceExportErrors,
  ...workspaceFileErrors,
  ...workspaceSecretErrors,
  ...internalErrors,
}

export type ErrorCode = keyof typeof families

export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = families
