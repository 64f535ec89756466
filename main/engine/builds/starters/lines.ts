// The pieces that starter Dockerfiles are written from: instructions, and comments in both languages.
import type { Language } from '../../../../preload/model'

/** A comment in both languages, or an instruction as it stands. */
export type StarterLine = string | { readonly en: string; readonly ko: string }

export const say = (en: string, ko: string): StarterLine => ({ en, ko })

export const writeLines = (lines: readonly StarterLine[], language: Language): string =>
  `${lines.map((line) => (typeof line === 'string' ? line : `# ${line[language]}`)).join('\n')}\n`

/** Runs as somebody who owns nothing of the system. */
export const dropRights = say(
  'The program needs no rights over the system, so it does not run as root.',
  '프로그램에는 시스템 권한이 필요 없으므로 root로 실행하지 않아요.',
)

export const listens = (port: number): readonly StarterLine[] => [
  say(
    `Tells people and Portside which port the program listens on. It must listen on 0.0.0.0: localhost is the container itself.`,
    `프로그램이 여는 포트를 알려요. localhost는 컨테이너 자신이므로 0.0.0.0에서 기다려야 해요.`,
  ),
  `EXPOSE ${port}`,
]

export const whenStarted = say(
  'What runs when a container of this image starts.',
  '이 이미지로 컨테이너를 시작하면 실행하는 명령이에요.',
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
