// Files of a container, all or those below one place: folder by folder, carried out and in, small texts edited.
import { ArrowUp, RotateCw, Upload } from 'lucide-react'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { inVolume } from '../../preload/volume-path'
import { isAppError, isAbort } from '../../preload/errors'
import type { ContainerData, ContainerFile, FolderListing } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { reportError, say } from '../stores/toasts'
import { useUi } from '../stores/ui'
import { homeOf, type FileHome } from './file-home'
import { FileList } from './file-list'
import { FileText } from './file-text'
import { crumbsOf, joinPath, parentOf } from './paths'
import { ReplaceDialog } from './replace-dialog'
import { downloadFile, uploadFile } from './transfer'

export interface FilesPaneProps {
  /** The container. */
  readonly id: string
  /** What is shown as the root. */
  readonly place?: string
}

export function FilesPane({ id, place = '/' }: FilesPaneProps): ReactNode {
  const [folder, setFolder] = useState('/')
  const [file, setFile] = useState<string>()
  const state = useContainer(id)?.state
  const ask = useCallback<Question<FolderListing>>(
    ({ containerFiles }, signal) =>
      containerFiles.list({ containerId: id, path: inVolume(place, folder), signal }),
    [id, place, folder],
  )
  const answer = useAnswer(ask, state)
  const homes = useHomes(id, place, answer.value)
  const transfers = useTransfers(id, inVolume(place, folder), answer.refresh)
  const download = (path: string): void => transfers.download(inVolume(place, path))
  if (file !== undefined) {
    const close = (): void => {
      setFile(undefined)
      answer.refresh()
    }
    const at = { path: inVolume(place, file), shown: file }
    return <FileText containerId={id} {...at} onClose={close} onDownload={() => download(file)} />
  }
  const open = ({ name, kind }: ContainerFile): void => {
    const path = joinPath(folder, name)
    if (kind === 'folder' || kind === 'link') setFolder(path)
    else if (kind === 'file') setFile(path)
  }
  return (
    <>
      <Places folder={folder} onFolder={setFolder} onRefresh={answer.refresh} transfers={transfers} />
      <Answered answer={answer}>
        {(listing) => (
          <Listing key={folder} {...{ listing, folder, homes }} onOpen={open} onDownload={download} />
        )}
      </Answered>
      {transfers.asking && (
        <ReplaceDialog
          name={transfers.asking.name}
          onKeep={() => transfers.answer(false)}
          onReplace={() => transfers.answer(true)}
        />
      )}
    </>
  )
}

type Homes = ((path: string) => FileHome | undefined) | undefined

/** Asked for where there is room to show it; again with the listing. What is on a volume is in one place. */
function useHomes(id: string, place: string, listing: FolderListing | undefined): Homes {
  const wide = useUi((state) => state.wideDetails)
  const shown = wide && place === '/'
  const ask = useCallback<Question<ContainerData | undefined>>(
    async ({ containers }, signal) => (shown ? containers.getData({ id, signal }) : undefined),
    [id, shown],
  )
  const { value } = useAnswer(ask, listing)
  return shown ? (path) => value && homeOf(path, value) : undefined
}

interface ListingProps {
  readonly homes: Homes
  readonly listing: FolderListing
  readonly folder: string
  readonly onOpen: (file: ContainerFile) => void
  readonly onDownload: (path: string) => void
}

function Listing({ listing, folder, homes, onOpen, onDownload }: ListingProps): ReactNode {
  const t = useT()
  if (listing.files.length === 0) return <Empty title={t('files.empty')} text="" />
  return (
    <>
      {!listing.complete && <p className="pane-pad help warn">{t('files.incomplete')}</p>}
      <FileList files={listing.files} homeOf={homes} {...{ folder, onOpen, onDownload }} />
    </>
  )
}

interface PlacesProps {
  readonly folder: string
  readonly onFolder: (folder: string) => void
  readonly onRefresh: () => void
  readonly transfers: Transfers
}

function Places({ folder, onFolder, onRefresh, transfers }: PlacesProps): ReactNode {
  const t = useT()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className="pane-tools file-places">
      <IconButton label={t('files.up')} disabled={folder === '/'} onClick={() => onFolder(parentOf(folder))}>
        <ArrowUp className="icon icon-14" />
      </IconButton>
      <nav className="crumbs mono grow" aria-label={t('files.place')}>
        <button type="button" onClick={() => onFolder('/')} aria-label={t('files.root')}>
          /
        </button>
        {crumbsOf(folder).map(({ name, path }) => (
          <button
            key={path}
            type="button"
            aria-current={path === folder ? 'location' : undefined}
            onClick={() => onFolder(path)}
          >
            {legible(name)}
          </button>
        ))}
      </nav>
      <IconButton label={t('changes.refresh')} onClick={onRefresh}>
        <RotateCw className="icon icon-14" />
      </IconButton>
      <Button
        size="sm"
        busy={transfers.busy}
        disabled={transfers.busy}
        onClick={() => picker.current?.click()}
      >
        <Upload className="icon icon-14" />
        {transfers.busy ? t('files.busy') : t('files.upload')}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('files.upload')}
        onChange={(event) => {
          transfers.upload([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}

interface Transfers {
  readonly busy: boolean
  /** File that is there already, while it is asked about. */
  readonly asking: File | undefined
  answer(replace: boolean): void
  download(path: string): void
  upload(files: readonly File[]): void
}

/** Ends what is under way when the pane is left. */
function useTransfers(containerId: string, folder: string, refresh: () => void): Transfers {
  const [running, setRunning] = useState(0)
  const [question, setQuestion] = useState<{ readonly file: File; readonly answer: (yes: boolean) => void }>()
  const abort = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    abort.current = controller
    return () => controller.abort()
  }, [])
  const track = (work: (signal: AbortSignal) => Promise<void>): void => {
    const signal = abort.current?.signal
    if (!signal) return
    setRunning((count) => count + 1)
    work(signal)
      .catch((error: unknown) => {
        if (!signal.aborted && !isAbort(error)) reportError(error)
      })
      .finally(() => setRunning((count) => count - 1))
  }
  const put = async (file: File, signal: AbortSignal): Promise<boolean> => {
    const options = { containerId, folder, file, signal }
    try {
      await uploadFile({ ...options, replace: false })
      return true
    } catch (error) {
      if (!isAppError(error, 'file.exists')) throw error
    }
    const replace = await new Promise<boolean>((answer) => setQuestion({ file, answer }))
    setQuestion(undefined)
    if (replace) await uploadFile({ ...options, replace })
    return replace
  }
  return {
    busy: running > 0,
    asking: question?.file,
    answer: (replace) => question?.answer(replace),
    download: (path) => track((signal) => downloadFile(containerId, path, signal)),
    upload: (files) =>
      track(async (signal) => {
        let count = 0
        for (const file of files) if (await put(file, signal)) count += 1
        refresh()
        if (count > 0) say('files.uploaded', { count })
      }),
  }
}
