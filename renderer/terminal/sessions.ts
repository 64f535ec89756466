// The terminals that are open, by container: they outlive their tab while somebody uses them.
import { create } from 'zustand'
import { containers, settings } from '../stores/mirrors'
import { changeSettings, currentT } from '../stores/preferences'
import { chosenUser, imageOf } from './chosen-user'
import { TerminalSession } from './session'

export interface Tab {
  readonly key: number
  readonly session: TerminalSession
}

export interface Tabs {
  readonly tabs: readonly Tab[]
  readonly shown: number | undefined
}

const none: Tabs = { tabs: [], shown: undefined }

const useSessions = create<{ readonly byContainer: ReadonlyMap<string, Tabs> }>(() => ({
  byContainer: new Map(),
}))

let lastKey = 0

const tabsOf = (id: string): Tabs => useSessions.getState().byContainer.get(id) ?? none

function setTabs(id: string, change: (tabs: Tabs) => Tabs): void {
  useSessions.setState(({ byContainer }) => {
    const next = new Map(byContainer)
    const tabs = change(byContainer.get(id) ?? none)
    if (tabs.tabs.length === 0) next.delete(id)
    else next.set(id, tabs)
    return { byContainer: next }
  })
}

export const useTabs = (id: string): Tabs => useSessions((state) => state.byContainer.get(id) ?? none)

/** Kept for the image, so that it outlives a container that is made again. At most so many; the oldest is forgotten. */
const mostImages = 200

/** A terminal of a person's choice: as the container's own user, or as root. Once it is there, visits begin with it. */
export function chooseTab(id: string, asRoot: boolean): void {
  const { store } = addTab(id, asRoot ? 'root' : undefined)
  const stop = store.subscribe(({ phase }) => {
    if (phase === 'opening') return
    stop()
    if (phase === 'open') remember(id, asRoot)
  })
}

function remember(id: string, asRoot: boolean): void {
  const image = imageOf(id)
  const known = settings.getState().value?.rootTerminals ?? []
  if (image === undefined || known.includes(image) === asRoot) return
  const others = known.filter((one) => one !== image)
  changeSettings({ rootTerminals: asRoot ? [...others, image].slice(-mostImages) : others })
}

/** The first terminal of a visit, as it was chosen last. */
export const openTab = (id: string): void => void addTab(id, chosenUser(id))

/** `user` is the container's own unless told. */
function addTab(id: string, user?: string): TerminalSession {
  lastKey += 1
  const container = containers.use.getState().items.get(id)
  const session = new TerminalSession({
    containerId: id,
    startedAt: container?.startedAt,
    label: currentT()('terminal.label', { name: container?.name ?? '' }),
    ...(user === undefined ? {} : { user }),
  })
  const key = lastKey
  setTabs(id, ({ tabs }) => ({ tabs: [...tabs, { key, session }], shown: key }))
  return session
}

export const showTab = (id: string, key: number): void => setTabs(id, (tabs) => ({ ...tabs, shown: key }))

export function closeTab(id: string, key: number): void {
  const { tabs } = tabsOf(id)
  const at = tabs.findIndex((tab) => tab.key === key)
  tabs[at]?.session.close()
  const rest = tabs.filter((tab) => tab.key !== key)
  setTabs(id, ({ shown }) => ({
    tabs: rest,
    shown: shown === key ? rest[Math.min(at, rest.length - 1)]?.key : shown,
  }))
}

/** The tab of the details was left: shells in which nobody typed anything would only hold a connection. */
export function leaveTabs(id: string): void {
  for (const { key, session } of tabsOf(id).tabs) if (!session.used) closeTab(id, key)
}

/** A container that is gone takes its terminals along. */
containers.use.subscribe(({ items, loaded }) => {
  if (!loaded) return
  for (const [id, { tabs }] of useSessions.getState().byContainer)
    if (!items.has(id)) for (const { key } of tabs) closeTab(id, key)
})
