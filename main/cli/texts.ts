// What only a terminal says of workspaces and projects, in both languages; the rest is in the window's words.
import type { Language } from '../../preload/model'
import { fillTemplate, type TextParams } from '../../preload/text'
import { trimZero } from '../../preload/amounts'
import * as ofCommands from './command-texts'
import { translator, type Translate } from '../../renderer/i18n/translate'

const en = {
  ...ofCommands.en,
  runs: 'runs {image}',
  moved: 'It may be {title}, moved from {path}: say takeover to go on with its data, or anew.',
  allow: 'to allow it: allow={id}',
  canStart: 'Can start.',
  cannotStart: 'Cannot start yet.',
  done: 'Done: {what}',
  removed: 'Removed: {what}',
  kept: 'Kept: {what}',
  forgotten: 'Forgotten: {what}',
  snapshot: 'The data as it was is kept as snapshot {id}.',
  name: 'NAME',
  title: 'TITLE',
  state: 'STATE',
  address: 'OPEN',
  secret: 'SECRET',
  project: 'PROJECT',
  services: 'SERVICES',
  files: 'FILES',
  known: 'known',
  missing: 'missing',
  missingOptional: 'missing (optional)',
  unasked: 'known, no longer asked for',
  stepDone: 'done',
  stepSkipped: 'skipped',
  stepFailed: 'failed',
  stepLeft: 'not finished',
  gone: 'gone: {path}',
  nothingMissing: 'Nothing is missing.',
  opened: 'Opened {name}',
  notListed: '{name} is no longer in the list. Its files, containers and volumes stay.',
  took: '{what} in {time}',
} as const

export type TextKey = keyof typeof en

const ko: Readonly<Record<TextKey, string>> = {
  ...ofCommands.ko,
  runs: '{image} 이미지를 실행해요',
  moved:
    '{path}에서 옮겨 온 {title}일 수 있어요. 데이터를 이어 쓰려면 takeover, 새로 시작하려면 anew를 적으세요.',
  allow: '허용하려면: allow={id}',
  canStart: '시작할 수 있어요.',
  cannotStart: '아직 시작할 수 없어요.',
  done: '완료: {what}',
  removed: '삭제함: {what}',
  kept: '보관함: {what}',
  forgotten: '지움: {what}',
  snapshot: '지금까지의 데이터는 {id} 스냅샷으로 남겼어요.',
  name: '이름',
  title: '제목',
  state: '상태',
  address: '주소',
  secret: '비밀 값',
  project: '프로젝트',
  services: '서비스',
  files: '파일',
  known: '알고 있음',
  missing: '없음',
  missingOptional: '없음(없어도 돼요)',
  unasked: '알고 있지만 더는 요구하지 않음',
  stepDone: '완료',
  stepSkipped: '건너뜀',
  stepFailed: '실패',
  stepLeft: '끝나지 않음',
  gone: '없어짐: {path}',
  nothingMissing: '빠진 것이 없어요.',
  opened: '{name:을/를} 열었어요',
  notListed: '{name:을/를} 목록에서 뺐어요. 파일, 컨테이너, 볼륨은 그대로예요.',
  took: '{what}, {time} 걸림',
}

export const cliTables = { en, ko } as const

export interface Words {
  readonly language: Language
  /** The window's words. */
  readonly t: Translate
  /** What only a terminal says. */
  readonly say: (key: TextKey, params?: TextParams) => string
}

export const wordsIn = (language: Language = 'en'): Words => ({
  language,
  t: translator(language),
  say: (key, params = {}) => fillTemplate(cliTables[language][key], params),
})

/** `2.5 s`, `3분 5초`. In ms. */
export function timeText({ t }: Words, ms: number): string {
  const seconds = ms / 1000
  if (seconds < 60) return t('duration.seconds', { count: trimZero(seconds.toFixed(1)) })
  return t('duration.minutesSeconds', {
    minutes: Math.floor(seconds / 60),
    seconds: Math.round(seconds % 60),
  })
}
