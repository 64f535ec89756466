// For which shell commands are shown: that of this computer, until another is chosen.
import { create } from 'zustand'
import { appInfo } from '../stores/mirrors'
import type { ShownShell } from './quote'

const chosen = create<{ readonly shell?: ShownShell }>(() => ({}))

export function useShownShell(): [ShownShell, (shell: ShownShell) => void] {
  const platform = appInfo((state) => state.value?.platform)
  const shell = chosen((state) => state.shell)
  return [shell ?? usualOf(platform), (next) => chosen.setState({ shell: next })]
}

/** Also for what is copied without being shown. */
export const shownShell = (): ShownShell =>
  chosen.getState().shell ?? usualOf(appInfo.getState().value?.platform)

const usualOf = (platform: string | undefined): ShownShell =>
  platform === 'windows' ? 'powershell' : 'posix'
