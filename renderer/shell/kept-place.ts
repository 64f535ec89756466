// Where the person was, kept over a page that opens itself anew: the section, what is open in it, the part of Welcome.
import { detailsTabs, settingsSections, tourWords, useUi, type Ui } from '../stores/ui'
import { useWorkspacesView } from '../workspaces/view-state'
import { isSection } from './sections'

const key = 'portside.page-place'

/** What was begun in a dialog is lost with it, so that none is among them. */
type Place = Partial<Omit<Ui, 'dialog'>> & { readonly workspace?: string }

export function keepPlace(): void {
  const { dialog: _begun, ...place } = useUi.getState()
  const { id: workspace } = useWorkspacesView.getState()
  sessionStorage.setItem(
    key,
    JSON.stringify({ ...place, workspace } satisfies { [K in keyof Place]: unknown }),
  )
}

/** Once: whoever opens the page anew by hand begins at Home. */
export function restorePlace(): void {
  const text = sessionStorage.getItem(key)
  if (text === null) return
  sessionStorage.removeItem(key)
  const { workspace, ...place } = known(text)
  useUi.setState(place)
  if (workspace !== undefined) useWorkspacesView.setState({ id: workspace })
}

/** The page may be that of a newer app by now, which has no such place any more. */
function known(text: string): Place {
  try {
    const kept = JSON.parse(text) as Place
    return isPlace(kept) ? kept : {}
  } catch {
    return {}
  }
}

const isPlace = ({ section = 'home', settings = 'general', details, welcome }: Place): boolean =>
  isSection(section) &&
  settingsSections.includes(settings) &&
  (details === undefined || detailsTabs.includes(details.tab)) &&
  (typeof welcome !== 'object' || welcome.word === undefined || tourWords.includes(welcome.word))
