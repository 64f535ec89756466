// What starters say for projects of many forms: the steps, the command, the port, and what they ask.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInstructions } from '../../../main/engine/builds/dockerfile'
import { starterFor } from '../../../main/engine/builds/starters/starters'
import type { StarterKind } from '../../../preload/model'
import { makeTestFolder } from '../../support/test-folder'

type Files = Readonly<Record<string, string>>

let folder: string
beforeEach(async () => {
  folder = await makeTestFolder('starter-texts')
})
afterEach(() => rm(folder, { recursive: true }))

interface Written {
  readonly ignored: readonly string[]
  readonly steps: readonly string[]
  readonly command: string
  readonly doubts: readonly string[]
}

async function starter(kind: StarterKind, files: Files): Promise<Written> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  const { dockerfile, ignoreFile, doubts } = await starterFor(folder, kind, 'en')
  const steps = readInstructions(dockerfile).map(({ text }) => text)
  return { ignored: ignoreFile.split('\n'), steps, command: steps.at(-1) ?? '', doubts }
}

const manifest = (content: object): string => JSON.stringify(content)

describe('of Node.js', () => {
  it('builds in a stage of its own where there is something to build, and starts the program itself', async () => {
    const { ignored, steps, command } = await starter('node', {
      'package.json': manifest({ scripts: { build: 'tsc', start: 'node dist/server.js' } }),
      'src/server.ts': 'const port = Number(process.env.PORT ?? 4100)\napp.listen(port)\n',
      'package-lock.json': '{}',
      '.nvmrc': 'v20.11.0\n',
    })
    expect(steps.filter((step) => step.startsWith('FROM'))).toEqual([
      'FROM node:20-slim AS build',
      'FROM node:20-slim',
    ])
    expect(steps).toContain('RUN --mount=type=cache,target=/root/.npm npm ci')
    expect(steps).toContain('RUN npm run build && npm prune --omit=dev')
    expect(steps).toContain('EXPOSE 4100')
    // A server may keep its passwords there.
    expect(ignored).toContain('.env*')
    expect(ignored).not.toContain('!.env.production')
    expect(command).toBe('CMD ["node", "--require", "/usr/local/lib/end.cjs", "dist/server.js"]')
  })

  it.each<[string, Files, RegExp]>([
    ['npm without a lock file', {}, /npm install --omit=dev$/],
    ['pnpm', { 'pnpm-lock.yaml': '' }, /pnpm install --frozen-lockfile .*--prod$/],
    ['yarn 1', { 'yarn.lock': '' }, /yarn install --frozen-lockfile --production/],
    ['yarn from 2 on', { 'yarn.lock': '', '.yarnrc.yml': '' }, /yarn workspaces focus --all --production$/],
  ])('fetches packages by %s', async (_, files, install) => {
    const { steps } = await starter('node', { 'package.json': '{}', 'server.js': 'x', ...files })
    expect(steps.find((step) => step.includes('--mount=type=cache'))).toMatch(install)
    const lists = steps.find((step) => step.startsWith('COPY package.json'))
    for (const name of Object.keys(files)) expect(lists).toContain(name)
  })

  it('hands out the pages that Vite makes, whose addresses are their own', async () => {
    const { ignored, steps } = await starter('node', {
      'package.json': manifest({
        scripts: { build: 'vite build', start: 'vite' },
        devDependencies: { vite: '7' },
      }),
      'vite.config.ts': "export default { build: { outDir: 'public_html' } }",
      'package-lock.json': '{}',
    })
    expect(steps).toContain('FROM nginx:stable')
    expect(ignored).toContain('!.env.production')
    expect(steps).toContain('COPY --from=build /app/public_html /usr/share/nginx/html')
    expect(steps.some((step) => step.includes('try_files $uri $uri/ /index.html'))).toBe(true)
  })

  it('starts what package.json or the usual names say, and asks where neither does', async () => {
    const started = await starter('node', {
      'package.json': manifest({ main: 'lib/begin.js' }),
      'lib/begin.js': 'http.createServer().listen(5000)',
    })
    expect(started.command).toBe('CMD ["node", "--require", "/usr/local/lib/end.cjs", "lib/begin.js"]')
    expect(started.doubts).toEqual([])
    await rm(join(folder, 'lib'), { recursive: true })
    const asking = await starter('node', { 'package.json': '{"scripts": 7' })
    expect(asking.command).toBe('CMD ["node", "--require", "/usr/local/lib/end.cjs", "index.js"]')
    expect(asking.doubts).toEqual([expect.stringContaining('has no "start" script')])
  })

  it('says when the program would be out of reach, and keeps the tool that starts it', async () => {
    const { steps, doubts } = await starter('node', {
      'package.json': manifest({ scripts: { start: 'tsx src/server.ts' } }),
      'src/server.ts': "app.listen(3001, 'localhost')",
    })
    expect(doubts).toEqual([expect.stringContaining('src/server.ts listens on localhost')])
    expect(steps).toContain('EXPOSE 3001')
    expect(steps.find((step) => step.includes('--mount'))).toMatch(/npm install$/)
  })

  it('copies all packages of a workspace before they are put together', async () => {
    const { steps } = await starter('node', {
      'package.json': manifest({ workspaces: ['packages/*'], scripts: { start: 'node a.js' } }),
      'package-lock.json': '{}',
    })
    expect(steps.findIndex((step) => step === 'COPY . .')).toBeLessThan(
      steps.findIndex((step) => step.includes('npm ci')),
    )
  })
})

describe('of Python', () => {
  it.each<[string, Files, string, string?]>([
    [
      'FastAPI',
      { 'requirements.txt': 'FastAPI[standard]>=0.115\n', 'app/main.py': 'api = FastAPI()\n' },
      'CMD ["uvicorn", "app.main:api", "--host", "0.0.0.0", "--port", "8000"]',
    ],
    [
      'FastAPI without its server',
      { 'requirements.txt': 'fastapi\n', 'main.py': 'app: FastAPI = FastAPI()\n' },
      'CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]',
      'pip install -r requirements.txt uvicorn',
    ],
    [
      'Flask',
      { 'requirements.txt': 'flask==3.1\n', 'app.py': 'app = Flask(__name__)\n' },
      'CMD ["flask", "--app", "app:app", "run", "--host", "0.0.0.0", "--port", "8000"]',
    ],
    [
      'Flask by gunicorn',
      { 'requirements.txt': 'flask\ngunicorn\n', 'wsgi.py': 'app = Flask(__name__)\n' },
      'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "wsgi:app"]',
    ],
    [
      'Django',
      { 'manage.py': '', 'requirements.txt': 'Django\n' },
      'CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]',
    ],
    [
      'Django by gunicorn',
      { 'manage.py': '', 'requirements.txt': 'Django\ngunicorn\n', 'shop/wsgi.py': '' },
      'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]',
    ],
    [
      'a single file',
      { 'requirements.txt': '', 'bot.py': 'run(port=9000)' },
      'CMD ["python", "bot.py"]',
      'EXPOSE 9000',
    ],
    [
      'uv',
      { 'pyproject.toml': '', 'uv.lock': '', 'main.py': '' },
      'CMD ["python", "main.py"]',
      'uv sync --frozen --no-dev',
    ],
    [
      'Poetry',
      { 'pyproject.toml': '[tool.poetry]\npython = ">=3.10,<3.13"\n', 'poetry.lock': '', 'main.py': '' },
      'CMD ["python", "main.py"]',
      'poetry install --only main --no-root',
    ],
    [
      'pipenv',
      { Pipfile: '', 'Pipfile.lock': '', 'main.py': '' },
      'CMD ["python", "main.py"]',
      'pipenv install --system --deploy',
    ],
    [
      'a description alone',
      { 'pyproject.toml': '[project]\ndependencies = []\n', 'main.py': '' },
      'CMD ["python", "main.py"]',
      'pip install -r /tmp/packages.txt',
    ],
  ])('serves %s to other computers, not only to its own container', async (_, files, command, step = '') => {
    const written = await starter('python', files)
    expect(written.command).toBe(command)
    expect(written.steps.join('\n')).toContain(step)
    expect(written.doubts).toEqual([])
  })

  it('begins with the Python that is asked for, and with a compiler where a package needs one', async () => {
    expect((await starter('python', { 'main.py': '', '.python-version': '3.11.4\n' })).steps[0]).toBe(
      'FROM python:3.11-slim',
    )
    await rm(join(folder, '.python-version'))
    const { steps } = await starter('python', {
      'pyproject.toml': '[project]\nrequires-python = ">=3.10,<3.13"\ndependencies = ["mysqlclient"]\n',
    })
    expect(steps[0]).toBe('FROM python:3.12')
  })

  it('asks which of several files starts it, and says when it is out of reach', async () => {
    const asking = await starter('python', { 'requirements.txt': '', 'a.py': '', 'b.py': '' })
    expect(asking.doubts).toEqual([expect.stringContaining('Which file starts the program')])
    const local = await starter('python', { 'main.py': "serve(host='127.0.0.1', port=5050)" })
    expect(local.doubts).toEqual([expect.stringContaining('main.py listens on localhost')])
    expect(local.steps).toContain('EXPOSE 5050')
  })
})

describe('of Java', () => {
  const boot = "plugins { id 'org.springframework.boot' version '3.5.0' }\n"
  it('builds Spring Boot by Gradle, with the Java and the port of the project', async () => {
    const { steps, command } = await starter('java-gradle', {
      'build.gradle': `${boot}java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }\n`,
      'src/main/resources/application.yml':
        'spring:\n  a: 1\nserver:\n  address: 0.0.0.0\n  port: ${PORT:9090}\n',
      // Rules for git often leave out its jar.
      gradlew: '',
    })
    expect(steps[0]).toBe('FROM gradle:8-jdk17 AS build')
    expect(steps).toContain('RUN --mount=type=cache,target=/gradle gradle --no-daemon bootJar')
    expect(steps).toContain('FROM eclipse-temurin:17-jre')
    expect(steps).toContain('EXPOSE 9090')
    expect(command).toContain('"-jar", "app.jar"')
  })

  it('uses a Gradle wrapper that is whole, with a Java that it runs on', async () => {
    const { steps } = await starter('java-gradle', {
      'build.gradle': boot,
      gradlew: '',
      'gradle/wrapper/gradle-wrapper.jar': 'x',
      'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://x/gradle-7.6.1-bin.zip\n',
    })
    expect(steps[0]).toBe('FROM eclipse-temurin:17-jdk AS build')
    expect(steps).toContain('RUN --mount=type=cache,target=/gradle ./gradlew --no-daemon bootJar')
  })

  it('finds the module that is the program', async () => {
    const { steps, command, doubts } = await starter('java-gradle', {
      'settings.gradle.kts': 'rootProject.name = "shop"\ninclude("core", ":app")\n',
      'core/build.gradle.kts': 'plugins { `java-library` }\n',
      'app/build.gradle.kts': 'plugins {\n    application\n}\njvmToolchain(25)\n',
    })
    expect(steps[0]).toBe('FROM gradle:9-jdk25 AS build')
    expect(steps).toContain('RUN --mount=type=cache,target=/gradle gradle --no-daemon :app:installDist')
    expect(steps).toContain('COPY --from=build /app/app/build/install/app ./')
    expect(command).toBe('CMD ["bin/app"]')
    expect(doubts).toEqual([])

    const maven = await starter('java-maven', {
      'pom.xml': '<project><modules><module>core</module><module>web</module></modules></project>',
      'core/pom.xml': '<project/>',
      'web/pom.xml': '<java.version>1.8</java.version><artifactId>spring-boot-maven-plugin</artifactId>',
      'web/src/main/resources/application.properties': 'server.port=8081\n',
    })
    expect(maven.steps[0]).toBe('FROM maven:3-eclipse-temurin-8 AS build')
    expect(maven.steps.find((step) => step.includes('package'))).toContain('-DskipTests -pl web -am')
    expect(maven.steps).toContain('COPY --from=build /app/web/target/*.jar app.jar')
    expect(maven.steps).toContain('EXPOSE 8081')
    expect(maven.doubts).toEqual([])
  })

  it('asks which of several modules, and for the class to start', async () => {
    const { doubts } = await starter('java-maven', {
      'pom.xml': '<project><modules><module>a</module><module>b</module></modules></project>',
    })
    expect(doubts.map((doubt) => doubt.slice(0, 30))).toEqual(
      ['The project has several module', '"java -jar" needs a jar that na'].map((text) => text.slice(0, 30)),
    )
    expect((await starter('java-gradle', { 'build.gradle': "plugins { id 'java' }" })).doubts).toHaveLength(1)
  })

  it('runs a war without a server in Tomcat, and uses a Maven wrapper that is whole', async () => {
    const { steps, doubts } = await starter('java-maven', {
      'pom.xml': '<packaging>war</packaging><maven.compiler.source>17</maven.compiler.source>',
      mvnw: '',
      '.mvn/wrapper/maven-wrapper.properties': 'wrapperVersion=3.3.2\n',
    })
    expect(steps).toContain(
      'RUN --mount=type=cache,target=/root/.m2 ./mvnw -B package -DskipTests && rm -f /app/target/original-*.jar',
    )
    expect(steps).toContain('FROM tomcat:10-jre17')
    expect(steps).toContain('COPY --from=build /app/target/*.war webapps/ROOT.war')
    expect(doubts).toEqual([])
  })
})

describe('of Go', () => {
  it('builds what is at the top, with the files that it reads', async () => {
    const { steps, doubts } = await starter('go', {
      'go.mod': 'module shop\n',
      'main.go':
        'package main\nvar t = template.ParseGlob("templates/*")\nvar s = ListenAndServe(":9000", nil)\n',
      'templates/a.html': '',
      'static/a.css': '',
    })
    expect(steps.find((step) => step.includes('go build'))).toMatch(/CGO_ENABLED=0 go build -o \/program \.$/)
    expect(steps).toContain('COPY templates templates')
    expect(steps).not.toContain('COPY static static')
    expect(steps).toContain('EXPOSE 9000')
    expect(doubts).toEqual([])
  })

  it('finds the program below cmd/, asks about several, and keeps C for those that need it', async () => {
    const one = await starter('go', {
      'go.mod': 'module shop\nrequire github.com/mattn/go-sqlite3 v1.14.0\n',
      'cmd/shop/main.go': 'package main\nvar a = "localhost:7000"\n',
    })
    expect(one.steps.find((step) => step.includes('go build'))).toMatch(/CGO_ENABLED=1 .* \.\/cmd\/shop$/)
    expect(one.steps).toContain('FROM debian:stable-slim')
    expect(one.doubts).toEqual([expect.stringContaining('cmd/shop/main.go listens on localhost')])
    const several = await starter('go', {
      'cmd/api/main.go': 'package main\n',
      'cmd/server/main.go': 'package main\n',
    })
    expect(several.doubts[0]).toContain('./cmd/api is built')
  })
})
