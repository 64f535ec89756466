// Starters of projects in Python.
import {
  ask,
  dropRights,
  keptDownloads,
  listens,
  listFirst,
  onlyLocal,
  opening,
  say,
  whenStarted,
  type StarterLine,
} from './lines'
import { findIn, portOf, type Project } from './project'

export async function pythonStarter(project: Project): Promise<readonly StarterLine[]> {
  const lists = await project.read('requirements.txt')
  const described = await project.read('pyproject.toml')
  const has = packagesOf(`${lists}\n${described}\n${await project.read('Pipfile')}`)
  const compiled = needCompiler.find((name) => has.has(name))
  const version = await versionOf(project, described)
  const start = await startOf(project, has)
  const steps = packageSteps(project.names, { lists, described }, start.missing)
  return [
    ...opening,
    compiled === undefined
      ? say(
          'The image to begin with: a small Linux with Python. "slim" leaves out compilers.',
          '시작할 이미지예요. Python이 있는 작은 Linux이고, "slim"에는 컴파일러가 없어요.',
        )
      : say(
          `The image to begin with: a Linux with Python, and with the compiler that ${compiled} needs.`,
          `시작할 이미지예요. Python과, ${compiled}에 필요한 컴파일러가 있는 Linux예요.`,
        ),
    `FROM python:${version}${compiled === undefined ? '-slim' : ''}`,
    say(
      'Shows what the program prints at once, and leaves no compiled files behind.',
      '출력을 바로 보여 주고, 컴파일된 파일을 남기지 않아요.',
    ),
    'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    'WORKDIR /app',
    'RUN useradd --create-home app',
    ...steps,
    ...(steps.includes('COPY . .') ? [] : ['COPY . .']),
    dropRights,
    'USER app',
    ...(start.local === undefined ? [] : [onlyLocal(start.local)]),
    ...listens(
      start.port,
      `python -c "import socket; socket.create_connection(('127.0.0.1', ${start.port}), 3)"`,
    ),
    ...start.lines,
  ]
}

/** Packages of which PyPI has no compiled form for Linux. */
const needCompiler = ['mysqlclient', 'psycopg2', 'pycairo', 'python-ldap', 'uwsgi']

const pip = 'RUN --mount=type=cache,target=/root/.cache/pip pip install'

const refersToFiles = /^\s*(?:-[rcef]\b|--(?:requirement|constraint|editable|find-links)\b|\.{1,2}\/|file:)/m
const wholeFirst = say(
  'The list names files of the project, so the whole of it is copied before.',
  '패키지 목록이 프로젝트의 다른 파일을 가리키므로 전체를 먼저 복사해요.',
)

/** @param missing what the program is started with and no list has */
function packageSteps(
  names: ReadonlySet<string>,
  { lists, described }: { readonly lists: string; readonly described: string },
  missing: readonly string[],
): readonly StarterLine[] {
  const more = missing.map((name) => ` ${name}`).join('')
  if (names.has('uv.lock'))
    return [
      listFirst,
      'COPY pyproject.toml uv.lock ./',
      `${pip} uv`,
      keptDownloads,
      'RUN --mount=type=cache,target=/root/.cache/uv UV_LINK_MODE=copy uv sync --frozen --no-dev --no-install-project',
      'ENV PATH=/app/.venv/bin:$PATH',
    ]
  if (names.has('poetry.lock') || /^\[tool\.poetry\]/m.test(described))
    return [
      listFirst,
      `COPY pyproject.toml ${names.has('poetry.lock') ? 'poetry.lock ' : ''}./`,
      `${pip} poetry`,
      keptDownloads,
      'RUN --mount=type=cache,target=/root/.cache/pypoetry POETRY_VIRTUALENVS_CREATE=false poetry install --only main --no-root',
    ]
  if (names.has('Pipfile'))
    return [
      listFirst,
      `COPY Pipfile ${names.has('Pipfile.lock') ? 'Pipfile.lock ' : ''}./`,
      `${pip} pipenv && pipenv install --system${names.has('Pipfile.lock') ? ' --deploy' : ''}`,
    ]
  // A list that names files of the project cannot be read without them.
  if (names.has('requirements.txt') && refersToFiles.test(lists))
    return [wholeFirst, 'COPY . .', keptDownloads, `${pip} -r requirements.txt${more}`]
  if (names.has('requirements.txt'))
    return [listFirst, 'COPY requirements.txt ./', keptDownloads, `${pip} -r requirements.txt${more}`]
  if (!names.has('pyproject.toml')) return []
  return [
    listFirst,
    'COPY pyproject.toml ./',
    say(
      'Takes the names of the packages out of the description: the program itself need not be a package.',
      '설명 파일에서 패키지 이름만 꺼내요. 프로그램 자체를 패키지로 만들 필요는 없어요.',
    ),
    `RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb')).get('project', {}).get('dependencies', []), sep='\\n')" > /tmp/packages.txt`,
    keptDownloads,
    `${pip} -r /tmp/packages.txt${more}`,
  ]
}

interface Start {
  readonly lines: readonly StarterLine[]
  readonly port: number
  readonly missing: readonly string[]
  /** A file that listens on localhost. */
  readonly local?: string
}

const usualFiles = ['main', 'app', 'server', 'run', 'wsgi', 'asgi'].flatMap((name) => [
  `${name}.py`,
  `app/${name}.py`,
  `src/${name}.py`,
  `src/app/${name}.py`,
])

/** Frameworks are served by a server of theirs: what a program would do itself listens on localhost. */
async function startOf(project: Project, has: ReadonlySet<string>): Promise<Start> {
  const served = (port: number, words: readonly string[], missing: readonly string[] = []): Start => ({
    lines: [whenStarted, `CMD [${words.map((word) => `"${word}"`).join(', ')}]`],
    port,
    missing: missing.filter((name) => !has.has(name)),
  })
  const at8000 = ['--host', '0.0.0.0', '--port', '8000']
  if (project.names.has('manage.py')) {
    const wsgi = has.has('gunicorn') ? await packageWith(project, 'wsgi.py') : undefined
    return wsgi === undefined
      ? served(8000, ['python', 'manage.py', 'runserver', '0.0.0.0:8000'])
      : served(8000, ['gunicorn', '--bind', '0.0.0.0:8000', `${wsgi}.wsgi`])
  }
  const made = await findIn(project, usualFiles, /^(\w+)\s*(?::[^=\n]*)?=\s*(FastAPI|Flask)\(/m)
  const module = (made?.file ?? fallback(project.names)).replace(/\.py$/, '').replaceAll('/', '.')
  const [, variable = 'app', framework] = made?.match ?? []
  if (framework === 'FastAPI' || (framework === undefined && has.has('fastapi')))
    return served(8000, ['uvicorn', `${module}:${variable}`, ...at8000], ['uvicorn'])
  if (framework === 'Flask' || has.has('flask')) {
    const words = has.has('gunicorn') ? ['gunicorn', '--bind', '0.0.0.0:8000'] : undefined
    // A function that makes it is found by its name.
    const target = made ? `${module}:${variable}` : module
    const start = served(8000, words ? [...words, target] : ['flask', '--app', target, 'run', ...at8000])
    return words ? start : { ...start, lines: [...endsBy, ...start.lines] }
  }
  if (has.has('streamlit')) {
    const address = ['--server.address', '0.0.0.0', '--server.port', '8501']
    return served(8501, ['streamlit', 'run', `${module.replaceAll('.', '/')}.py`, ...address])
  }
  return plain(project)
}

/** As the first process of a container, Python does not end at the usual signal, and would be killed after 10 s. */
const endsBy: readonly StarterLine[] = [
  say(
    'Asked to stop, Python ends at once by this signal, as by Ctrl+C; the usual one it would not hear here.',
    '컨테이너를 멈출 때 보내는 신호예요. Python은 Ctrl+C와 같은 이 신호에 바로 끝나지만 기본 신호에는 끝나지 않아요.',
  ),
  'STOPSIGNAL SIGINT',
]

const fallback = (names: ReadonlySet<string>): string =>
  usualFiles.find((name) => names.has(name)) ?? 'main.py'

async function plain(project: Project): Promise<Start> {
  const own = [...project.names].filter(
    (name) => /^[\w.-]+\.py$/.test(name) && !/^(?:setup|conftest|test_.*)\.py$/.test(name),
  )
  const file = usualFiles.find((name) => project.names.has(name)) ?? (own.length === 1 ? own[0] : undefined)
  const files = [file ?? 'main.py']
  const told = await findIn(
    project,
    files,
    /\bport\s*=\s*(\d{2,5})\b|\(\s*["'][\d.]*["']\s*,\s*(\d{2,5})\s*\)/i,
  )
  const local = await findIn(
    project,
    files,
    /\bhost\s*=\s*["'](?:localhost|127\.0\.0\.1)["']|\(\s*["'](?:localhost|127\.0\.0\.1)["']\s*,\s*\d/i,
  )
  const unknown = ask(
    'Which file starts the program cannot be told from their names: write its name here.',
    '어느 파일이 프로그램을 시작하는지 이름으로는 알 수 없어요. 그 파일 이름을 쓰세요.',
  )
  return {
    lines: [...endsBy, file === undefined ? unknown : whenStarted, `CMD ["python", "${files[0]}"]`],
    port: portOf(told?.match[1] ?? told?.match[2], 8000),
    missing: [],
    ...(local ? { local: local.file } : {}),
  }
}

/** The folder with this file in it. */
async function packageWith(project: Project, file: string): Promise<string | undefined> {
  for (const name of project.names)
    if (/^\w+$/.test(name) && (await project.list(name)).includes(file)) return name
  return undefined
}

/** What `.python-version` names, or the newest that pyproject.toml allows. */
async function versionOf({ read }: Project, described: string): Promise<string> {
  const said = /^3\.\d+/.exec((await read('.python-version')).trim())?.[0]
  if (said !== undefined) return said
  const allowed = /requires-python\s*=\s*["']([^"']*)["']|^python\s*=\s*["']([^"']*)["']/m.exec(described)
  const words = allowed?.[1] ?? allowed?.[2] ?? ''
  const below = /<\s*3\.(\d+)/.exec(words)?.[1]
  const only = /(?:==|~=|~)\s*(3\.\d+)/.exec(words)?.[1]
  if (only !== undefined) return only
  return below === undefined ? '3.13' : `3.${Math.min(Number(below) - 1, 13)}`
}

/** Of `flask==3.1`, `"fastapi[standard]>=0.1"` and the like, the name. */
function packagesOf(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/(?:^\s*|[[,]\s*)["']?([A-Za-z][\w.-]*)/gm)].map(([, name = '']) =>
    name.toLowerCase().replaceAll('_', '-'),
  )
  // It brings its server along.
  return new Set(/\bfastapi\[\w*(?:standard|all)/i.test(text) ? [...names, 'uvicorn'] : names)
}
