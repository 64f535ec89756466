// The authorities that the engine trusts for single registries: listed, added as PEM text, removed.
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { RegistryCertificate } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { TextField } from '../components/text-field'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { SettingsCard } from '../settings/settings-card'
import { formatExact } from '../i18n/format'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'

const ask: Question<readonly RegistryCertificate[]> = ({ engine }, signal) =>
  engine.listCertificates({ signal })

export function CertificatesCard(): ReactNode {
  const t = useT()
  const language = useLanguage()
  const answer = useAnswer(ask, undefined)
  const remove = async (registry: string): Promise<void> => {
    try {
      await contract().engine.removeCertificate({ registry })
    } catch (error) {
      reportError(error)
    }
    answer.refresh()
  }
  return (
    <SettingsCard title={t('daemon.certificates')} note={t('daemon.certificatesWhy')}>
      <Answered answer={answer}>
        {(list) =>
          list.length === 0 ? (
            <p className="text-2">{t('daemon.certNone')}</p>
          ) : (
            <ul className="folder-list">
              {list.map(({ registry, subject, validUntil }) => (
                <li key={registry} className="row g8">
                  <span className="grow stack">
                    <span className="mono truncate">{registry}</span>
                    <span className="help truncate" title={subject}>
                      {subject.replaceAll('\n', ', ')} ·{' '}
                      {t('daemon.certUntil', { date: formatExact(language, validUntil, 'date') })}
                    </span>
                  </span>
                  <IconButton
                    label={t('daemon.certRemove', { registry })}
                    onClick={() => void remove(registry)}
                  >
                    <X className="icon icon-14" />
                  </IconButton>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <AddCertificate onAdded={answer.refresh} />
    </SettingsCard>
  )
}

function AddCertificate({ onAdded }: { readonly onAdded: () => void }): ReactNode {
  const t = useT()
  const [registry, setRegistry] = useState('')
  const [pem, setPem] = useState('')
  const add = async (): Promise<void> => {
    try {
      await contract().engine.addCertificate({ registry: registry.trim(), pem })
      say('daemon.certAdded', { registry: registry.trim() })
      setRegistry('')
      setPem('')
      onAdded()
    } catch (error) {
      reportError(error)
    }
  }
  return (
    <form
      className="daemon-parts"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField
        label={t('daemon.certRegistry')}
        value={registry}
        onChange={setRegistry}
        placeholder="registry.example.com:5000"
      />
      <label className="field">
        <span className="label">{t('daemon.certText')}</span>
        <textarea
          className="text-area mono"
          rows={3}
          value={pem}
          placeholder="-----BEGIN CERTIFICATE-----"
          spellCheck={false}
          onChange={({ target }) => setPem(target.value)}
        />
      </label>
      <div>
        <Button type="submit" size="sm" disabled={registry.trim() === '' || pem.trim() === ''}>
          {t('daemon.certAdd')}
        </Button>
      </div>
    </form>
  )
}
