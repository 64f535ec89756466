// Wasted space of one image: the search with its progress, and the files that were found.
import { Lightbulb } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ImageStep, WasteScan } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import type { Waste } from './use-waste'

export interface WasteSectionProps {
  readonly waste: Waste
  readonly steps: readonly ImageStep[]
}

export function WasteSection({ waste, steps }: WasteSectionProps): ReactNode {
  const t = useT()
  const { scan, error, begin, cancel } = waste
  return (
    <section className="image-section" aria-label={t('waste.title')}>
      <div className="image-section-head">
        <h3>{t('waste.title')}</h3>
        <span className="grow" />
        {scan?.state === 'reading' ? (
          <Button size="sm" onClick={cancel}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="sm" onClick={begin}>
            {scan === undefined ? t('waste.look') : t('waste.again')}
          </Button>
        )}
      </div>
      {error && <ErrorCard error={error} />}
      {scan === undefined && <p className="text-2 size-12">{t('waste.explain')}</p>}
      {scan?.state === 'reading' && <Reading scan={scan} />}
      {scan?.state === 'done' && <Found scan={scan} steps={steps} />}
    </section>
  )
}

function Reading({ scan }: { readonly scan: WasteScan }): ReactNode {
  const t = useT()
  const { readBytes, totalBytes } = scan
  const known = readBytes > 0 && totalBytes > 0
  return (
    <>
      <p className="text-2 size-12">
        {known
          ? t('waste.reading', {
              done: formatBytes(readBytes),
              total: formatBytes(Math.max(readBytes, totalBytes)),
            })
          : t('waste.preparing')}
      </p>
      <ProgressBar label={t('waste.progress')} share={known ? readBytes / totalBytes : undefined} />
    </>
  )
}

function Found({
  scan,
  steps,
}: {
  readonly scan: WasteScan
  readonly steps: readonly ImageStep[]
}): ReactNode {
  const t = useT()
  if (scan.wastedBytes === 0) {
    return (
      <p className="text-2 size-12" role="status">
        {t('waste.none')}
      </p>
    )
  }
  return (
    <div className="waste-found">
      <Lightbulb className="icon warn" />
      <div>
        <p role="status">
          <b>
            {t('waste.found', {
              size: formatBytes(scan.wastedBytes),
              count: scan.wastedFiles,
              total: formatBytes(scan.filesBytes),
            })}
          </b>{' '}
          {t('waste.hint')}
        </p>
        <ul aria-label={t('waste.largest')} tabIndex={0}>
          {scan.largest.map((file, index) => (
            <li key={index}>
              <span className="mono grow">{file.path}</span>
              <span className="no-wrap">{formatBytes(file.sizeBytes)}</span>
              <span className="text-2 truncate waste-fate">
                {t(`waste.${file.fate}`)}{' '}
                {file.laterStep !== undefined &&
                  t('waste.by', { instruction: steps[file.laterStep]?.instruction ?? '' })}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
