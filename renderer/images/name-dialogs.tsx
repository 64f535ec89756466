// Dialogs that ask for a name: one more for an image, the one to push it as, that of an imported archive.
import { useState, type ReactNode } from 'react'
import { FormDialog } from '../components/form-dialog'
import { TextField } from '../components/text-field'
import { readFile } from '../stores/files'
import { useImage } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { showSection } from '../stores/ui'
import { titleOf } from './image-rows'

export function TagImageDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const image = useImage(id)
  const [typed, setName] = useState('')
  if (!image) return null
  const reference = typed.trim()
  return (
    <FormDialog
      title={t(image.tags.length === 0 ? 'images.firstTitle' : 'images.tagTitle', { name: titleOf(image) })}
      text={t(image.tags.length === 0 ? 'images.firstWhy' : 'images.tagWhy')}
      submitLabel={t('images.tag')}
      ready={reference !== ''}
      submit={async () => {
        await contract().images.tag({ id, reference })
        say('images.tagged', { name: reference })
      }}
    >
      <NameField value={typed} onChange={setName} />
    </FormDialog>
  )
}

export function PushImageDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const image = useImage(id)
  const [typed, setName] = useState(image?.tags[0] ?? '')
  if (!image) return null
  const reference = typed.trim()
  return (
    <FormDialog
      title={t('images.pushTitle', { name: titleOf(image) })}
      text={t('images.pushWhy')}
      submitLabel={t('images.push')}
      ready={reference !== ''}
      submit={async () => {
        await contract().images.push({ reference, id })
        showSection('images')
      }}
    >
      <NameField value={typed} onChange={setName} />
    </FormDialog>
  )
}

export function ImportDialog(): ReactNode {
  const t = useT()
  const [typed, setName] = useState('')
  const reference = typed.trim()
  return (
    <FormDialog
      title={t('images.importTitle')}
      text={t('images.importWhy')}
      submitLabel={t('images.chooseFile')}
      ready={reference !== ''}
      submit={() => readFile((source) => contract().images.importArchive({ source, reference }))}
    >
      <NameField value={typed} onChange={setName} />
    </FormDialog>
  )
}

function NameField(props: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  const t = useT()
  return <TextField first label={t('images.nameLabel')} placeholder={t('run.imageHint')} {...props} />
}
