// Files of a container, all or those below one place: a tree, one file looked at beside it, carried out and in, edited.
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react'
import { isAppError } from '../../preload/errors'
import type { ContainerData, ContainerFile, FolderListing } from '../../preload/model'
import { inVolume } from '../../preload/volume-path'
import { Switch } from '../components/choices'
import { Answered } from '../details/answered'
import { useAnswer, type Answer, type Question } from '../details/use-answer'
import { noteData } from '../details/use-risk'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { useUi, type Ui } from '../stores/ui'
import { askForPane } from '../stores/unsaved'
import { holdsChange, homeOf } from './file-home'
import { FilePlaces } from './file-places'
import { FilePreview } from './file-preview'
import { FileTree } from './file-tree'
import { ReplaceDialog } from './replace-dialog'
import { useTransfers } from './use-transfers'
import { useWork } from './use-work'

export interface FilesPaneProps {
  /** The container. */
  readonly id: string
  /** What is shown as the root. */
  readonly place?: string
  /** Whether a window like this still has the pane. */
  readonly shownIn: (ui: Ui) => boolean
}

interface Shown {
  readonly folder: string
  readonly listing: FolderListing
}

interface Chosen {
  readonly path: string
  /** Epoch ms, as the list said. */
  readonly modifiedAt: number | undefined
}

export function FilesPane({ id, place = '/', shownIn }: FilesPaneProps): ReactNode {
  const pane = useId()
  const [folder, setFolder] = useState('/')
  const [chosen, setChosen] = useState<Chosen>()
  const [onlyChanged, setOnlyChanged] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const answer = useFolder(id, place, folder)
  const { isAsked, data } = useHomes(id, place, answer.value)
  const transfers = useTransfers(id, inVolume(place, folder), answer.refresh)
  const focusNext = useFocus(frame, chosen?.path, answer.value?.folder)
  const isShown = useMemo(
    () => (data && onlyChanged ? (path: string) => holdsChange(path, data) : undefined),
    [data, onlyChanged],
  )
  const choose = (next: Chosen | undefined): void => askForPane(pane, () => setChosen(next))
  const enter = (path: string): void => {
    focusNext()
    setFolder(path)
  }
  const open = useOpen({ id, place, enter, choose })
  const download = (path: string): void => transfers.download(inVolume(place, path))
  return (
    <div className="file-frame" ref={frame}>
      <div
        className={`file-split ${chosen ? 'has-preview' : ''}`.trimEnd()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !chosen) return
          // The file first; the next one closes what it is in.
          event.preventDefault()
          choose(undefined)
        }}
      >
        <div className="file-side">
          <FilePlaces folder={folder} onFolder={setFolder} onRefresh={answer.refresh} transfers={transfers}>
            {data && <OnlyChanged data={data} checked={onlyChanged} onChange={setOnlyChanged} />}
          </FilePlaces>
          <Answered answer={answer}>
            {(shown) => (
              <FileTree
                key={shown.folder}
                {...{ containerId: id, place, ...shown, isShown }}
                chosen={chosen?.path}
                homeOf={isAsked ? (path) => data && homeOf(path, data) : undefined}
                onOpen={open}
                onDownload={download}
              />
            )}
          </Answered>
        </div>
        {chosen && (
          <FilePreview
            key={chosen.path}
            {...{ containerId: id, path: inVolume(place, chosen.path), shown: chosen.path }}
            home={data && homeOf(chosen.path, data)}
            modifiedAt={chosen.modifiedAt}
            turn={answer.value}
            pane={pane}
            shownIn={shownIn}
            onSaved={answer.refresh}
            onClose={() => choose(undefined)}
            onDownload={() => download(chosen.path)}
          />
        )}
      </div>
      {transfers.asking && (
        <ReplaceDialog
          name={transfers.asking.name}
          onKeep={() => transfers.answer(false)}
          onReplace={() => transfers.answer(true)}
        />
      )}
    </div>
  )
}

/** The folder comes with its answer: until then the one before is shown, under its own name. */
function useFolder(id: string, place: string, folder: string): Answer<Shown> {
  const state = useContainer(id)?.state
  const ask = useCallback<Question<Shown>>(
    async ({ containerFiles }, signal) => ({
      folder,
      listing: await containerFiles.list({ containerId: id, path: inVolume(place, folder), signal }),
    }),
    [id, place, folder],
  )
  return useAnswer(ask, state)
}

interface Homes {
  /** Where there is room to show it. */
  readonly isAsked: boolean
  readonly data: ContainerData | undefined
}

/** Asked again with the listing. What is on a volume is in one place. */
function useHomes(id: string, place: string, shown: Shown | undefined): Homes {
  const isAsked = useUi((state) => state.wideDetails) && place === '/'
  const ask = useCallback<Question<ContainerData | undefined>>(
    async ({ containers }, signal) => {
      if (!isAsked) return undefined
      const data = await containers.getData({ id, signal })
      noteData(id, data)
      return data
    },
    [id, isAsked],
  )
  const { value } = useAnswer(ask, shown)
  return { isAsked, data: isAsked ? value : undefined }
}

interface OpenOptions {
  readonly id: string
  readonly place: string
  readonly enter: (path: string) => void
  readonly choose: (file: Chosen) => void
}

/** Where a link leads is known by going there. */
function useOpen({ id, place, enter, choose }: OpenOptions): (path: string, file: ContainerFile) => void {
  const start = useWork()
  const follow = (path: string): Promise<void> =>
    start(async (signal) => {
      try {
        await contract().containerFiles.list({ containerId: id, path: inVolume(place, path), signal })
        enter(path)
      } catch (error) {
        if (!isAppError(error, 'file.not-a-folder')) throw error
        choose({ path, modifiedAt: undefined })
      }
    })
  return (path, { kind, modifiedAt }) => {
    if (kind === 'folder') enter(path)
    else if (kind === 'file') choose({ path, modifiedAt })
    else void follow(path)
  }
}

/**
 * Where the file takes the place of the tree, the focus goes with it, and comes back to the row. What it answers with
 * has the focus go to the first row of the folder that is shown next.
 */
function useFocus(
  frame: RefObject<HTMLElement | null>,
  chosen: string | undefined,
  folder: string | undefined,
): () => void {
  const before = useRef(chosen)
  const isNext = useRef(false)
  useEffect(() => {
    const was = before.current
    before.current = chosen
    if (was === chosen) return
    const element = frame.current
    if (chosen === undefined) element?.querySelector<HTMLElement>('.file-side .is-cursor')?.focus()
    else if (element?.querySelector<HTMLElement>('.file-side')?.offsetParent === null)
      element.querySelector<HTMLElement>('.file-back')?.focus()
  }, [frame, chosen])
  useEffect(() => {
    if (!isNext.current) return
    isNext.current = false
    frame.current?.querySelector<HTMLElement>('.file-side [data-row="0"]')?.focus()
  }, [frame, folder])
  return useCallback(() => {
    isNext.current = true
  }, [])
}

interface OnlyChangedProps {
  readonly data: ContainerData
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Off where not all changes are known: what is left out then would be said to be unchanged. */
function OnlyChanged({ data, checked, onChange }: OnlyChangedProps): ReactNode {
  const t = useT()
  if (!data.complete) return <span className="help">{t('data.more')}</span>
  return <Switch label={t('files.onlyChanged')} checked={checked} onChange={onChange} />
}
