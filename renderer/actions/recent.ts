// The actions that were used last, kept with the settings so that they outlive the window.
import { settings } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'
import type { Action } from './action'

const kept = 12

export const recentActions = (): readonly string[] => settings.getState().value?.recentActions ?? []

export function runAction(action: Action): void {
  const before = recentActions()
  if (before[0] !== action.id && action.id !== 'palette')
    changeSettings({ recentActions: [action.id, ...before.filter((id) => id !== action.id)].slice(0, kept) })
  action.run()
}
