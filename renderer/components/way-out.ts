// Where in the window an error is mended: the dialog or page behind the button below its words.
import type { ErrorCode, ErrorParams } from '../../preload/errors'
import type { Key } from '../i18n/texts'
import { openDialog, showSection, showSettings } from '../stores/ui'

export interface WayOut {
  readonly label: Extract<Key, `wayOut.${string}`>
  readonly open: (params: ErrorParams) => void
}

const login: WayOut = {
  label: 'wayOut.login',
  open: (params) => openDialog({ kind: 'registries', registry: registryOf(params) }),
}

/** As it is typed to log in: empty for Docker Hub. */
function registryOf({ registry, reference = '' }: ErrorParams): string {
  if (registry !== undefined) return registry === 'Docker Hub' ? '' : String(registry)
  const [first = '', ...rest] = String(reference).split('/')
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : ''
}

const trash: WayOut = { label: 'wayOut.trash', open: () => openDialog({ kind: 'trash' }) }

const pull = (label: WayOut['label']): WayOut => ({
  label,
  open: ({ reference = '' }) => openDialog({ kind: 'pull', reference: String(reference) }),
})

const engine = (label: WayOut['label']): WayOut => ({ label, open: () => showSettings('engine') })

const reclaim: WayOut = {
  label: 'wayOut.reclaim',
  open: () => {
    showSection('resources')
    openDialog({ kind: 'reclaim' })
  },
}

/** At most two of each, the most likely first. */
export const waysOut: Readonly<Partial<Record<ErrorCode, readonly WayOut[]>>> = {
  'engine.no-disk-space': [reclaim],
  'container.other-processor': [pull('wayOut.platform')],
  'image.not-found': [pull('wayOut.pull')],
  'image.wrong-platform': [pull('wayOut.platform')],
  'image.pull-denied': [login],
  'image.push-denied': [login],
  'image.proxy-refused': [engine('wayOut.mirror')],
  'image.rate-limited': [login, engine('wayOut.mirror')],
  'image.registry-untrusted': [engine('wayOut.certificate')],
  'network.no-room': [
    {
      label: 'wayOut.networks',
      open: () => {
        showSection('networks')
        openDialog({ kind: 'prune-networks' })
      },
    },
  ],
  'image.in-trash': [trash],
  'volume.in-trash': [trash],
  'network.in-trash': [trash],
  'build.one-platform-only': [engine('wayOut.store')],
  'build.secrets-forgotten': [
    {
      label: 'wayOut.build',
      open: ({ folder = '', dockerfile = '' }) =>
        openDialog({ kind: 'build', folder: String(folder), dockerfile: String(dockerfile) }),
    },
  ],
  'registry.login-needed': [login],
}
