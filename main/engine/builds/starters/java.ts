// What the starters of Java have in common: which version of Java, the image that runs the program, its port.
import { byBash, dropRights, listens, say, type StarterLine } from './lines'
import { findIn, portOf, type Project } from './project'

/** Those with images of several years' support; a project that asks for another builds with the next. */
const versions = [8, 11, 17, 21, 25] as const

export const nextVersion = (asked: string | undefined): string => {
  const wanted = Number(asked ?? 21)
  return String(versions.find((one) => one >= wanted) ?? wanted)
}

export const testsElsewhere = say(
  'Tests run where your code is checked; here only the program is put together.',
  '테스트는 코드를 검사하는 곳에서 하고, 여기서는 프로그램만 만들어요.',
)

/** The lines from the image that runs the program on. */
export async function javaRun(
  project: Project,
  version: string,
  { below = '', copy, command }: { readonly below?: string; readonly copy: string; readonly command: string },
): Promise<readonly StarterLine[]> {
  const port = await springPort(project, below)
  return [
    '',
    say(
      'The image itself: a Java runtime and your program.',
      '실제 이미지예요. Java 실행 환경과 프로그램만 있어요.',
    ),
    `FROM eclipse-temurin:${version}-jre`,
    'WORKDIR /app',
    'RUN useradd --create-home app',
    copy,
    dropRights,
    'USER app',
    ...listens(port, byBash(port)),
    say(
      'What runs when a container starts. Java takes at most three quarters of the memory that the container may use.',
      '컨테이너를 시작하면 실행하는 명령이에요. Java는 컨테이너 메모리의 4분의 3까지만 써요.',
    ),
    command,
  ]
}

export const runJar = 'CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]'

async function springPort(project: Project, below: string): Promise<number> {
  const settings = (end: string): string =>
    `${below === '' ? '' : `${below}/`}src/main/resources/application.${end}`
  const plain = await findIn(
    project,
    [settings('properties')],
    /^\s*server\.port\s*[=:]\s*(?:\$\{\w+:)?(\d+)/m,
  )
  const nested = /^server:\s*\n(?:[ \t]+.*\n)*?[ \t]+port:\s*(?:\$\{\w+:)?(\d+)/m
  const told = plain ?? (await findIn(project, [settings('yml'), settings('yaml')], nested))
  return portOf(told?.match[1], 8080)
}
