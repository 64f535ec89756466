// daemon.json as a form: what people change most, each field one setting of the text.
import { useState, type ReactNode } from 'react'
import { readDaemonText } from '../../preload/daemon-config'
import { Switch } from '../components/choices'
import { SettingRow, SettingsCard } from '../settings/settings-card'
import { useT } from '../stores/preferences'
import { getIn, linesOf, listOf, poolLines, poolsOf, withSetting } from './draft'

type Path = readonly [string, ...string[]]

export interface DaemonFormProps {
  readonly text: string
  readonly onChange: (text: string) => void
}

export function DaemonForm(props: DaemonFormProps): ReactNode {
  const t = useT()
  if (!readDaemonText(props.text).config) return <p className="note warn">{t('daemon.textFirst')}</p>
  return (
    <>
      <SettingsCard title={t('daemon.registries')}>
        <ListField
          {...props}
          path={['registry-mirrors']}
          label={t('daemon.mirrors')}
          help={t('daemon.mirrorsWhy')}
        />
        <ListField
          {...props}
          path={['insecure-registries']}
          label={t('daemon.insecure')}
          help={t('daemon.insecureWhy')}
        />
      </SettingsCard>
      <SettingsCard title={t('daemon.networks')}>
        <ListField {...props} path={['dns']} label={t('daemon.dns')} help={t('daemon.dnsWhy')} />
        <PoolsField {...props} />
        <FlagRow {...props} path={['ipv6']} title={t('daemon.ipv6')} />
      </SettingsCard>
      <LogCard {...props} />
      <SettingsCard title={t('daemon.proxies')} note={t('daemon.proxiesWhy')}>
        <WordField {...props} path={['proxies', 'http-proxy']} label={t('daemon.httpProxy')} />
        <WordField {...props} path={['proxies', 'https-proxy']} label={t('daemon.httpsProxy')} />
        <WordField {...props} path={['proxies', 'no-proxy']} label={t('daemon.noProxy')} />
      </SettingsCard>
      <SettingsCard title={t('daemon.storage')}>
        <FlagRow
          {...props}
          path={['features', 'containerd-snapshotter']}
          title={t('daemon.containerd')}
          help={t('daemon.containerdWhy')}
        />
        <FlagRow {...props} path={['builder', 'gc', 'enabled']} title={t('daemon.gc')} usually />
        <WordField
          {...props}
          path={['builder', 'gc', 'defaultKeepStorage']}
          label={t('daemon.gcKeep')}
          placeholder={t('daemon.gcKeepHint')}
        />
      </SettingsCard>
      <SettingsCard title={t('daemon.behaviour')}>
        <FlagRow
          {...props}
          path={['live-restore']}
          title={t('daemon.liveRestore')}
          help={t('daemon.liveRestoreWhy')}
        />
        <FlagRow {...props} path={['experimental']} title={t('daemon.experimental')} />
        <FlagRow {...props} path={['debug']} title={t('daemon.debug')} />
      </SettingsCard>
    </>
  )
}

const valueIn = (text: string, path: Path): unknown => getIn(readDaemonText(text).config ?? {}, path)

const logDrivers = ['json-file', 'local', 'journald', 'syslog', 'none'] as const

function LogCard({ text, onChange }: DaemonFormProps): ReactNode {
  const t = useT()
  const driver = valueIn(text, ['log-driver'])
  const known = typeof driver === 'string' ? driver : ''
  const choices: readonly string[] = [...new Set([...logDrivers, known].filter(Boolean))]
  const limited = known === 'json-file' || known === 'local'
  return (
    <SettingsCard title={t('daemon.logs')} note={t('daemon.logWhy')}>
      <label className="field">
        <span className="label">{t('daemon.logDriver')}</span>
        <select
          className="select"
          value={known}
          onChange={({ target }) => {
            const named = withSetting(text, ['log-driver'], target.value === '' ? undefined : target.value)
            // Options belong to their driver; another one would refuse them.
            onChange(withSetting(named, ['log-opts'], undefined))
          }}
        >
          <option value="">{t('daemon.logUsual')}</option>
          {choices.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {limited && (
        <div className="field-pair">
          <WordField
            text={text}
            onChange={onChange}
            path={['log-opts', 'max-size']}
            label={t('daemon.logMaxSize')}
            placeholder="20m"
          />
          <WordField
            text={text}
            onChange={onChange}
            path={['log-opts', 'max-file']}
            label={t('daemon.logMaxFile')}
            placeholder="5"
          />
        </div>
      )}
    </SettingsCard>
  )
}

interface FieldProps extends DaemonFormProps {
  readonly path: Path
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
}

function WordField({ text, onChange, path, label, placeholder }: FieldProps): ReactNode {
  const value = valueIn(text, path)
  return (
    <label className="field">
      <span className="label">{label}</span>
      <span className="input">
        <input
          className="mono"
          value={typeof value === 'string' ? value : ''}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) =>
            onChange(withSetting(text, path, target.value === '' ? undefined : target.value))
          }
        />
      </span>
    </label>
  )
}

const ListField = ({ text, onChange, path, label, help }: FieldProps): ReactNode => (
  <LinesField
    label={label}
    help={help}
    lines={linesOf(valueIn(text, path))}
    onLines={(lines) => onChange(withSetting(text, path, listOf(lines)))}
  />
)

function PoolsField({ text, onChange }: DaemonFormProps): ReactNode {
  const t = useT()
  const path: Path = ['default-address-pools']
  return (
    <LinesField
      label={t('daemon.pools')}
      help={t('daemon.poolsWhy')}
      lines={poolLines(valueIn(text, path))}
      onLines={(lines) => onChange(withSetting(text, path, poolsOf(lines)))}
    />
  )
}

interface LinesFieldProps {
  readonly label: string
  readonly help: string | undefined
  readonly lines: string
  readonly onLines: (lines: string) => void
}

/** While it is edited it shows what was typed: an empty last line means nothing to the settings, but is being filled. */
function LinesField({ label, help, lines, onLines }: LinesFieldProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? lines
  return (
    <label className="field">
      <span className="label">{label}</span>
      <textarea
        className="text-area mono"
        rows={Math.min(6, Math.max(2, shown.split('\n').length))}
        value={shown}
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value)
          onLines(target.value)
        }}
        onBlur={() => setTyped(undefined)}
      />
      {help !== undefined && <span className="help">{help}</span>}
    </label>
  )
}

interface FlagRowProps extends DaemonFormProps {
  readonly path: Path
  readonly title: string
  readonly help?: string
  /** What it is without the setting. */
  readonly usually?: boolean
}

function FlagRow({ text, onChange, path, title, help, usually = false }: FlagRowProps): ReactNode {
  const value = valueIn(text, path)
  return (
    <SettingRow title={title} {...(help === undefined ? {} : { help })}>
      <Switch
        label={title}
        hideLabel
        checked={typeof value === 'boolean' ? value : usually}
        onChange={(on) => onChange(withSetting(text, path, on === usually ? undefined : on))}
      />
    </SettingRow>
  )
}
