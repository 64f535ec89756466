// Starters of projects in Python, Java and Go.
import { dropRights, listens, opening, say, whenStarted, type StarterLine } from './lines'
import type { Project } from './project'

export function pythonStarter(project: Project): readonly StarterLine[] {
  const { names } = project
  const listed = names.has('requirements.txt')
  return [
    ...opening,
    say(
      'The image to begin with: a small Linux with Python. "slim" leaves out compilers.',
      '시작할 이미지예요. Python이 있는 작은 Linux이고, "slim"에는 컴파일러가 없어요.',
    ),
    'FROM python:3.13-slim',
    say(
      'Shows what the program prints at once, and leaves no compiled files behind.',
      '출력을 바로 보여 주고, 컴파일된 파일을 남기지 않아요.',
    ),
    'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    'WORKDIR /app',
    ...(listed
      ? [
          say(
            'Only the list of packages: as long as it stays the same, the packages are not fetched again.',
            '패키지 목록만 먼저 복사해요. 목록이 그대로면 패키지를 다시 받지 않아요.',
          ),
          'COPY requirements.txt ./',
          'RUN pip install --no-cache-dir -r requirements.txt',
          'COPY . .',
        ]
      : ['COPY . .', ...(names.has('pyproject.toml') ? ['RUN pip install --no-cache-dir .'] : [])]),
    dropRights,
    'RUN useradd --system app',
    'USER app',
    ...listens(8000),
    whenStarted,
    pythonCommand(project),
  ]
}

function pythonCommand({ names, pythonPackages: has }: Project): string {
  const file = ['main.py', 'app.py', 'server.py'].find((name) => names.has(name)) ?? 'main.py'
  const name = file.replace(/\.py$/, '')
  if (names.has('manage.py')) return 'CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]'
  if (has.has('fastapi')) return `CMD ["uvicorn", "${name}:app", "--host", "0.0.0.0", "--port", "8000"]`
  if (has.has('flask'))
    return `CMD ["flask", "--app", "${name}", "run", "--host", "0.0.0.0", "--port", "8000"]`
  return `CMD ["python", "${file}"]`
}

const javaBuild = say(
  'A stage of its own for the build: compiler and build tool do not get into the image.',
  '빌드는 따로 된 단계에서 해요. 컴파일러와 빌드 도구는 이미지에 남지 않아요.',
)
const fetchedOnce = say(
  'The build description alone: as long as it stays the same, the libraries are not fetched again.',
  '빌드 설명 파일만 먼저 복사해요. 그대로면 라이브러리를 다시 받지 않아요.',
)
const javaRun: readonly StarterLine[] = [
  '',
  say(
    'The image itself: a Java runtime and your program.',
    '실제 이미지예요. Java 실행 환경과 프로그램만 있어요.',
  ),
  'FROM eclipse-temurin:21-jre',
  'WORKDIR /app',
]
const javaStart: readonly StarterLine[] = [
  dropRights,
  'RUN useradd --system app',
  'USER app',
  ...listens(8080),
  say(
    'What runs when a container starts. Java takes at most three quarters of the memory that the container may use.',
    '컨테이너를 시작하면 실행하는 명령이에요. Java는 컨테이너 메모리의 4분의 3까지만 써요.',
  ),
  'CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]',
]

export const gradleStarter = ({ names }: Project): readonly StarterLine[] => {
  const wrapped = names.has('gradlew')
  const gradle = wrapped ? './gradlew' : 'gradle'
  const files = [
    ...['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts', 'gradle.properties'],
    ...(wrapped ? ['gradlew'] : []),
  ].filter((name) => names.has(name))
  return [
    ...opening,
    javaBuild,
    wrapped ? 'FROM eclipse-temurin:21-jdk AS build' : 'FROM gradle:8-jdk21 AS build',
    'WORKDIR /app',
    fetchedOnce,
    `COPY ${files.join(' ')} ./`,
    ...(wrapped ? ['COPY gradle gradle', 'RUN chmod +x gradlew'] : []),
    `RUN ${gradle} --no-daemon dependencies`,
    'COPY . .',
    say(
      'Tests run where your code is checked; here only the program is put together.',
      '테스트는 코드를 검사하는 곳에서 하고, 여기서는 프로그램만 만들어요.',
    ),
    `RUN ${gradle} --no-daemon build -x test && rm -f build/libs/*-plain.jar`,
    ...javaRun,
    'COPY --from=build /app/build/libs/*.jar app.jar',
    ...javaStart,
  ]
}

export const mavenStarter = ({ names }: Project): readonly StarterLine[] => {
  const wrapped = names.has('mvnw')
  const maven = wrapped ? './mvnw' : 'mvn'
  return [
    ...opening,
    javaBuild,
    wrapped ? 'FROM eclipse-temurin:21-jdk AS build' : 'FROM maven:3-eclipse-temurin-21 AS build',
    'WORKDIR /app',
    fetchedOnce,
    ...(wrapped ? ['COPY mvnw pom.xml ./', 'COPY .mvn .mvn', 'RUN chmod +x mvnw'] : ['COPY pom.xml ./']),
    `RUN ${maven} -B dependency:go-offline`,
    'COPY . .',
    `RUN ${maven} -B package -DskipTests`,
    ...javaRun,
    'COPY --from=build /app/target/*.jar app.jar',
    ...javaStart,
  ]
}

export const goStarter = ({ names }: Project): readonly StarterLine[] => [
  ...opening,
  say(
    'A stage of its own for the build: the compiler does not get into the image.',
    '빌드는 따로 된 단계에서 해요. 컴파일러는 이미지에 남지 않아요.',
  ),
  'FROM golang:1 AS build',
  'WORKDIR /src',
  say(
    'The lists of modules alone: as long as they stay the same, the modules are not fetched again.',
    '모듈 목록만 먼저 복사해요. 그대로면 모듈을 다시 받지 않아요.',
  ),
  `COPY go.mod ${names.has('go.sum') ? 'go.sum ' : ''}./`,
  'RUN go mod download',
  'COPY . .',
  say(
    'Without C libraries, so that the program runs in an image that has none.',
    'C 라이브러리가 없는 이미지에서도 실행되게 만들어요.',
  ),
  'RUN CGO_ENABLED=0 go build -o /app .',
  '',
  say(
    'The image itself: a very small Linux and your program.',
    '실제 이미지예요. 아주 작은 Linux와 프로그램만 있어요.',
  ),
  'FROM alpine:3',
  'COPY --from=build /app /app',
  dropRights,
  'USER nobody',
  ...listens(8080),
  whenStarted,
  'CMD ["/app"]',
]
