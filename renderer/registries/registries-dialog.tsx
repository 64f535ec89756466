// The registries that this person is logged in to, and the form that logs in to another.
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { LoginKeeper, RegistryLogin } from '../../preload/model'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { TextField } from '../components/text-field'
import { logins } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract, useSession } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { PullLimitNote } from './pull-limit'
import { shownRegistry } from './registry-name'
import { follow } from '../stores/watches'
import { WhyAbout } from '../why/why-word'

/** Asked for only while it is shown: a keychain may ask the person to unlock it. */
function useLogins(): readonly RegistryLogin[] {
  const session = useSession((state) => state.contract)
  useEffect(() => {
    const abort = new AbortController()
    if (session)
      void follow(session.registries.watchLogins({ signal: abort.signal }), logins.apply, abort.signal)
    return () => abort.abort()
  }, [session])
  return logins.use(useShallow((state) => [...state.items.values()]))
}

function useKeeper(): LoginKeeper | undefined {
  const [keeper, setKeeper] = useState<LoginKeeper>()
  useEffect(() => {
    const abort = new AbortController()
    contract()
      .registries.getKeeper({ signal: abort.signal })
      .then(setKeeper, (error: unknown) => !abort.signal.aborted && reportError(error))
    return () => abort.abort()
  }, [])
  return keeper
}

export interface RegistriesDialogProps {
  /** Stands in the form already. */
  readonly registry?: string
}

export function RegistriesDialog({ registry = '' }: RegistriesDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const all = useLogins()
  const keeper = useKeeper()
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('registries.title')}</h2>
        <p className="text-2">
          {t('registries.why')} <WhyAbout word="registry" wide />
        </p>
        {all.length > 0 && (
          <ul className="scroll-list" aria-label={t('registries.list')}>
            {all.map((login) => (
              <LoginRow key={login.id} login={login} />
            ))}
          </ul>
        )}
        <PullLimitNote />
        {keeper && <p className="help">{keeperWords(t, keeper)}</p>}
      </div>
      <LoginForm canKeep={keeper?.kind !== 'none'} asked={registry} />
    </Dialog>
  )
}

const keeperWords = (t: ReturnType<typeof useT>, { kind, name = '' }: LoginKeeper): string =>
  kind === 'helper' ? t('registries.byHelper', { name }) : t(`registries.${kind}`)

function LoginRow({ login }: { readonly login: RegistryLogin }): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const name = shownRegistry(login.id)
  // One word is seen, and each registry has the same two.
  const about = (label: string): string => `${label}: ${name}`
  const act = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    await work().catch(reportError)
    setBusy(false)
  }
  const test = async (): Promise<void> => {
    await contract().registries.test({ registry: login.id })
    say('registries.works', { name })
  }
  const logout = async (): Promise<void> => {
    await contract().registries.logout({ registry: login.id })
    say('registries.loggedOut', { name })
  }
  return (
    <li>
      <span className="grow truncate" title={login.id}>
        <b className="medium">{name}</b> <span className="text-2">{login.username}</span>
      </span>
      <Button
        size="sm"
        aria-label={about(t('registries.test'))}
        busy={busy}
        disabled={busy}
        onClick={() => void act(test)}
      >
        {t('registries.test')}
      </Button>
      <Button
        size="sm"
        aria-label={about(t('registries.logOut'))}
        disabled={busy}
        onClick={() => void act(logout)}
      >
        {t('registries.logOut')}
      </Button>
    </li>
  )
}

interface LoginFormProps {
  readonly canKeep: boolean
  readonly asked: string
}

function LoginForm({ canKeep, asked }: LoginFormProps): ReactNode {
  const t = useT()
  const [registry, setRegistry] = useState(asked)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<SerialisedError>()
  const form = useRef<HTMLFormElement>(null)
  const ready = canKeep && username.trim() !== '' && password !== '' && !busy
  const login = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await contract().registries.login({ registry, username: username.trim(), password })
      say('registries.loggedIn', { name: registry.trim() === '' ? 'Docker Hub' : registry.trim() })
      setRegistry('')
      setUsername('')
    } catch (failure) {
      setError(serialiseError(failure))
      // Its button is off until another one is typed.
      form.current?.querySelector<HTMLElement>('[type="password"]')?.focus()
    } finally {
      // A password is not left in the window.
      setPassword('')
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void login()
  }
  return (
    <form onSubmit={submit} ref={form}>
      <div className="remove-body">
        <TextField
          first
          label={t('registries.address')}
          placeholder={t('registries.hubHint')}
          value={registry}
          onChange={setRegistry}
        />
        <TextField label={t('registries.username')} value={username} onChange={setUsername} />
        <TextField secret label={t('registries.password')} value={password} onChange={setPassword} />
        <p className="help">{t('registries.tokenHint')}</p>
        {error && <ErrorCard error={error} />}
      </div>
      <footer>
        <span className="grow" />
        <Button onClick={closeDialog}>{t('common.close')}</Button>
        <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
          {t('registries.logIn')}
        </Button>
      </footer>
    </form>
  )
}
