// What `portside workspace` tells of a workspace, a review and a start, in the words of the window.
import { formatBytes } from '../../preload/amounts'
import type { Workspace, WorkspaceReadiness, WorkspaceReview, WorkspaceStep } from '../../preload/model'
import { legible } from '../../preload/text'
import { changeText, dangerText, describeMove } from '../../renderer/i18n/shared-words'
import { timeText, type Words } from './texts'

/** What the trust page shows: who made it, what runs, and what goes further, each with the word that allows it. */
export function reviewLines(words: Words, review: WorkspaceReview): string[] {
  const { t, say } = words
  const { title, author, images, dangers, files, moved } = review
  const by = author === undefined ? t('workspaces.byNobody') : t('workspaces.by', { name: author })
  return [
    `${legible(title)}, ${by}`,
    ...images.map(({ reference }) => `  ${say('runs', { image: reference })}`),
    ...(moved ? [`  ${say('moved', { title: moved.title, path: moved.path })}`] : []),
    ...(files?.stays ?? []).map((path) => `  ${t('workspaces.filesStay', { path })}`),
    ...(files?.aside ?? []).map((path) => `  ${t('workspaces.filesAside', { path })}`),
    ...dangers.flatMap((danger) => {
      const told = dangerText(t, danger)
      if (danger.allowed === true) return [`    ${t('workspaces.allowedBefore', { danger: told })}`]
      if (!danger.severe) return [`    ${told}`]
      return [`  ! ${told}`, `      ${say('allow', { id: danger.id })}`]
    }),
  ]
}

export const changeLines = ({ t }: Words, { changes }: Pick<Workspace, 'changes'>): string[] =>
  changes.map((change) => `  ${changeText(t, change)}`)

export const addressLines = ({ ports }: Pick<Workspace, 'ports'>): string[] =>
  ports.flatMap(({ url, meaning = '' }) => (url === undefined ? [] : [`  ${url}  ${legible(meaning)}`]))

/** Whether it can start here, and what keeps it from that. */
export function readinessLines(words: Words, readiness: WorkspaceReadiness): string[] {
  const { t, say } = words
  const { moves, missingSecrets, git } = readiness
  return [
    ...downloadLines(words, readiness),
    ...moves.map((move) => describeMove(t, move)),
    ...missingSecrets.map(
      ({ name, optional }) =>
        `${t('workspaces.missing', { name })}. ${t(optional ? 'workspaces.optional' : 'workspaces.needed')}`,
    ),
    ...(git && git.behind > 0
      ? [`${t('workspaces.behind', { count: git.behind })}: ${legible(git.remote)}`]
      : []),
    ...stoppingLines(words, readiness),
  ]
    .map((line) => `  ${line}`)
    .concat(say(readiness.ready ? 'canStart' : 'cannotStart'))
}

function downloadLines(
  words: Words,
  { download: { bytes, unknown, aboutMs } }: WorkspaceReadiness,
): string[] {
  const { t } = words
  const size = formatBytes(bytes)
  const known =
    aboutMs === undefined
      ? t('workspaces.factsDownload', { size })
      : t('workspaces.factsDownloadAbout', {
          size,
          time: timeText(words, Math.max(1, Math.round(aboutMs / 1000)) * 1000),
        })
  return [
    ...(bytes > 0 ? [known] : []),
    ...(unknown > 0 ? [t('workspaces.factsUnknown', { count: unknown })] : []),
  ]
}

/** Besides secrets. Memory that does not fit stops nothing, and is told all the same. */
function stoppingLines({ t }: Words, readiness: WorkspaceReadiness): string[] {
  const { images, blocked, missingFolders, memory, disk } = readiness
  const room = (what: string, { needed = 0, available = 0 }: WorkspaceReadiness['disk']): string =>
    `${what}: ${t('workspaces.needs', { needed: formatBytes(needed), available: formatBytes(available) })}`
  return [
    ...images
      .filter((one) => one.missing)
      .map(({ reference: image }) => t('workspaces.imageMissing', { image })),
    ...images
      .filter(({ fits, missing }) => !fits && !missing)
      .map(({ reference: image, platforms }) =>
        t('workspaces.imageOther', { image, platforms: platforms.join(', ') }),
      ),
    ...blocked.map(({ service, port, holder }) => {
      const why =
        holder === '' ? t('workspaces.blockedNobody', { port }) : t('workspaces.blockedBy', { port, holder })
      return `${t('workspaces.blocked', { service })}. ${why}`
    }),
    ...missingFolders.map(
      (path) => `${t('workspaces.folderMissing', { path })}. ${t('workspaces.folderMissingWhy')}`,
    ),
    ...(memory.fits ? [] : [room(t('workspaces.memory'), memory)]),
    ...(disk.fits ? [] : [room(t('workspaces.disk'), disk)]),
  ]
}

const ends = { done: 'stepDone', skipped: 'stepSkipped', failed: 'stepFailed' } as const

export function stepLine(words: Words, step: WorkspaceStep): string {
  const { t, say } = words
  const { kind, subject, services, state, startedAt = 0, endedAt = startedAt, cameAlong } = step
  const end = state in ends ? say(ends[state as keyof typeof ends]) : say('stepLeft')
  const what = legible(subject || services.join(' '))
  const along = cameAlong ? `  ${t('workspaces.cameAlong')}` : ''
  return `  ${t(`workspaces.step.${kind}`).padEnd(12)} ${what.padEnd(32)} ${end} ${timeText(words, endedAt - startedAt)}${along}`
}
