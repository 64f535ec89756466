// The pieces that starter Dockerfiles are written from: instructions, and comments in both languages.
import type { Language } from '../../../../preload/model'

/** A sentence in both languages. */
export interface Sentence {
  readonly en: string
  readonly ko: string
  /** The folder does not say it: somebody has to look at the lines below. */
  readonly doubt?: true
}

/** A comment, or an instruction as it stands. */
export type StarterLine = string | Sentence

export const say = (en: string, ko: string): Sentence => ({ en, ko })

/** A comment that asks. */
export const ask = (en: string, ko: string): Sentence => ({ en, ko, doubt: true })

export const writeLines = (lines: readonly StarterLine[], language: Language): string =>
  `${lines.map((line) => (typeof line === 'string' ? line : `# ${line[language]}`)).join('\n')}\n`

/** What the comments ask. */
export const doubtsIn = (lines: readonly StarterLine[], language: Language): readonly string[] =>
  lines.flatMap((line) => (typeof line !== 'string' && line.doubt ? [line[language]] : []))

/** Runs as somebody who owns nothing of the system. */
export const dropRights = say(
  'The program does not run as root: it needs no rights over the system. What it has to keep belongs in a volume.',
  '프로그램에는 시스템 권한이 필요 없으므로 root로 실행하지 않아요. 보관할 데이터는 볼륨에 두세요.',
)

/**
 * The port, and how to find out whether the program still answers there.
 * @param check a command that the image has, which fails when nothing listens at the port
 */
export const listens = (port: number, check: string): readonly StarterLine[] => [
  say(
    'Tells people and Portside which port the program listens on. It must listen on 0.0.0.0: localhost is the container itself.',
    '프로그램이 여는 포트를 알려요. localhost는 컨테이너 자신이므로 0.0.0.0에서 기다려야 해요.',
  ),
  `EXPOSE ${port}`,
  say(
    'Asks every 10 s whether it still answers. A program without a port needs neither this line nor EXPOSE.',
    '10초마다 응답하는지 확인해요. 포트를 열지 않는 프로그램이면 이 줄과 EXPOSE를 지우세요.',
  ),
  `HEALTHCHECK --interval=10s --start-period=60s CMD ${check}`,
]

/** By the shell of Debian and Ubuntu, where an image has no program for it. */
export const byBash = (port: number): string => `bash -c ':</dev/tcp/127.0.0.1/${port}'`

/** `file` has an address that only the container itself reaches. */
export const onlyLocal = (file: string): Sentence =>
  ask(
    `${file} listens on localhost: nobody outside the container reaches that. Have it listen on 0.0.0.0.`,
    `${file}에서 localhost로 기다리고 있어요. 컨테이너 밖에서는 접속할 수 없으니 0.0.0.0으로 바꾸세요.`,
  )

export const whenStarted = say(
  'What runs when a container of this image starts.',
  '이 이미지로 컨테이너를 시작하면 실행하는 명령이에요.',
)

/** Above a step that mounts a folder for what it downloads. */
export const keptDownloads = say(
  'The mounted folder stays on the engine and not in the image: what was downloaded once is there the next time.',
  '마운트한 폴더는 이미지가 아니라 엔진에 남아요. 한 번 받은 것은 다음 빌드에서 다시 받지 않아요.',
)

export const ownBuildStage = say(
  'A stage of its own for the build: its tools do not get into the image.',
  '빌드는 따로 된 단계에서 해요. 빌드 도구는 이미지에 남지 않아요.',
)

export const listFirst = say(
  'Only the lists of packages: as long as they stay the same, this step and the next come from the cache.',
  '패키지 목록만 먼저 복사해요. 목록이 그대로면 이 단계와 다음 단계는 캐시에서 가져와요.',
)

/** The first lines of every starter. */
export const opening: readonly StarterLine[] = [
  say(
    'Each line is a step. What a step made is kept, and made again only when the step or its files change.',
    '한 줄이 한 단계예요. 단계의 결과는 보관하고, 그 단계나 파일이 바뀌었을 때만 다시 만들어요.',
  ),
  say(
    'So what seldom changes stands at the top, and your own files at the bottom.',
    '그래서 잘 바뀌지 않는 것은 위에, 자주 고치는 파일은 아래에 적어요.',
  ),
  '',
]
