// Does what menus, the tray, links and opened files ask of the window.
import type { DesktopRequest } from '../../preload/model'
import { appAction } from '../actions/app-actions'
import { runAction } from '../actions/recent'
import { chooseFix } from '../ports/fix'
import { conflicts, containers, engine } from '../stores/mirrors'
import { currentT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportTold, say } from '../stores/toasts'
import {
  detailsTabs,
  openDetails,
  openDialog,
  openProject,
  openProjectLogs,
  settingsSections,
  showSection,
  showSettings,
  type DetailsTab,
  type SettingsSection,
} from '../stores/ui'
import { act, showReview, showWorkspace } from '../workspaces/view-state'
import { isSection } from './sections'

export function takeRequest(request: DesktopRequest): void {
  switch (request.kind) {
    case 'section':
      // Without a name it only brings the window to the front.
      if (isSection(request.section)) showSection(request.section)
      else if (request.section !== '') say('requests.unknown', { name: request.section })
      return
    case 'settings':
      if (request.part !== undefined && isSettingsSection(request.part)) showSettings(request.part)
      else showSection('settings')
      return
    case 'container':
      return showContainer(request.name, request.tab)
    case 'project-logs':
      showSection('containers')
      return openProjectLogs(request.project)
    case 'run':
      return openDialog({ kind: 'run', ...(request.image === undefined ? {} : { image: request.image }) })
    case 'action': {
      const action = appAction(request.id)
      if (action && action.refusal?.(currentT()) === undefined) runAction(action)
      return
    }
    case 'fix':
      return askFix(request.conflictId, request.fixId)
    case 'workspace-link':
      return openDialog({ kind: 'workspace-link', link: request.link })
    case 'workspace':
      showSection('workspaces')
      return showWorkspace(request.id)
    case 'path':
      return openPath(request)
    case 'error':
      return reportTold(request.error)
  }
}

const isSettingsSection = (name: string): name is SettingsSection =>
  (settingsSections as readonly string[]).includes(name)

const isTab = (name: string): name is DetailsTab => (detailsTabs as readonly string[]).includes(name)

/** Ends the wait for a container that was asked for before anything was known of containers. */
let stopWaiting = (): void => {}
/** The list comes a moment after the news that the engine is there. In ms. */
const listFollowsMs = 1_000

function showContainer(name: string, tab: string | undefined): void {
  stopWaiting()
  const open = (): boolean => {
    const found = [...containers.use.getState().items.values()].find(
      (one) => one.name === name || one.id === name || (name.length >= 12 && one.id.startsWith(name)),
    )
    if (!found) return false
    showSection('containers')
    openDetails(found.id, ...(tab !== undefined && isTab(tab) ? [tab] : []))
    return true
  }
  const known = (): boolean =>
    containers.use.getState().loaded && engine.getState().value?.state === 'connected'
  if (open()) return
  if (known()) return say('requests.noContainer', { name })
  // A link can start the app, and then comes before the engine.
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    if (open()) return stopWaiting()
    if (!known() || timer !== undefined) return
    timer = setTimeout(() => {
      stopWaiting()
      say('requests.noContainer', { name })
    }, listFollowsMs)
  }
  const subscribed = [containers.use.subscribe(look), engine.subscribe(look)]
  stopWaiting = () => {
    clearTimeout(timer)
    for (const stop of subscribed) stop()
    stopWaiting = () => {}
  }
}

/** What it means is shown first, where the fix asks at all. */
function askFix(conflictId: string, fixId: string): void {
  const conflict = conflicts.use.getState().items.get(conflictId)
  const fix = conflict?.fixes.find((one) => one.id === fixId)
  showSection('ports')
  if (conflict && fix) chooseFix(conflict, fix)
}

/** A folder without a compose file is looked at for what can be built in it. */
function openPath({ path, what }: Extract<DesktopRequest, { kind: 'path' }>): void {
  if (what === 'folder') return openDialog({ kind: 'build', folder: path })
  if (what === 'compose')
    return act(async () => openProject((await contract().compose.open({ path, careful: true })).projectId))
  if (what === 'workspace')
    return act(async () => {
      showReview(await contract().workspaces.review({ path }))
      showSection('workspaces')
    })
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  openDialog({
    kind: 'build',
    folder: path.slice(0, at) || path.slice(0, at + 1),
    dockerfile: path.slice(at + 1),
  })
}
