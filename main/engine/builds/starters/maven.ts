// Starters of Java projects that Maven builds.
import { josa } from '../../../../preload/text'
import { javaRun, nextVersion, runJar, testsElsewhere } from './java'
import {
  ask,
  byBash,
  keptDownloads,
  listens,
  opening,
  ownBuildStage,
  say,
  whenStarted,
  type StarterLine,
} from './lines'
import type { Project } from './project'

export async function mavenStarter(project: Project): Promise<readonly StarterLine[]> {
  const root = await project.read('pom.xml')
  const module = await moduleOf(project, root)
  const own = module.path === '' ? root : await project.read(`${module.path}/pom.xml`)
  const isWrapped = project.names.has('mvnw') && (await project.has('.mvn/wrapper/maven-wrapper.properties'))
  const version = nextVersion(javaOf(own) ?? javaOf(root))
  const made = `/app/${module.path === '' ? '' : `${module.path}/`}target`
  const chosen = module.path === '' ? '' : ` -pl ${module.path} -am`
  const builds: readonly StarterLine[] = [
    ...opening,
    ownBuildStage,
    isWrapped
      ? `FROM eclipse-temurin:${version}-jdk AS build`
      : `FROM maven:3-eclipse-temurin-${version} AS build`,
    'WORKDIR /app',
    'COPY . .',
    ...(isWrapped ? ['RUN chmod +x mvnw'] : []),
    ...(module.isGuess ? [guessed(module.path)] : []),
    keptDownloads,
    testsElsewhere,
    // Shade keeps the jar without libraries beside the one with them.
    `RUN --mount=type=cache,target=/root/.m2 ${isWrapped ? './mvnw' : 'mvn'} -B package -DskipTests${chosen} && rm -f ${made}/original-*.jar`,
  ]
  const boots = /spring-boot-maven-plugin/.test(own)
  if (/<packaging>\s*war\s*</.test(own) && !boots) return [...builds, ...inTomcat(made, version)]
  const isAlone = boots || /<mainClass>|<Main-Class>/.test(own)
  const jar = /jar-with-dependencies/.test(own)
    ? '*-jar-with-dependencies.jar'
    : /<packaging>\s*war\s*</.test(own)
      ? '*.war'
      : '*.jar'
  return [
    ...builds,
    ...(isAlone ? [] : [noMainClass]),
    ...(await javaRun(project, version, {
      below: module.path,
      copy: `COPY --from=build ${made}/${jar} app.jar`,
      command: runJar,
    })),
  ]
}

const noMainClass = ask(
  '"java -jar" needs a jar that names its Main-Class and has its libraries in it: the plugins of Spring Boot, Shade and Assembly see to that, and pom.xml has none of them.',
  '"java -jar"에는 Main-Class와 라이브러리가 들어 있는 jar가 필요해요. Spring Boot, Shade, Assembly 플러그인이 해 주지만 pom.xml에 없어요.',
)

const guessed = (path: string): StarterLine =>
  ask(
    `The project has several modules. ${path} is taken for the program: name another one here and below if it is not.`,
    `모듈이 여러 개예요. ${path}${josa(path, '을/를')} 프로그램으로 보았으니, 아니라면 여기와 아래의 이름을 바꾸세요.`,
  )

/** A war without a server of its own. */
const inTomcat = (made: string, version: string): readonly StarterLine[] => [
  '',
  say(
    'The image itself: the server Tomcat, which runs your program at the address /.',
    '실제 이미지예요. 서버 Tomcat이 / 주소에서 프로그램을 실행해요.',
  ),
  `FROM tomcat:10-jre${version === '8' ? '11' : version}`,
  `COPY --from=build ${made}/*.war webapps/ROOT.war`,
  ...listens(8080, byBash(8080)),
  whenStarted,
  'CMD ["catalina.sh", "run"]',
]

const javaOf = (pom: string): string | undefined =>
  /<(?:java\.version|maven\.compiler\.release|maven\.compiler\.source|release|source)>\s*(?:1\.)?(\d+)\s*</.exec(
    pom,
  )?.[1]

interface Module {
  readonly path: string
  readonly isGuess: boolean
}

/** Of several modules the one that is a program by itself. */
async function moduleOf(project: Project, root: string): Promise<Module> {
  const paths = [...root.matchAll(/<module>\s*([\w./-]+)\s*<\/module>/g)]
    .map(([, path = '']) => path)
    .filter((path) => !path.includes('..'))
  if (paths.length === 0) return { path: '', isGuess: false }
  const poms = await Promise.all(
    paths.map(async (path) => ({ path, pom: await project.read(`${path}/pom.xml`) })),
  )
  const programs = poms.filter(({ pom }) =>
    /spring-boot-maven-plugin|<mainClass>|<packaging>\s*war\s*</.test(pom),
  )
  const likely = programs.length > 0 ? programs : poms
  return { path: likely[0]?.path ?? '', isGuess: likely.length > 1 }
}
