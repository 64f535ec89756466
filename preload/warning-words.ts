// Says a warning and its ways out in words, for the window, the command and notifications.
import { formatBytes, formatMemory, formatShare } from './amounts'
import type { Language, ResourceWarning, WarningKind, WarningRemedy } from './model'
import { fillTemplate, type TextParams } from './text'

type Words = Readonly<
  Record<`${WarningKind}` | `${WarningKind}.why` | `remedy.${WarningRemedy['kind']}`, string>
> & {
  readonly 'out-of-memory.limit': string
}

const en: Words = {
  'memory-pressure': 'The VM is short of memory',
  'memory-pressure.why': 'Programs wait for memory: {memory} is in use.',
  'out-of-memory': '{name} ran out of memory',
  'out-of-memory.why': 'Linux ended it (exit code 137) when it needed more than it may take.',
  'out-of-memory.limit': 'Linux ended it (exit code 137) when it needed more than its limit of {memory}.',
  'host-disk': 'The disk of this computer is almost full',
  'host-disk.why': '{size} left.',
  'machine-disk': 'The disk of the VM is almost full',
  'machine-disk.why': '{size} left.',
  'runaway-cpu': '{name} keeps this computer busy',
  'runaway-cpu.why': 'It has been using {share} of this computer for more than ten minutes.',
  'log-growth': 'The log of {name} grows fast',
  'log-growth.why': 'It takes {size} on the disk.',
  'large-log': 'The log of {name} is very large',
  'large-log.why': 'It takes {size} on the disk.',
  'remedy.raise-container': 'Raise to {memory}',
  'remedy.raise-machine': 'Give the VM {memory}',
  'remedy.stop-container': 'Stop {name}',
  'remedy.empty-log': 'Empty the log',
  'remedy.reclaim': 'Reclaim…',
}

const ko: Words = {
  'memory-pressure': '가상 머신의 메모리가 부족해요',
  'memory-pressure.why': '프로그램이 메모리를 기다리고 있어요. {memory} 사용 중이에요.',
  'out-of-memory': '메모리가 부족해서 멈췄어요: {name}',
  'out-of-memory.why': '쓸 수 있는 것보다 많은 메모리가 필요해서 Linux가 종료했어요(종료 코드 137).',
  'out-of-memory.limit': '제한({memory})보다 많은 메모리가 필요해서 Linux가 종료했어요(종료 코드 137).',
  'host-disk': '이 컴퓨터의 디스크가 거의 찼어요',
  'host-disk.why': '{size} 남았어요.',
  'machine-disk': '가상 머신의 디스크가 거의 찼어요',
  'machine-disk.why': '{size} 남았어요.',
  'runaway-cpu': '이 컴퓨터를 계속 바쁘게 해요: {name}',
  'runaway-cpu.why': '10분 넘게 이 컴퓨터의 {share}를 쓰고 있어요.',
  'log-growth': '로그가 빠르게 커지고 있어요: {name}',
  'log-growth.why': '디스크에서 {size}를 차지해요.',
  'large-log': '로그가 아주 커요: {name}',
  'large-log.why': '디스크에서 {size}를 차지해요.',
  'remedy.raise-container': '{memory}로 늘리기',
  'remedy.raise-machine': '가상 머신에 {memory} 주기',
  'remedy.stop-container': '중지: {name}',
  'remedy.empty-log': '로그 비우기',
  'remedy.reclaim': '비우기…',
}

const tables: Readonly<Record<Language, Words>> = { en, ko }

/** What happened as one line, and why as another. */
export function describeWarning(
  language: Language,
  { kind, containerName: name = '', bytes, cpu = 0 }: ResourceWarning,
): { readonly title: string; readonly text: string } {
  const words = tables[language]
  const params: TextParams = {
    name,
    size: formatBytes(bytes ?? 0),
    memory: formatMemory(bytes ?? 0),
    share: formatShare(cpu),
  }
  const why =
    kind === 'out-of-memory' && bytes !== undefined ? words['out-of-memory.limit'] : words[`${kind}.why`]
  return { title: fillTemplate(words[kind], params), text: fillTemplate(why, params) }
}

export const remedyLabel = (
  language: Language,
  { containerName: name = '' }: ResourceWarning,
  remedy: WarningRemedy,
): string =>
  fillTemplate(tables[language][`remedy.${remedy.kind}`], {
    name,
    memory: formatMemory('memoryBytes' in remedy ? remedy.memoryBytes : 0),
  })
