// States and results as a terminal shows them: words of the person's language, or what programs know them by in English.
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import type { Container, Language } from '../../preload/model'
import { fillTemplate } from '../../preload/text'

const states: Readonly<Record<string, string>> = {
  absent: '없음',
  creating: '만드는 중',
  stopped: '멈춤',
  starting: '시작 중',
  running: '실행 중',
  pausing: '일시 정지하는 중',
  paused: '일시 정지됨',
  stopping: '중지 중',
  failed: '실패',
  connected: '연결됨',
  connecting: '연결 중',
  disconnected: '연결 안 됨',
  exited: '종료됨',
  created: '만들어짐',
  restarting: '다시 시작 중',
  removing: '삭제 중',
  dead: '시작할 수 없음',
  active: '진행 중',
  done: '완료',
  cancelled: '취소됨',
  live: '바로',
  engine: '엔진 시작 때',
  machine: '가상 머신 시작 때',
}

export const stateWord = (language: Language | undefined, state: string): string =>
  language === 'ko' ? (states[state] ?? state) : state

/** With how it ended where that was not with 0. */
export function containerStateWord(
  language: Language | undefined,
  { state, exitCode = 0, oomKilled }: Container,
): string {
  const word = stateWord(language, state)
  if (state !== 'exited' || (exitCode === 0 && oomKilled !== true)) return word
  if (language === 'ko') return `${word}(${oomKilled === true ? '메모리 부족' : exitCode})`
  return `${word} (${oomKilled === true ? 'out of memory' : exitCode})`
}

const results: Readonly<Record<string, string>> = {
  name: '이름',
  state: '상태',
  done: '완료',
  error: '오류',
  id: 'ID',
  pulled: '받음',
  upToDate: '이미 최신',
  pushed: '올림',
  tagged: '이름 붙임',
  untagged: '이름 뗌',
  removed: '삭제함',
  kept: '남김',
  saved: '저장함',
  file: '파일',
  bytes: '바이트',
  loaded: '불러옴',
  exported: '내보냄',
  imported: '가져옴',
  as: '이름',
  cancelled: '취소함',
  renamed: '바꾼 이름',
  opened: '열림',
  deleted: '완전히 삭제함',
  made: '만듦',
  backedUp: '백업함',
  restored: '되돌림',
  released: '보관 해제함',
  backedUpDaily: '매일 백업함',
  noMoreDaily: '매일 백업 끔',
  connected: '연결함',
  disconnected: '연결 끊음',
  loggedIn: '로그인함',
  loggedOut: '로그아웃함',
  accepts: '로그인 확인함',
  until: '보관 기한',
  memoryBytes: '메모리(바이트)',
  cpus: 'CPU',
  restart: '다시 시작',
  aside: '따로 둔 것',
}

export const resultWord = (language: Language | undefined, key: string): string =>
  language === 'ko' ? (results[key] ?? key) : key

/** What happened, and why. */
export function errorWords({ code, params }: SerialisedError, language: Language = 'en'): string {
  const { title, explanation } = errorTexts[code][language]
  return `${fillTemplate(title, params)} ${fillTemplate(explanation, params)}`
}
