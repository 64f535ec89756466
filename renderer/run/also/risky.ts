// Flags that take away what keeps a container from the rest of the virtual machine.
import type { RunForm } from '../form'
import { alsoText, type AlsoFlag } from './flags'
import { readMount } from './mounts'

const capabilities = new Set(
  'ALL SYS_ADMIN SYS_MODULE SYS_RAWIO SYS_PTRACE SYS_BOOT DAC_READ_SEARCH BPF MAC_ADMIN'.split(' '),
)
/** Not of control groups, whose usual one is the machine's on older kernels. */
const namespaces = new Set(['pid', 'ipc', 'uts', 'userns'])

export function isRisky({ name, value }: AlsoFlag): boolean {
  if (name === 'cap-add') return capabilities.has(value.toUpperCase().replace(/^CAP_/, ''))
  if (namespaces.has(name)) return value === 'host'
  if (name === 'security-opt') return /[=:](?:unconfined|disable)$/.test(value)
  if (name === 'volume') return isWhole(value.split(':')[0])
  if (name === 'mount') return isWhole(readMount(value)?.Source)
  return name === 'device' || name === 'device-cgroup-rule'
}

/** Everything of the form that does, as a command has it. */
export const risksOf = ({ more, also }: Pick<RunForm, 'more' | 'also'>): string[] => [
  ...(more.on.has('privileged') ? ['--privileged'] : []),
  ...also.filter(isRisky).map(alsoText),
  ...more.folders.map(({ source }) => source.trim()).filter(isWhole),
]

/** All of the machine, or the way to its engine. */
const isWhole = (source: string | undefined): boolean => /^\/(?:.*docker\.sock)?$/.test(source ?? '')
