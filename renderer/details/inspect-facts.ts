// The fields of each card of Inspect, in words.
import type { ReactNode } from 'react'
import type { Container, ContainerDetails } from '../../preload/model'
import { formatDuration, formatMemory } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import type { WhyWord } from '../why/pictures'

export interface Fact {
  readonly name: string
  /** What is searched, and shown unless there is `shown`. */
  readonly text: string
  readonly shown?: ReactNode
  /** A value of the engine's own, in the face of code; `verbatim` when its name is one, too. */
  readonly mono?: boolean
  readonly verbatim?: boolean
  readonly why?: WhyWord
  /** Beside the value: what is odd about it. */
  readonly warning?: string
}

const restarts: Readonly<
  Record<string, 'inspect.restartAlways' | 'inspect.restartUnless' | 'inspect.restartFailure'>
> = {
  always: 'inspect.restartAlways',
  'unless-stopped': 'inspect.restartUnless',
  'on-failure': 'inspect.restartFailure',
}

/** A time in epoch ms in words: which, and how long ago. */
export type When = (at: number) => string

export function runFacts(
  t: Translate,
  { image, startedAt }: Container,
  details: ContainerDetails,
  when: When,
): readonly Fact[] {
  const { command, workingDir, user, restart } = details
  return [
    { name: t('inspect.image'), text: image, why: 'image' },
    { name: t('inspect.command'), text: command.join(' '), mono: true, why: 'command' },
    { name: t('inspect.folder'), text: workingDir, mono: true },
    { name: t('inspect.user'), text: user === '' ? 'root' : user, why: 'user' },
    {
      name: t('inspect.restart'),
      text: t(restarts[restart] ?? 'inspect.restartNo'),
      why: 'restart',
    },
    ...(startedAt === undefined ? [] : [{ name: t('list.started'), text: when(startedAt) }]),
    { name: t('inspect.health'), text: healthText(t, details), why: 'health' },
  ]
}

function healthText(t: Translate, { health }: ContainerDetails): string {
  if (!health) return t('inspect.noHealth')
  const took = health.probes[0]?.tookMs
  return [
    t(`health.${health.status}`),
    ...(took === undefined ? [] : [t('health.took', { ms: took })]),
    t('health.every', { time: formatDuration(t, health.intervalMs) }),
  ].join(', ')
}

export function limitFacts(
  t: Translate,
  { memoryLimitBytes, cpuLimit, processLimit }: ContainerDetails,
): readonly Fact[] {
  const none = t('inspect.noLimit')
  const memory = t('inspect.memoryLimit', { size: formatMemory(memoryLimitBytes) })
  return [
    { name: t('inspect.memory'), text: memoryLimitBytes > 0 ? memory : none, why: 'memoryLimit' },
    { name: t('inspect.cpus'), text: cpuLimit > 0 ? t('inspect.cpuLimit', { count: cpuLimit }) : none },
    { name: t('inspect.processes'), text: processLimit > 0 ? String(processLimit) : none },
  ]
}

export function identityFacts(t: Translate, container: Container, when: When): readonly Fact[] {
  const { id, project, service, composeFiles, createdAt } = container
  const file = composeFiles?.[0]?.split(/[/\\]/).slice(-2).join('/')
  return [
    { name: t('inspect.id'), text: id.slice(0, 12), mono: true },
    ...(project === undefined
      ? []
      : [
          {
            name: t('inspect.project'),
            text: service === undefined ? project : t('inspect.service', { project, service }),
          },
        ]),
    ...(file === undefined ? [] : [{ name: t('inspect.from'), text: file, mono: true }]),
    { name: t('list.created'), text: when(createdAt) },
  ]
}

export function networkFacts(t: Translate, { networks }: ContainerDetails): readonly Fact[] {
  const addresses = networks.map(({ address }) => address).filter(Boolean)
  const names = [...new Set(networks.flatMap((one) => one.names))]
  return [
    {
      name: t('inspect.networks'),
      text: networks.map(({ name }) => name).join(', ') || t('inspect.none'),
      why: 'network',
    },
    ...(addresses.length === 0
      ? []
      : [{ name: t('inspect.address'), text: addresses.join(', '), mono: true }]),
    ...(names.length === 0
      ? []
      : [{ name: t('inspect.names'), text: names.join(', '), mono: true, why: 'otherNames' as const }]),
  ]
}

export const permissionFacts = (t: Translate, details: ContainerDetails): readonly Fact[] => [
  { name: t('inspect.privileged'), text: yesNo(t, details.privileged), why: 'fullControl' },
  { name: t('inspect.capabilities'), text: details.capabilities.join(', ') || t('inspect.none') },
  { name: t('inspect.readOnly'), text: yesNo(t, details.readOnly) },
]

export const mountFacts = (t: Translate, { mounts }: ContainerDetails): readonly Fact[] =>
  mounts.map(({ path, source, writable }) => ({
    name: path,
    text: writable ? source : `${source} (${t('data.readOnly')})`,
    mono: true,
    verbatim: true,
  }))

/** Those of Compose are told in other words. */
export const labelFacts = ({ labels }: ContainerDetails): readonly Fact[] =>
  labels
    .filter(({ name }) => !name.startsWith('com.docker.compose.'))
    .map(({ name, value }) => ({ name, text: value, mono: true, verbatim: true }))

const yesNo = (t: Translate, value: boolean): string => t(value ? 'inspect.yes' : 'inspect.no')
