// Starters of Java projects that Gradle builds.
import { josa } from '../../../../preload/text'
import { javaRun, nextVersion, runJar, testsElsewhere } from './java'
import { ask, keptDownloads, opening, ownBuildStage, type StarterLine } from './lines'
import type { Project } from './project'

export async function gradleStarter(project: Project): Promise<readonly StarterLine[]> {
  const module = await moduleOf(project)
  const described = await descriptionOf(project, module.path)
  const whole = `${await descriptionOf(project, '')}\n${described}`
  const gradle = await gradleOf(project)
  const version = nextVersion(javaOf(whole) ?? (gradle.version < 8.5 ? '17' : '21'))
  const task = (name: string): string =>
    module.path === '' ? name : `:${module.path.replaceAll('/', ':')}:${name}`
  const made = `/app/${module.path === '' ? '' : `${module.path}/`}build`
  const form = formOf(described, whole)
  const name = await nameOf(project, module.path)
  return [
    ...opening,
    ownBuildStage,
    gradle.isWrapped
      ? `FROM eclipse-temurin:${version}-jdk AS build`
      : `FROM ${plainGradle(version)} AS build`,
    'WORKDIR /app',
    'ENV GRADLE_USER_HOME=/gradle',
    'COPY . .',
    ...(gradle.isWrapped ? ['RUN chmod +x gradlew'] : []),
    ...(module.isGuess ? [guessed(module.path)] : []),
    keptDownloads,
    testsElsewhere,
    `RUN --mount=type=cache,target=/gradle ${gradle.isWrapped ? './gradlew' : 'gradle'} --no-daemon ${task(form.task)}`,
    ...(form.isPlain ? [noMainClass] : []),
    ...(await javaRun(project, version, {
      below: module.path,
      ...(form.isInstalled
        ? {
            copy: `COPY --from=build ${made}/install/${name} ./`,
            command: `CMD ["bin/${name}"]`,
          }
        : { copy: `COPY --from=build ${made}/libs/${form.jar} app.jar`, command: runJar }),
    })),
  ]
}

/** Images of Gradle 8 have no newer Java. */
const plainGradle = (version: string): string => `gradle:${Number(version) > 21 ? 9 : 8}-jdk${version}`

const guessed = (path: string): StarterLine =>
  ask(
    `The project has several modules. ${path} is taken for the program: name another one here and below if it is not.`,
    `모듈이 여러 개예요. ${path}${josa(path, '을/를')} 프로그램으로 보았으니, 아니라면 여기와 아래의 이름을 바꾸세요.`,
  )

const noMainClass = ask(
  '"java -jar" needs a jar that names its Main-Class and has its libraries in it: Spring Boot, the application plugin and Shadow see to that, and the build here has none of them.',
  '"java -jar"에는 Main-Class와 라이브러리가 들어 있는 jar가 필요해요. Spring Boot, application, Shadow 플러그인이 해 주지만 이 빌드에는 없어요.',
)

interface Form {
  readonly task: string
  readonly jar: string
  readonly isInstalled: boolean
  readonly isPlain: boolean
}

/** What makes a program of it that runs by itself. */
function formOf(described: string, whole: string): Form {
  const form = { jar: '*.jar', isInstalled: false, isPlain: false }
  if (/org\.springframework\.boot/.test(whole)) return { ...form, task: 'bootJar' }
  if (/com\.(?:github\.johnrengelman|gradleup)\.shadow/.test(described))
    return { ...form, task: 'shadowJar', jar: '*-all.jar' }
  if (
    /id\s*\(?\s*["']application["']|apply plugin:\s*["']application["']|^\s*application\s*$/m.test(described)
  )
    return { ...form, task: 'installDist', isInstalled: true }
  return { ...form, task: 'assemble', isPlain: !/Main-Class/.test(described) }
}

interface Wrapper {
  /** There as a whole: the jar is often missing, since rules for git leave out `*.jar`. */
  readonly isWrapped: boolean
  /** 8.5 */
  readonly version: number
}

async function gradleOf({ names, read, has }: Project): Promise<Wrapper> {
  const isWrapped = names.has('gradlew') && (await has('gradle/wrapper/gradle-wrapper.jar'))
  if (!isWrapped) return { isWrapped, version: 8.5 }
  const [, major = '9', minor = '0'] =
    /gradle-(\d+)\.(\d+)/.exec(await read('gradle/wrapper/gradle-wrapper.properties')) ?? []
  // Of 8.10 this makes 8.1; what is asked is only whether it is older than 8.5.
  return { isWrapped, version: Number(major) + Math.min(Number(minor), 9) / 10 }
}

/** https://docs.gradle.org/current/userguide/compatibility.html */
const javaOf = (text: string): string | undefined =>
  /languageVersion\D{0,60}?\bof\((\d+)\)/.exec(text)?.[1] ??
  /jvmToolchain\((\d+)\)/.exec(text)?.[1] ??
  /VERSION_(?:1_)?(\d+)/.exec(text)?.[1] ??
  /sourceCompatibility\s*=\s*["']?(?:1\.)?(\d+)/.exec(text)?.[1]

const descriptionOf = async ({ read }: Project, path: string): Promise<string> => {
  const at = path === '' ? '' : `${path}/`
  return (await read(`${at}build.gradle`)) || read(`${at}build.gradle.kts`)
}

const settingsOf = async ({ read }: Project): Promise<string> =>
  (await read('settings.gradle')) || read('settings.gradle.kts')

interface Module {
  readonly path: string
  readonly isGuess: boolean
}

/** Of several modules the one that is a program by itself. */
async function moduleOf(project: Project): Promise<Module> {
  const paths = includedIn(await settingsOf(project))
  if (paths.length === 0 || (await project.list('src')).length > 0) return { path: '', isGuess: false }
  const texts = await Promise.all(
    paths.map(async (path) => ({ path, text: await descriptionOf(project, path) })),
  )
  const programs = texts.filter(({ text }) =>
    /org\.springframework\.boot|["']application["']|^\s*application\s*$/m.test(text),
  )
  const [only = paths[0] ?? ''] = (programs.length > 0 ? programs : texts).map(({ path }) => path)
  return { path: only, isGuess: (programs.length > 0 ? programs : texts).length > 1 }
}

/** `include 'app', 'core:web'`, over several lines. */
function includedIn(settings: string): readonly string[] {
  const calls = settings.matchAll(/^\s*include\b\s*\(?((?:\s*["'][\w:.-]+["']\s*,?)+)/gm)
  const names = [...calls].flatMap(([, list = '']) =>
    [...list.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) => name),
  )
  return names.map((name) => name.replace(/^:/, '').replaceAll(':', '/'))
}

/** What installDist names folder and script by. */
async function nameOf(project: Project, path: string): Promise<string> {
  if (path !== '') return path.split('/').at(-1) ?? path
  return /rootProject\.name\s*=\s*["']([\w.-]+)["']/.exec(await settingsOf(project))?.[1] ?? 'app'
}
