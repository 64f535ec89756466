// Commands whose containers are compared with those that `docker` makes of the same words, field by field. Left out is what
// differs between any two containers.
import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import { expect } from 'vitest'
import { addressPlaced } from '../../main/engine/create-container'
import { connectAll, creationOf } from '../../main/engine/run-container'
import { validators } from '../../main/ipc/validators'
import type { RunDefaults, RunRequest } from '../../preload/model'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import { requestOf } from '../../renderer/run/form'
import { runCommandOf } from '../../renderer/run/run-command'
import { makeTestFolder } from '../support/test-folder'

export function requestFor(command: string): RunRequest {
  const filled = fillFromCommand(command)
  if (typeof filled === 'string') throw new Error(`${filled}: ${command}`)
  expect({ left: filled.left, asked: filled.asked }).toEqual({ left: [], asked: [] })
  return checked(requestOf(filled.form))
}

/** As it comes through to the engine. */
export function checked(request: RunRequest): RunRequest {
  const parsed = validators.containers?.run?.parse({ request }) as { readonly request: RunRequest }
  return parsed.request
}

type Fields = Readonly<Record<string, unknown>>

/** Whatever holds nothing: `docker` says of many things that there are none, where the app says nothing. */
const isNothing = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value as object).length === 0)

const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNothing(value)))

/** Of two containers made of the same words these are never the same. */
export function described(info: ContainerInspectInfo): Fields {
  const {
    Hostname: hostname,
    Image,
    ...config
  } = info.Config as unknown as Fields & {
    readonly Hostname: string
    readonly Image: string
  }
  const { Binds: binds, Mounts: mounts, ...host } = info.HostConfig as unknown as Fields
  return {
    config: {
      ...said(config),
      // Not every engine keeps their order.
      Env: [...((config.Env ?? []) as readonly string[])].sort(),
      Hostname: info.Id.startsWith(hostname) ? '' : hostname,
      Image: Image.replace(/:latest$/, ''),
      // `docker create` waits for a terminal, `docker run -d` and the app do not.
      ...{ AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false },
    },
    host: {
      ...said(host),
      Mounts: askedMounts(binds, mounts),
      Links: ((host.Links ?? []) as readonly string[]).map((link) => link.replace(info.Name, '/it')),
    },
    mounts: ((info.Mounts as typeof info.Mounts | null) ?? [])
      .map(({ Type, Name = '', Source, Destination, RW, Propagation }) => ({
        ...{ Type, Destination, RW, Propagation },
        ...(/^[0-9a-f]{64}$/.test(Name) ? {} : { Name, Source }),
      }))
      .sort((a, b) => a.Destination.localeCompare(b.Destination)),
    networks: Object.entries(info.NetworkSettings.Networks)
      .map(([name, network]) => {
        const {
          Aliases,
          DNSNames: _names,
          ...rest
        } = network as unknown as Fields & {
          readonly Aliases: readonly string[] | null
        }
        const own = (Aliases ?? []).filter((alias) => !info.Id.startsWith(alias))
        return [name, said({ ...rest, Aliases: own })] as const
      })
      .sort(([a], [b]) => a.localeCompare(b)),
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** `-v` is one way to ask for a mount, `--mount` the other; the app knows only the second for what its form shows. */
function askedMounts(binds: unknown, mounts: unknown): unknown {
  const plain = ((binds ?? []) as readonly string[]).map((bind) => {
    const [source = '', target, mode = ''] = bind.split(':')
    const Type = source.startsWith('/') ? 'bind' : 'volume'
    const isPlain = mode === '' || mode === 'ro'
    if (!isPlain) return { Bind: bind }
    return { Type, Source: source, Target: target, ...(mode === 'ro' ? { ReadOnly: true } : {}) }
  })
  // A volume without a name is asked for by the one that it got when a container is made again.
  const isNamed = (one: { readonly Type?: string; readonly Source?: string }): boolean =>
    one.Type !== 'volume' || !/^(?:[0-9a-f]{64})?$/.test(one.Source ?? '')
  return [...plain, ...((mounts ?? []) as readonly object[])]
    .filter(isNamed)
    .map((one) =>
      JSON.stringify(Object.fromEntries(Object.entries(one).sort(byName))).replace(',"DriverConfig":{}', ''),
    )
    .sort()
}

/** `DATA`, `NET`, `SECOND`, `OTHER` and `FOLDER` stand for what is of this run; words without an image get one. */
export const commands = [
  '',
  '-e A=1 -e "B=a b" -e C= -l team=blue -l bare -u 1000:1000 -w /srv -h box --domainname example.org',
  '-p 18080:80 -p 127.0.0.1:18081:81/udp -p 18100-18102:90-92 --expose 9000 --expose 9100-9102/udp',
  '-p 18090-18095:80 -p 81',
  "-p '[::1]:18083:80'",
  '-p 18132:132/sctp -p 127.0.0.1:18133:133/sctp',
  '-P --expose 80',
  '-v DATA-data:/d:ro -v FOLDER/site:/site:ro -v FOLDER:/all',
  '-v /anon -v DATA-x:/x:nocopy -v FOLDER:/y:rshared,ro',
  '--mount type=volume,src=DATA-v,dst=/v,volume-nocopy --mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1770',
  '--mount type=bind,source=FOLDER,target=/b,readonly,bind-propagation=rslave --mount type=volume,target=/anon',
  '--mount type=volume,src=DATA-w,dst=/w,volume-label=a=b,volume-driver=local --mount "type=bind,src=FOLDER/site,dst=/s"',
  '--tmpfs /run --tmpfs /tmp:rw,size=64k,mode=1777 --read-only',
  '--volumes-from OTHER:ro',
  '--cap-add NET_ADMIN --cap-add=sys_time --cap-drop MKNOD --cap-drop chown',
  '--cap-drop ALL --cap-add CAP_CHOWN',
  '--privileged --cap-add ALL',
  '--security-opt no-new-privileges --security-opt seccomp=unconfined --security-opt apparmor=unconfined',
  '--security-opt systempaths=unconfined',
  '--device /dev/null --device /dev/zero:/dev/nul:r --device-cgroup-rule "c 1:* rwm"',
  '--gpus all',
  `--gpus '"device=0,2","capabilities=utility,compute"'`,
  '--gpus 2 --runtime runc',
  '-m 64m --memory-swap 128m --memory-reservation 32m --cpus 0.5 --shm-size 32m --pids-limit 50',
  '-m 64m --memory-swap -1 --cpu-shares 512 --cpuset-cpus 0 --cpuset-mems 0 --oom-score-adj 100',
  '--cpu-period 50000 --cpu-quota 25000',
  '--ulimit nofile=1024:2048 --ulimit core=0 --ulimit nproc=-1 --sysctl net.core.somaxconn=1024',
  '--restart on-failure:3 --stop-signal SIGINT --stop-timeout 3',
  '--restart unless-stopped --init -it',
  '--restart on-failure --rm=false',
  '--log-driver json-file --log-opt max-size=10m --log-opt max-file=3',
  '--log-opt max-size=1m',
  '--log-driver none',
  '--add-host db:10.0.0.2 --add-host host.docker.internal=host-gateway --add-host "v6:[::1]"',
  '--dns 1.1.1.1 --dns 2606:4700:4700::1111 --dns-search example.org --dns-option ndots:2 --dns-opt timeout:1',
  '--network NET --network-alias web --network-alias api --ip 10.213.7.9',
  '--network name=NET,alias=web,ip=10.213.7.10 --network SECOND',
  '--network NET --link OTHER:peer',
  '--network none',
  '--network NET --domainname example.org --hostname box',
  '--network host --uts host',
  '--network container:OTHER',
  '--ipc shareable --pid host --cgroupns host --userns host',
  '--ipc container:OTHER --pid container:OTHER',
  '--group-add 2000 --group-add audio',
  `--health-cmd 'test -e /ok || exit 1' --health-interval 1m30s --health-timeout 500ms --health-retries 4 --health-start-period 5s`,
  '--no-healthcheck -q',
  '--health-interval 10s',
  '--platform linux/amd64 --pull missing --disable-content-trust',
  '--link OTHER:old --entrypoint /bin/sh busybox -c "sleep 600"',
  `--entrypoint '' busybox sh -c 'echo "$HOSTNAME" > /x; sleep 600'`,
  '--device-read-bps /dev/null:1mb --device-write-iops /dev/null:100 --blkio-weight 300',
  '-e A=1 -e A=2 -l x=1 -l x=2 --init=false -m 0 --cpus 0',
  '--init --init=false --publish-all=false --no-healthcheck=false --oom-kill-disable=false',
  '--no-healthcheck --no-healthcheck=false --health-cmd true',
  '--memory-swappiness 50 --oom-kill-disable -m 32m',
]

/** What engines know since API 1.44. */
export const newerCommands = [
  '--health-start-interval 1s --health-cmd true',
  '--network NET --mac-address 02:42:0a:d5:07:0b',
  '--mac-address 02:42:ac:11:00:99 --annotation a=b',
  '--network name=NET,alias=web,mac-address=02:42:0a:d5:07:0c,driver-opt=com.example.a=b --network name=SECOND,alias=two',
  '--mount type=volume,src=DATA-s,dst=/s,ro --mount type=bind,src=FOLDER,dst=/b,bind-recursive=disabled',
  '--mount type=bind,src=FOLDER,dst=/r,readonly,bind-recursive=writable',
]

export interface Pasting {
  readonly socket: string
  /** In the name of everything that is made. */
  readonly mark: string
  /** Whether it takes several networks with a container. */
  readonly newer: boolean
  /** Makes a container again with the form that it fills, as it is, and tells the id of the new one. */
  readonly again?: (id: string, json: string, image: RunDefaults) => Promise<string>
}

export interface Compared {
  readonly flags: string
  readonly real: Fields
  readonly app: Fields
  /** The one that the command shown of the real one makes. */
  readonly shown: Fields
  readonly again: Fields
  readonly command: string
}

/** Makes two networks and a container for the commands to name. Everything of the mark is the caller's to remove. */
export async function comparePasted(
  { socket, mark, newer, again }: Pasting,
  list: readonly string[],
): Promise<readonly Compared[]> {
  const docker = new Docker({ socketPath: socket })
  const folder = await makeTestFolder('pasted')
  await mkdir(`${folder}/site`)
  /** As a shell takes the command apart. */
  const shell = (command: string): string =>
    execFileSync('sh', ['-c', command.replace(/^docker /, `docker --host unix://${socket} `)], {
      encoding: 'utf8',
    }).trim()
  const written = (flags: string, name: string): string => {
    const words = flags
      .replaceAll('FOLDER', folder)
      .replaceAll('OTHER', `${mark}-other`)
      .replaceAll('SECOND', `${mark}-second`)
      .replaceAll('DATA', mark)
      .replaceAll(/\bNET\b/g, `${mark}-net`)
    const rest = words.includes('busybox ') ? '' : ' busybox sleep 600'
    return `docker run -d --name ${mark}-${name} ${words}${rest}`
  }
  const removed = async (id: string): Promise<ContainerInspectInfo> => {
    const container = docker.getContainer(id)
    const info = await container.inspect()
    await container.remove({ force: true, v: true })
    return info
  }
  /** What is made, not what then runs: some of it no engine in a test can start. */
  const byDocker = (command: string): string => {
    const second = newer ? undefined : / --network \S*-second/.exec(command)?.[0]
    const words = second === undefined ? command : command.replace(second, '')
    const id = shell(words.replace('docker run -d', 'docker create'))
    if (second !== undefined) shell(`docker network connect ${mark}-second ${id}`)
    return id
  }
  const byApp = async (flags: string): Promise<ContainerInspectInfo> => {
    const request = requestFor(written(flags, 'app'))
    const { ApiVersion: spoken } = await docker.version()
    const { id } = await docker.createContainer(addressPlaced(creationOf(request, undefined), spoken))
    await connectAll(docker, id, request)
    return removed(id)
  }
  for (const [name, subnet] of [
    ['net', '10.213.7.0/24'],
    ['second', '10.213.8.0/24'],
  ])
    shell(`docker network create --subnet ${subnet} ${mark}-${name}`)
  shell(`docker run -d --ipc shareable -v /shared --name ${mark}-other busybox sleep 600`)
  const all: Compared[] = []
  const { Config: config } = await docker.getImage('busybox').inspect()
  const env = config.Env.map((line) => ({ name: line.replace(/=.*/, ''), value: line.replace(/^.*?=/, '') }))
  const image = { command: config.Cmd, env, volumes: [] as string[] } as unknown as RunDefaults
  for (const flags of list) {
    const id = byDocker(written(flags, 'real'))
    const real = await docker.getContainer(id).inspect()
    const json = JSON.stringify(real)
    const command = runCommandOf(json, image)
    const remade = (await again?.(id, json, image)) ?? id
    all.push({
      ...{ flags, command, real: described(real), again: described(await removed(remade)) },
      app: described(await byApp(flags)),
      shown: described(await removed(byDocker(command.replace(/\\\n /g, '')))),
    })
  }
  return all
}
