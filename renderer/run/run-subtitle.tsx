// Below the name of an image in the form: whether it is here, and what there is to download otherwise.
import type { ReactNode } from 'react'
import { useDownloadSize } from '../images/download-size'
import { formatBytes, formatWhole } from '../i18n/format'
import { useT } from '../stores/preferences'
import type { RunForm } from './form'
import type { PullPlan } from './pull-plan'
import type { AskedDownload } from './use-download'

export interface RunSubtitleProps {
  /** A container is made again: its image does not change. */
  readonly again: boolean
  readonly name: string
  /** Of the image that is here, in bytes. */
  readonly sizeBytes: number | undefined
  readonly download: AskedDownload
  readonly plan: PullPlan
  readonly form: Pick<RunForm, 'also'>
}

export function RunSubtitle(props: RunSubtitleProps): ReactNode {
  const { again, name, sizeBytes, download, plan, form } = props
  const t = useT()
  const sizeOf = useDownloadSize()
  if (again) return t('rerun.subtitle')
  if (name === '') return t('run.subtitle')
  if (plan === 'absent') return t('run.notHereNever')
  if (sizeBytes !== undefined && plan === 'update')
    return t('run.hereAlways', { size: formatBytes(sizeBytes) })
  const platform = form.also.findLast((flag) => flag.name === 'platform')?.value ?? ''
  if (plan === 'other') return t('run.hereOther', { platform })
  if (sizeBytes !== undefined) return t('run.here', { size: formatBytes(sizeBytes) })
  if (download === undefined) return t('run.notHere')
  const { downloadBytes: bytes, aboutMs } = download === 'unknown' ? {} : download
  if (bytes === undefined) return t('run.notHereUnknown')
  const size = sizeOf(bytes)
  return aboutMs === undefined
    ? t('run.notHereSize', { size })
    : t('run.notHereAbout', { size, time: formatWhole(t, aboutMs) })
}
