// The catalogue: complete entries, and lines that programs understand whatever the password is.
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formOf } from '../../renderer/catalogue/form'
import { connectionLines, stacks } from '../../renderer/catalogue/connection'
import { catalogue, hostPortOf } from '../../preload/catalogue'
import { missingVariables } from '../../renderer/run/required-variables'

const fresh = { volumes: new Set<string>(), ports: [] }

const asRun = (id: string, password: string) => {
  const entry = catalogue.find((one) => one.id === id)
  if (!entry) throw new Error(`no entry ${id}`)
  return [...entry.env, ...entry.passwords.map((name) => ({ name, value: password }))]
}

describe('the catalogue', () => {
  it.each(catalogue)('has for $name all that its image asks for', (entry) => {
    const env = asRun(entry.id, 'secret').map((one, key) => ({ key, ...one }))
    expect(missingVariables({ image: entry.image, env })).toEqual([])
    expect(entry.ports.length).toBeGreaterThan(0)
    expect(entry.health).toBeTruthy()
    // A web server has nothing to protect, and a mail catcher takes any login.
    expect(entry.passwords.length > 0).toBe(entry.kind !== 'web' && entry.kind !== 'mail')
    const form = formOf(entry, fresh)
    const passwords = form.env.filter(({ name }) => entry.passwords.includes(name)).map(({ value }) => value)
    expect(passwords.every((value) => value.length > 20)).toBe(true)
    expect(
      new Set([...passwords, ...formOf(entry, fresh).env.map(({ value }) => value)]).size,
    ).toBeGreaterThanOrEqual(passwords.length * 2)
  })

  it('pins a version of everything that has versions, and keeps the data of what has some', () => {
    for (const { image, kind, volume } of catalogue) {
      expect(image).toMatch(/^[a-z/]+:[\w.-]+$/)
      expect(volume === undefined).toBe(kind === 'web')
    }
    const names = catalogue.flatMap(({ volume }) => (volume ? [volume.name] : []))
    expect(new Set(names).size).toBe(names.length)
  })

  it('begins with data of its own, and at the port that was chosen in place of the usual one', () => {
    const mysql = catalogue.find(({ id }) => id === 'mysql')
    if (!mysql) throw new Error('no MySQL')
    const volumes = new Set(['mysql-data', 'mysql-data-2'])
    const form = formOf(mysql, { volumes, ports: [{ port: 3306, use: 3310 }] })
    expect(form.data.map(({ volume }) => volume)).toEqual(['mysql-data-3'])
    expect(form.ports.map(({ host, container }) => [host, container])).toEqual([['3310', '3306']])
  })

  it('puts no server on a port of the system', () => {
    expect(hostPortOf(80)).toBe(8080)
    expect(hostPortOf(3306)).toBe(3306)
  })
})

describe('lines to copy', () => {
  it('name the port that the container really got', () => {
    const lines = connectionLines({ entry: 'mysql', hostPort: () => 3307, env: asRun('mysql', 'pw') })
    expect(lines?.spring).toBe(
      'spring.datasource.url=jdbc:mysql://localhost:3307/app\nspring.datasource.username=root\nspring.datasource.password=pw',
    )
    expect(lines?.node).toBe('DATABASE_URL="mysql://root:pw@localhost:3307/app"')
    expect(lines?.go).toContain('tcp(localhost:3307)/app')
    const redis = connectionLines({ entry: 'redis', hostPort: () => 6380, env: asRun('redis', 'p w') })
    expect(redis?.node).toBe('REDIS_URL="redis://:p%20w@localhost:6380/0"')
    expect(redis?.spring).toContain('spring.data.redis.password=p w')
    const mail = connectionLines({ entry: 'maildev', hostPort: (port) => port + 1, env: [] })
    expect(mail?.python).toBe('SMTP_URL="smtp://localhost:1026"')
  })

  it('say what no variable can: where the bucket goes, and by which name Python finds the region', () => {
    const env = asRun('seaweedfs', 'k')
    const lines = connectionLines({ entry: 'seaweedfs', hostPort: () => 8333, env })
    expect(lines?.node).toMatch(/^# new S3Client\(\{ forcePathStyle: true \}\)\n/)
    expect(lines?.go).toMatch(/^# s3\.Options\{UsePathStyle: true\}\n/)
    for (const text of [lines?.node, lines?.python, lines?.go])
      expect(parseEnv(text ?? '')).toMatchObject({
        ...{
          AWS_ENDPOINT_URL_S3: 'http://localhost:8333',
          AWS_ACCESS_KEY_ID: 'app',
          AWS_SECRET_ACCESS_KEY: 'k',
        },
        S3_BUCKET: 'app',
      })
    expect(parseEnv(lines?.python ?? '').AWS_DEFAULT_REGION).toBe('us-east-1')
  })

  it.each(["pa'ss", 'p"a$s`s\\', '#p ass#'])(
    'are read as they are meant where the password is %j',
    (password) => {
      const lines = connectionLines({ entry: 'mysql', hostPort: () => 3306, env: asRun('mysql', password) })
      expect(parseEnv(lines?.go ?? '')).toEqual({
        DATABASE_DSN: `root:${password}@tcp(localhost:3306)/app?parseTime=true`,
      })
    },
  )

  it('give Spring what its files can hold', () => {
    const env = asRun('mysql', ' a\\b é😀')
    const spring = connectionLines({ entry: 'mysql', hostPort: () => 3306, env })?.spring
    expect(spring).toContain('spring.datasource.password=\\ a\\\\b \\u00e9\\ud83d\\ude00')
  })

  it.each(catalogue.filter(({ kind }) => kind !== 'web'))('are there for $name and every stack', ({ id }) => {
    const lines = connectionLines({ entry: id, hostPort: (port) => port, env: asRun(id, 'x') })
    for (const stack of stacks) expect(lines?.[stack]).toContain('localhost')
  })

  it('are not there for what a browser opens', () => {
    expect(connectionLines({ entry: 'nginx', hostPort: (port) => port, env: [] })).toBeUndefined()
  })

  it('stay addresses whatever the password is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (password) => {
        const env = asRun('postgres', password)
        const line = connectionLines({ entry: 'postgres', hostPort: () => 5432, env })?.node ?? ''
        const url = new URL(line.slice('DATABASE_URL="'.length, -1))
        expect(decodeURIComponent(url.password)).toBe(password)
        expect(url.host).toBe('localhost:5432')
      }),
    )
  })
})
