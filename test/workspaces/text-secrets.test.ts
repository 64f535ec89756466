// Secrets that stand inside of commands, labels, checks and configuration are found, and nothing else is.
import { describe, expect, it } from 'vitest'
import { composeJson, type ComposeJson } from '../../main/base/compose-json'
import { exportedFile } from '../../main/workspaces/exported-file'
import { findLeftOut } from '../../main/workspaces/left-out'
import { secretMark } from '../../preload/secret-marks'
import { secretsInTexts } from '../../main/workspaces/text-secrets'

const found = (service: object, content?: string): string[] => {
  const configs = content === undefined ? {} : { configs: { c: { content } } }
  const config = composeJson.parse({ name: 'p', services: { a: service }, ...configs })
  const [one] = Object.values(config.services)
  return one ? secretsInTexts(one, config).map(({ subject, value }) => `${subject}=${value}`) : []
}

describe('a secret in a text', () => {
  it.each([
    [{ command: ['redis-server', '--requirepass', 'hunter2'] }, 'command.requirepass=hunter2'],
    [{ command: ['redis-server', '--requirepass=hunter2'] }, 'command.requirepass=hunter2'],
    [{ command: ['sh', '-c', 'redis-server --requirepass "hunter2" &'] }, 'command.requirepass=hunter2'],
    [
      { entrypoint: ['java', '-Dspring.datasource.password=hunter2'] },
      'entrypoint.spring_datasource_password=hunter2',
    ],
    [
      { environment: { JAVA_OPTS: '-Xmx1g -Ddb.password=hunter2' } },
      'environment.JAVA_OPTS.db_password=hunter2',
    ],
    [
      { healthcheck: { test: ['CMD-SHELL', 'PGPASSWORD=hunter2 psql -c x'] } },
      'healthcheck.test.PGPASSWORD=hunter2',
    ],
    [
      { healthcheck: { test: ['CMD', 'redis-cli', '-a', 'hunter2', 'ping'] } },
      'healthcheck.test.password=hunter2',
    ],
    [
      { healthcheck: { test: ['CMD', 'mysqladmin', 'ping', '-uroot', '-phunter2'] } },
      'healthcheck.test.password=hunter2',
    ],
    [
      { healthcheck: { test: ['CMD-SHELL', 'curl -fu admin:hunter2 http://x'] } },
      'healthcheck.test.password=hunter2',
    ],
    [{ command: ['sh', '-c', 'export DB_PASSWORD=hunter2; app'] }, 'command.DB_PASSWORD=hunter2'],
    [{ command: ['sh', '-c', 'run -e DB_PASSWORD=hunter2 app'] }, 'command.DB_PASSWORD=hunter2'],
    [{ command: ['app', 'pg://u:hunter2@db/x'] }, 'command.password=hunter2'],
    [{ labels: { 'com.acme.api-token': 'hunter2' } }, 'labels.com.acme.api-token=hunter2'],
    [{ logging: { options: { 'splunk-token': 'hunter2' } } }, 'logging.options.splunk-token=hunter2'],
    [{ command: ['app', `ghp_${'a'.repeat(36)}`] }, `command.key=ghp_${'a'.repeat(36)}`],
  ])('is found in %j', (service, secret) => {
    expect(found(service)).toEqual([secret])
  })

  it.each([
    ['port 6379\nrequirepass hunter2\n', 'configs.c.requirepass=hunter2'],
    ['[db]\nuser = app\npassword = "hunter2"\n', 'configs.c.password=hunter2'],
    ['db:\n  password: hunter2\n  pool: 5\n', 'configs.c.password=hunter2'],
    ['{"user": "app", "db_password": "hunter2"}', 'configs.c.db_password=hunter2'],
  ])('is found in the configuration %j', (content, secret) => {
    expect(found({ configs: [{ source: 'c' }] }, content)).toEqual([secret])
  })

  it.each([
    { command: ['sh', '-c', 'redis-server --requirepass "$REDIS_PASSWORD"'] },
    { command: ['app', '--password-file', '/run/secrets/db', '--private-key=/etc/ssl/k.pem', '--verbose'] },
    { command: ['mysqld', '--default-authentication-plugin=mysql_native_password', '--skip-name-resolve'] },
    { command: ['app', '--password', secretMark('DB_PASSWORD')] },
    { healthcheck: { test: ['CMD-SHELL', 'pg_isready -U postgres && test -e /tmp/token'] } },
    { healthcheck: { test: ['CMD', 'mysqladmin', 'ping', '-h', '127.0.0.1', '-P', '3306'] } },
    { labels: { 'traefik.enable': 'true', 'com.acme.secret': 'true' } },
    { command: ['echo', 'the password is elsewhere'] },
    { environment: { DB_PASSWORD: 'hunter2' } },
  ])('is not seen in %j', (service) => {
    expect(found(service)).toEqual([])
  })
})

describe('an export of secrets in texts', () => {
  const service = {
    image: 'redis',
    command: ['redis-server', '--requirepass', 'hunter2', '--port', '$PORT'],
    healthcheck: { test: ['CMD-SHELL', 'redis-cli -a hunter2 ping'] },
    labels: { 'com.acme.token': 'other-value' },
    configs: [{ source: 'c' }],
  }
  const config: ComposeJson = composeJson.parse({
    name: 'p',
    services: { cache: service, app: { image: 'app', environment: { REDIS_PASSWORD: 'hunter2' } } },
    configs: { c: { content: 'masterauth third\nport 1\n' } },
  })
  const exportWith = async (keep: readonly string[]) => {
    const leftOut = await findLeftOut(config, '/team', new Set(['cache', 'app']))
    const request = {
      ...{ project: 'p', title: 'P', services: ['cache', 'app'], volumes: [], seeds: [] },
      ...{ images: false, keep },
    }
    const options = { config, folder: '/team', request, leftOut, block: undefined, archives: [] }
    const file = await exportedFile({
      ...options,
      images: new Map(),
      comeAlong: new Set(),
      memory: new Map(),
      known: {},
    })
    return { leftOut, ...file }
  }

  it('lists each, asks for each value once, and has none of them in the file', async () => {
    const { leftOut, text, secrets } = await exportWith([])
    expect(leftOut.map(({ service: of, subject }) => `${of}/${subject}`).sort()).toEqual([
      'app/REDIS_PASSWORD',
      'cache/command.requirepass',
      'cache/configs.c.masterauth',
      'cache/healthcheck.test.password',
      'cache/labels.com.acme.token',
    ])
    expect(secrets).toEqual({ REDIS_PASSWORD: 'hunter2', COM_ACME_TOKEN: 'other-value', MASTERAUTH: 'third' })
    for (const value of Object.values(secrets)) expect(text).not.toContain(value)
    expect(text).toContain('redis-cli -a ${REDIS_PASSWORD} ping')
    expect(text).toContain('masterauth ${MASTERAUTH}')
    expect(text).toContain('$$PORT')
  })

  it('leaves the one that somebody keeps', async () => {
    const { text, secrets } = await exportWith(['cache/labels.com.acme.token'])
    expect(text).toContain('other-value')
    expect(Object.keys(secrets)).toEqual(['REDIS_PASSWORD', 'MASTERAUTH'])
  })
})
