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
  // Of ports.
  process: '프로그램',
  forward: '컨테이너로 연결',
  reserved: '시스템이 예약',
  // Of updates.
  unsupported: '스스로 업데이트하지 않음',
  idle: '찾은 새 버전 없음',
  checking: '확인 중',
  available: '새 버전 있음',
  downloading: '내려받는 중',
  ready: '설치할 수 있음',
  installing: '설치 중',
  current: '최신',
  newer: '새 버전 있음',
  unknown: '알 수 없음',
  // Of backups and files.
  manual: '직접',
  'before-restore': '되돌리기 전',
  automatic: '자동',
  file: '파일',
  folder: '폴더',
  link: '링크',
  other: '기타',
  // Of a configuration.
  error: '오류',
  warning: '경고',
  all: '전부',
  reading: '읽는 중',
  waiting: '기다리는 중',
}

export const stateWord = (language: Language | undefined, state: string): string =>
  language === 'ko' ? (states[state] ?? state) : state

/** With how it ended where that was not with 0, and with a health check that fails. */
export function containerStateWord(
  language: Language | undefined,
  { state, exitCode = 0, oomKilled, health }: Container,
): string {
  const word = stateWord(language, state)
  if (state === 'running' && health === 'unhealthy')
    return language === 'ko' ? `${word}(상태 검사 실패)` : `${word} (unhealthy)`
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
  at: '시각',
  cpu: 'CPU',
  memoryLimitBytes: '메모리 제한(바이트)',
  diskReadBytes: '디스크 읽음(바이트/초)',
  diskWriteBytes: '디스크 씀(바이트/초)',
  receivedBytes: '받음(바이트/초)',
  sentBytes: '보냄(바이트/초)',
  processes: '프로세스',
  layerBytes: '컨테이너가 쓴 크기(바이트)',
  imageBytes: '이미지 크기(바이트)',
  changes: '바뀐 파일',
  changedFiles: '바뀐 파일 수',
  complete: '전부 셈',
  places: '데이터 위치',
  platform: '플랫폼',
  layerCount: '레이어 수',
  steps: '단계',
  base: '기반 이미지',
  readBytes: '읽음(바이트)',
  totalBytes: '전체(바이트)',
  filesBytes: '파일 크기(바이트)',
  wastedBytes: '낭비(바이트)',
  wastedFiles: '낭비된 파일 수',
  largest: '가장 큰 것',
  startedAt: '시작',
  endedAt: '끝',
  reference: '이미지',
  layers: '레이어',
  doneBytes: '받음(바이트)',
  here: '이 컴퓨터에 있음',
  missing: '레지스트리에 없음',
  sizeBytes: '크기(바이트)',
  downloadBytes: '내려받을 크기(바이트)',
  aboutMs: '예상 시간(밀리초)',
  volumes: '볼륨',
  failed: '실패',
  // Of the engine.
  version: '버전',
  apiVersion: 'API 버전',
  oldestApiVersion: '가장 오래된 API 버전',
  kernel: '커널',
  storageDriver: '저장소 드라이버',
  imageStore: '이미지 저장소',
  logDriver: '로그 드라이버',
  cgroupVersion: 'cgroup 버전',
  liveRestore: '엔진이 멈춰도 컨테이너 유지',
  experimental: '실험 기능',
  mirrors: '미러',
  insecureRegistries: '보안 연결이 아닌 레지스트리',
  securityOptions: '보안 옵션',
  runtimes: '런타임',
  components: '구성 요소',
  warnings: '경고',
}

const objects: Readonly<Record<string, string>> = {
  Network: '네트워크',
  Volume: '볼륨',
  Container: '컨테이너',
  Image: '이미지',
  Build: '빌드',
  Pull: '다운로드',
}

/** `Network shop_default`, as Compose calls what it makes. */
export const objectWords = (language: Language | undefined, id: string): string =>
  language === 'ko' ? id.replace(/^\w+(?= )/, (word) => objects[word] ?? word) : id

/** `yes` and `no` of the person's language. */
export const truthWord = (language: Language | undefined, is: boolean): string =>
  language === 'ko' ? (is ? '예' : '아니요') : is ? 'yes' : 'no'

export const resultWord = (language: Language | undefined, key: string): string =>
  language === 'ko' ? (results[key] ?? key) : key

/** What happened, and why. */
export function errorWords({ code, params }: SerialisedError, language: Language = 'en'): string {
  const { title, explanation } = errorTexts[code][language]
  return `${fillTemplate(title, params)} ${fillTemplate(explanation, params)}`
}
