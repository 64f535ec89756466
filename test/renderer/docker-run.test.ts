import { bytesOf } from '../../preload/amounts'
import { describe, expect, it } from 'vitest'
import { commandOf, commandText } from '../../renderer/run/command'
import { composeText } from '../../renderer/run/compose-file'
import { fillFromCommand, type Filled } from '../../renderer/run/fill-from-command'
import { newEnv, requestOf } from '../../renderer/run/form'
import { newPassword } from '../../preload/new-password'
import { missingVariables } from '../../renderer/run/required-variables'
import { splitWords } from '../../renderer/run/words'

const filled = (text: string): Filled => {
  const answer = fillFromCommand(text)
  if (typeof answer === 'string') throw new Error(`${answer}: ${text}`)
  return answer
}
const request = (text: string): ReturnType<typeof requestOf> => requestOf(filled(text).form)

/** The same numbers on every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

describe('a pasted docker run', () => {
  it('leaves what docker refuses, and lets the last of a name count', () => {
    const { left, form } = filled('docker run -e =x -l =y -l "a b=c" -e A=1 -e A=2 -l x=1 -l x=2 nginx')
    expect(left).toEqual(['-e =x', '-l =y', '-l a b=c'])
    expect(form.env.map(({ name, value }) => `${name}=${value}`)).toEqual(['A=2'])
    expect(form.more.labels.map(({ name, value }) => `${name}=${value}`)).toEqual(['x=2'])
    expect(fillFromCommand('docker run --no-healthcheck --health-cmd true nginx')).toBe('health')
  })

  it('leaves out what is a comment to the shell, as images of many servers have it in their READMEs', () => {
    const text = `docker run -d \\
      --cap-add=NET_ADMIN \`#optional\` \\
      -e PUID=1000 \`# whose files they are\` -e TZ=$(# nothing)Etc/UTC \\
      lscr.io/linuxserver/wireguard:latest`
    const { form, left, literal, asked } = filled(text)
    expect({ left, literal, asked }).toEqual({ left: [], literal: [], asked: [] })
    expect(form.image).toBe('lscr.io/linuxserver/wireguard:latest')
    expect(form.env.map(({ name, value }) => `${name}=${value}`)).toEqual(['PUID=1000', 'TZ=Etc/UTC'])
  })

  it('takes 0 for no limit, as docker does', () => {
    const { form } = filled('docker run -m 1g --memory 0 --cpus 2 --cpus=0.0 nginx')
    expect(requestOf(form)).not.toHaveProperty('memoryBytes')
    expect(requestOf(form)).not.toHaveProperty('cpus')
    expect(filled('docker run -m 0m --cpus 1 nginx').form.more).toMatchObject({ memory: '', cpus: '1' })
  })

  it('says that there shall be no init process, until one is ticked', () => {
    const text = 'docker run --init --init=false -P=false nginx'
    const { form } = filled(text)
    expect(request(text)).toMatchObject({ extras: { host: { Init: false } } })
    const shown = (one: typeof form): string => commandText(commandOf(one, [])).replaceAll(/ \\\n {2}/g, ' ')
    expect(shown(form)).toBe('docker run -d --init=false --publish-all=false nginx')
    expect(composeText(form)).toContain('init: false')
    const ticked = { ...form, more: { ...form.more, on: new Set(['init'] as const) } }
    expect(requestOf(ticked)).toMatchObject({ init: true })
    expect(requestOf(ticked).extras?.host?.Init).toBeUndefined()
  })

  it('gives a check that is typed the last word over --no-healthcheck', () => {
    const { form } = filled('docker run --no-healthcheck nginx')
    const typed = { ...form, more: { ...form.more, health: 'true' } }
    expect(requestOf(typed).extras).toBeUndefined()
    expect(commandText(commandOf(typed, []))).not.toContain('no-healthcheck')
  })

  it('is understood with everything that the form has a field for', () => {
    const text = `$ sudo docker run -d --name=web -p 8080:80 -p '9000-9001:90-91/udp' \\
      -e GREETING="hello world" --env EMPTY= -v data:/var/lib/data -v "/home/me/site:/srv:ro" \\
      --mount type=bind,src=/etc/x,dst=/x,readonly --restart unless-stopped --network front --net back \\
      -m 512m --cpus 1.5 -u 1000:1000 -w /srv -h box -l a=b --label c --health-cmd 'curl -f http://localhost/ || exit 1' \\
      --rm --init --read-only -it --entrypoint /bin/sh nginx:1.27 -c 'echo "hi there"'`
    const { left } = filled(text)
    expect(left).toEqual([])
    expect(request(text)).toEqual({
      image: 'nginx:1.27',
      name: 'web',
      ports: [
        { hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
        { hostAddress: '0.0.0.0', hostPort: 9000, containerPort: 90, protocol: 'udp' },
        { hostAddress: '0.0.0.0', hostPort: 9001, containerPort: 91, protocol: 'udp' },
      ],
      env: [
        { name: 'GREETING', value: 'hello world' },
        { name: 'EMPTY', value: '' },
      ],
      volumes: [{ name: 'data', path: '/var/lib/data' }],
      folders: [
        { source: '/home/me/site', path: '/srv', readOnly: true },
        { source: '/etc/x', path: '/x', readOnly: true },
      ],
      networks: ['front', 'back'],
      labels: [
        { name: 'a', value: 'b' },
        { name: 'c', value: '' },
      ],
      entrypoint: ['/bin/sh'],
      command: ['-c', 'echo "hi there"'],
      user: '1000:1000',
      workingDir: '/srv',
      hostname: 'box',
      memoryBytes: 512 * 1024 * 1024,
      cpus: 1.5,
      healthCommand: 'curl -f http://localhost/ || exit 1',
      autoRemove: true,
      init: true,
      readOnly: true,
      tty: true,
      interactive: true,
      restart: 'unless-stopped',
    })
  })

  it.each([
    ['docker run -p80:80 -eA=1 nginx', { ports: 1, env: 1 }],
    ['docker container run -dit --rm=false nginx', { tty: true }],
    ['docker.exe run -p 127.0.0.1:80:80 nginx', { onlyThisComputer: true }],
    ['podman run -itp 80:80 nginx', { ports: 1 }],
    [String.raw`docker run -v 'C:\\Users\\me:/data' nginx`, { folder: String.raw`C:\\Users\\me` }],
    ['docker run -v C:\\Users\\me:/data nginx', { folder: 'C:\\Users\\me' }],
    ['docker run -v "C:\\Users\\my me":/data nginx', { folder: 'C:\\Users\\my me' }],
    ['docker run `\n  -v D:\\x:/data `\n  nginx', { folder: 'D:\\x' }],
    ['docker run `\n -p 80:80 `\n nginx', { ports: 1 }],
    ['docker run ^\r\n -p 80:80 ^\r\n nginx', { ports: 1 }],
    ['docker run -- nginx -p 1:1', { ports: 0, command: '-p 1:1' }],
    ['docker run -e A -p 80 nginx', { left: [], env: 1, ports: 1 }],
  ])('%s', (text, wanted) => {
    const { form, left } = filled(text)
    expect({
      ports: form.ports.length,
      env: form.env.length,
      tty: form.more.on.has('tty'),
      onlyThisComputer: form.onlyThisComputer,
      folder: form.more.folders[0]?.source,
      command: form.more.command,
      left,
    }).toMatchObject(wanted)
    expect(form.image).toBe('nginx')
  })

  it('keeps the address of each port, also where they differ', () => {
    const addresses = (ports: string) => {
      const { form, left } = filled(`docker run ${ports} nginx`)
      expect(left).toEqual([])
      return requestOf(form).ports.map(({ hostAddress }) => hostAddress)
    }
    expect(addresses('-p 127.0.0.1:1:1 -p 127.0.0.1:2:2')).toEqual(['127.0.0.1', '127.0.0.1'])
    expect(addresses('-p 127.0.0.1:1:1 -p 2:2')).toEqual(['127.0.0.1', '0.0.0.0'])
    expect(addresses('-p [::]:1:1 -p 10.0.0.1:2:2')).toEqual(['::', '10.0.0.1'])
    const { form: pasted } = filled('docker run -p 1:1 -p 10.0.0.1::2 nginx')
    // A container that is made again may have one of IPv6 alone.
    const form = {
      ...pasted,
      ports: pasted.ports.map((row, at) => (at === 0 ? { ...row, address: '::1' } : row)),
    }
    expect(commandText(commandOf(form, []))).toContain("-p '[::1]:1:1'")
    expect(commandText(commandOf(form, []))).toContain('-p 10.0.0.1::2')
    expect(composeText(form)).toContain('"[::1]:1:1"')
    expect(composeText(form)).toContain('"10.0.0.1::2"')
  })

  it('carries what the form has no field for, names what nobody knows, and drops nothing silently', () => {
    const flags =
      '--gpus all --cap-add=NET_ADMIN -p 10.0.0.1:80:80 --restart on-failure:3 --platform linux/arm64 --dns 1.1.1.1 -P -v data:/d:ro -v /anon'
    const { form, left } = filled(`docker run --frobnicate --cidfile x --cap-drop= ${flags} redis`)
    expect(left).toEqual(['--frobnicate', '--cidfile x', '--cap-drop='])
    expect(requestOf(form)).toMatchObject({
      restart: 'on-failure',
      volumes: [{ name: 'data', path: '/d', readOnly: true }],
      extras: {
        platform: 'linux/arm64',
        retries: 3,
        config: { Volumes: ['/anon'] },
        host: { CapAdd: ['CAP_NET_ADMIN'], Dns: ['1.1.1.1'], PublishAllPorts: true },
      },
    })
    const again = filled(commandText(commandOf(form, [])))
    expect({ left: again.left, request: requestOf(again.form) }).toEqual({
      left: [],
      request: requestOf(form),
    })
  })

  it.each([
    ['docker ps', 'not-run'],
    ['hello', 'not-run'],
    ['', 'not-run'],
    ['docker run -d', 'no-image'],
    ['docker run --name', 'no-value'],
    ['docker run "nginx', 'quote'],
  ])('%s is refused: %s', (text, problem) => expect(fillFromCommand(text)).toBe(problem))

  it('survives anything', () => {
    const next = random(11)
    const bits = [
      'docker',
      'run',
      ' ',
      '-',
      '--',
      'p',
      '80:80',
      '=',
      '"',
      "'",
      '\\',
      '\n',
      'e',
      'mount',
      'type=',
      ',',
      'nginx',
      ':',
      '/',
      '\u0000',
      '[',
      '💥',
    ]
    for (let n = 0; n < 3000; n++) {
      const text = `docker run ${Array.from({ length: 12 }, () => bits[Math.floor(next() * bits.length)]).join('')}`
      const answer = fillFromCommand(text)
      expect(typeof answer === 'string' || requestOf(answer.form).image === answer.form.image.trim()).toBe(
        true,
      )
    }
  })
})

it('takes words apart as a shell does', () => {
  expect(splitWords(`a 'b c' "d \\" e" f\\ g ''`)).toEqual(['a', 'b c', 'd " e', 'f g', ''])
  expect(splitWords('  ')).toEqual([])
  expect(splitWords('"')).toBeUndefined()
})

it('reads sizes as Docker does', () => {
  expect(['512m', '1.5g', '100', '2KB', '1GiB', 'x', ''].map(bytesOf)).toEqual([
    536_870_912,
    1_610_612_736,
    100,
    2048,
    1_073_741_824,
    undefined,
    undefined,
  ])
})

describe('required variables', () => {
  const missing = (image: string, ...names: string[]): string[] =>
    missingVariables({ image, env: names.map((name) => newEnv(name, 'x')) }).map(({ name }) => name)

  it('are known for images that do not start without', () => {
    expect(missing('mysql:8.4')).toEqual(['MYSQL_ROOT_PASSWORD'])
    expect(missing('docker.io/library/mariadb')).toEqual(['MARIADB_ROOT_PASSWORD'])
    expect(missing('mariadb:11', 'MYSQL_ROOT_PASSWORD')).toEqual([])
    expect(missing('postgres@sha256:' + 'a'.repeat(64))).toEqual(['POSTGRES_PASSWORD'])
    expect(missing('mcr.microsoft.com/mssql/server:2022-latest')).toEqual([
      'ACCEPT_EULA',
      'MSSQL_SA_PASSWORD',
    ])
    expect(missing('couchdb:3')).toEqual(['COUCHDB_USER', 'COUCHDB_PASSWORD'])
    expect(missing('dpage/pgadmin4', 'PGADMIN_DEFAULT_PASSWORD_FILE')).toEqual(['PGADMIN_DEFAULT_EMAIL'])
    expect(missing('gvenzl/oracle-free:23-slim')).toEqual(['ORACLE_PASSWORD'])
    expect(missing('nginx')).toEqual([])
    expect(missing('acme/mysql-exporter')).toEqual([])
  })

  it('are filled with passwords that differ', () => {
    const passwords = new Set(Array.from({ length: 50 }, newPassword))
    expect(passwords.size).toBe(50)
    for (const one of passwords) expect(one).toMatch(/^[A-Za-z2-9]{20}-A1$/)
  })
})

it('becomes a compose file', () => {
  const text =
    "docker run --name web -p 127.0.0.1:8080:80 -e 'PRICE=5$' -v data:/d -v /srv:/s:ro --network front -m 1g --init nginx sh -c 'x: y'"
  expect(composeText(filled(text).form)).toBe(`services:
  web:
    image: "nginx"
    container_name: "web"
    command:
      - "sh"
      - "-c"
      - "x: y"
    environment:
      PRICE: "5$$"
    ports:
      - "127.0.0.1:8080:80"
    volumes:
      - type: "volume"
        source: "data"
        target: "/d"
      - type: "bind"
        source: "/srv"
        target: "/s"
        read_only: true
    networks:
      - "front"
    mem_limit: 1073741824
    init: true
volumes:
  data:
    name: "data"
networks:
  front:
    name: "front"
    external: true
`)
})
