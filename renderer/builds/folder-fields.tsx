// Which folder and Dockerfile a build is of, what stands in the way, and what may be meant instead.
import { useCallback, useRef, type ReactNode } from 'react'
import type { SerialisedError } from '../../preload/errors'
import type { BuildPlan } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { FolderButton } from '../components/folder-button'
import { TextField } from '../components/text-field'
import { useAnswer, type Question } from '../details/use-answer'
import { useT } from '../stores/preferences'
import { examplePath } from '../shell/system'
import { NoDockerfile } from './no-dockerfile'

/** As typed. */
export interface FolderChoice {
  readonly folder: string
  readonly dockerfile: string
}

const problems = {
  missing: 'builds.noDockerfile',
  folder: 'builds.dockerfileIsFolder',
  unreadable: 'builds.dockerfileUnreadable',
} as const

/** Somebody gave the path of the Dockerfile itself, or of any other file beside it. */
function folderOf({ params }: SerialisedError): Partial<FolderChoice> {
  const name = String(params?.name)
  return { folder: String(params?.parent), ...(/dockerfile/i.test(name) ? { dockerfile: name } : {}) }
}

export interface Planned {
  readonly plan: BuildPlan | undefined
  readonly error: SerialisedError | undefined
  refresh(): void
}

/** What was found out about another folder tells nothing about this one. */
export function usePlan(folder: string, dockerfile: string): Planned {
  const ask = useCallback<Question<{ readonly of: readonly string[]; readonly plan: BuildPlan } | undefined>>(
    async ({ builds }, signal) => {
      if (folder === '') return undefined
      return { of: [folder, dockerfile], plan: await builds.plan({ folder, dockerfile, signal }) }
    },
    [folder, dockerfile],
  )
  const { value, error, refresh } = useAnswer(ask, undefined)
  const isOfThis = value?.of[0] === folder && value.of[1] === dockerfile
  return { plan: isOfThis ? value.plan : undefined, error, refresh }
}

export interface FolderFieldsProps {
  readonly fields: FolderChoice
  /** As meant. */
  readonly folder: string
  readonly dockerfile: string
  readonly planned: Planned
  readonly onChange: (change: Partial<FolderChoice>) => void
}

export function FolderFields({
  fields,
  folder,
  dockerfile,
  planned: { plan, error, refresh },
  onChange,
}: FolderFieldsProps): ReactNode {
  const t = useT()
  const fieldset = useRef<HTMLDivElement>(null)
  /** The button that was pressed goes away with what it was for: the field that it was about has the focus then. */
  const settle = (change: Partial<FolderChoice>): void => {
    onChange(change)
    fieldset.current?.querySelector<HTMLInputElement>('.dockerfile input')?.focus()
  }
  return (
    <div className="folder-fields" ref={fieldset}>
      <div className="with-folder">
        <TextField
          first
          label={t('builds.folder')}
          placeholder={examplePath('shop')}
          value={fields.folder}
          onChange={(value) => onChange({ folder: value })}
        />
        <FolderButton onChoose={(path) => onChange({ folder: path })} />
      </div>
      <div className="dockerfile">
        <TextField
          label={t('builds.dockerfile')}
          value={fields.dockerfile}
          onChange={(value) => onChange({ dockerfile: value })}
          problem={
            plan && !plan.found ? t(problems[plan.trouble ?? 'missing'], { name: dockerfile }) : undefined
          }
        />
      </div>
      {error && folder !== '' && <ErrorCard error={error} announce={false} />}
      {error?.code === 'build.not-a-folder' && (
        <div>
          <Button size="sm" onClick={() => settle(folderOf(error))}>
            {t('builds.useFolder', { folder: String(error.params?.parent) })}
          </Button>
        </div>
      )}
      {!plan && !error && folder !== '' && (
        <p className="help build-looking" role="status">
          {t('builds.looking')}
        </p>
      )}
      {plan && !plan.found && (
        <NoDockerfile
          folder={folder}
          dockerfile={dockerfile}
          plan={plan}
          onFolder={(path) => settle({ folder: path, dockerfile: 'Dockerfile' })}
          onDockerfile={(name) => settle({ dockerfile: name })}
          onWritten={() => {
            refresh()
            settle({})
          }}
        />
      )}
    </div>
  )
}
