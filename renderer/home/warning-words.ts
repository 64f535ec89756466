// Says a warning and its ways out in words.
import type { ResourceWarning, WarningRemedy } from '../../preload/model'
import { formatBytes, formatMemory, formatShare } from '../i18n/format'
import type { Translate } from '../i18n/translate'

export function describeWarning(
  t: Translate,
  { kind, containerName: name = '', bytes, cpu = 0 }: ResourceWarning,
): { readonly title: string; readonly text: string } {
  switch (kind) {
    case 'memory-pressure':
      return {
        title: t('warning.memory-pressure'),
        text: t('warning.memory-pressureWhy', { size: formatMemory(bytes ?? 0) }),
      }
    case 'out-of-memory':
      return {
        title: t('warning.out-of-memory', { name }),
        text:
          bytes === undefined
            ? t('warning.out-of-memoryWhy')
            : t('warning.out-of-memoryLimit', { size: formatMemory(bytes) }),
      }
    case 'host-disk':
    case 'machine-disk':
      return { title: t(`warning.${kind}`), text: t('warning.diskWhy', { size: formatBytes(bytes ?? 0) }) }
    case 'runaway-cpu':
      return {
        title: t('warning.runaway-cpu', { name }),
        text: t('warning.runaway-cpuWhy', { share: formatShare(cpu) }),
      }
    case 'log-growth':
    case 'large-log':
      return {
        title: t(`warning.${kind}`, { name }),
        text: t('warning.logWhy', { size: formatBytes(bytes ?? 0) }),
      }
  }
}

export function remedyLabel(
  t: Translate,
  { containerName: name = '' }: ResourceWarning,
  remedy: WarningRemedy,
): string {
  switch (remedy.kind) {
    case 'raise-container':
      return t('warning.raise', { size: formatMemory(remedy.memoryBytes) })
    case 'raise-machine':
      return t('warning.raiseMachine', { size: formatMemory(remedy.memoryBytes) })
    case 'stop-container':
      return t('warning.stop', { name })
    case 'empty-log':
      return t('warning.emptyLog')
    case 'reclaim':
      return t('warning.reclaim')
  }
}
