// Starters of projects in Go.
import { josa } from '../../../../preload/text'
import {
  ask,
  byBash,
  dropRights,
  keptDownloads,
  listens,
  listFirst,
  onlyLocal,
  opening,
  ownBuildStage,
  say,
  whenStarted,
  type StarterLine,
} from './lines'
import { findIn, portOf, type Project } from './project'

export async function goStarter(project: Project): Promise<readonly StarterLine[]> {
  const program = await programOf(project)
  const needsC = /mattn\/go-sqlite3|confluent-kafka-go/.test(await project.read('go.mod'))
  const told = await findIn(project, program.files, /["'`]:(\d{2,5})["'`]|\b0\.0\.0\.0:(\d{2,5})\b/)
  const local = await findIn(project, program.files, /["'`](?:localhost|127\.0\.0\.1):(\d{2,5})["'`]/)
  const port = portOf(told?.match[1] ?? told?.match[2] ?? local?.match[1], 8080)
  return [
    ...opening,
    ownBuildStage,
    'FROM golang:1 AS build',
    'WORKDIR /src',
    ...(project.names.has('vendor')
      ? []
      : [
          listFirst,
          `COPY go.mod ${project.names.has('go.sum') ? 'go.sum ' : ''}./`,
          keptDownloads,
          'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
        ]),
    'COPY . .',
    ...(program.isGuess ? [guessed(program.path)] : []),
    ...compile(program.path, needsC),
    '',
    ...running(needsC),
    'WORKDIR /app',
    ...(await assets(project, program.files)),
    'COPY --from=build /program ./',
    dropRights,
    'USER nobody',
    ...(local && !told ? [onlyLocal(local.file)] : []),
    ...listens(port, needsC ? byBash(port) : `netstat -tln | grep -q ':${port} '`),
    whenStarted,
    'CMD ["./program"]',
  ]
}

const guessed = (path: string): StarterLine =>
  ask(
    `There are several programs. ${path} is built: name another one if it is not the one.`,
    `프로그램이 여러 개예요. ${path}${josa(path, '을/를')} 빌드하니, 아니라면 다른 이름을 쓰세요.`,
  )

function compile(path: string, needsC: boolean): readonly StarterLine[] {
  const caches = '--mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build'
  return [
    needsC
      ? say(
          'With C, which a library of the program is written in.',
          '프로그램이 쓰는 라이브러리에 C 코드가 있어서 함께 컴파일해요.',
        )
      : say(
          'Without C libraries, so that the program runs in an image that has none.',
          'C 라이브러리가 없는 이미지에서도 실행되게 만들어요.',
        ),
    `RUN ${caches} CGO_ENABLED=${needsC ? 1 : 0} go build -o /program ${path}`,
  ]
}

const running = (needsC: boolean): readonly StarterLine[] => [
  say(
    'The image itself: a small Linux and your program.',
    '실제 이미지예요. 작은 Linux와 프로그램만 있어요.',
  ),
  needsC ? 'FROM debian:stable-slim' : 'FROM alpine:3',
]

/** Folders that the program opens while it runs. */
async function assets(project: Project, files: readonly string[]): Promise<readonly StarterLine[]> {
  const found: string[] = []
  for (const name of ['templates', 'static', 'public', 'web', 'views', 'assets']) {
    const opened =
      project.names.has(name) && (await findIn(project, files, new RegExp(`["'\`](?:\\./)?${name}\\b`)))
    if (opened && !(await findIn(project, [opened.file], new RegExp(`//go:embed .*\\b${name}\\b`))))
      found.push(name)
  }
  if (found.length === 0) return []
  return [
    say('Files that the program reads while it runs.', '프로그램이 실행 중에 읽는 파일이에요.'),
    ...found.map((name) => `COPY ${name} ${name}`),
  ]
}

interface Program {
  /** As `go build` takes it. */
  readonly path: string
  readonly files: readonly string[]
  readonly isGuess: boolean
}

/** At the top, or in a folder of its own below cmd/. */
async function programOf(project: Project): Promise<Program> {
  const goFiles = (names: Iterable<string>, at: string): readonly string[] =>
    [...names].filter((name) => /^[\w.-]+(?<!_test)\.go$/.test(name)).map((name) => `${at}${name}`)
  const top = goFiles(project.names, '')
  if (await findIn(project, top, /^package main\b/m)) return { path: '.', files: top, isGuess: false }
  const programs: Program[] = []
  for (const name of ['', ...(await project.list('cmd')).filter((one) => /^[\w.-]+$/.test(one))]) {
    const at = name === '' ? 'cmd/' : `cmd/${name}/`
    const files = goFiles(await project.list(at), at)
    if (await findIn(project, files, /^package main\b/m))
      programs.push({ path: `./${at.replace(/\/$/, '')}`, files, isGuess: false })
  }
  const usual = programs.find(({ path }) => /\/(?:server|api|app|web|main)$/.test(path))
  const chosen = usual ?? programs[0] ?? { path: '.', files: top, isGuess: true }
  return { ...chosen, isGuess: programs.length !== 1 }
}
