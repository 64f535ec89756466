// A docker context in the home of a distribution's user: what `docker` there is told about the engine, and how it is undone.
import { createHash } from 'node:crypto'

export interface SharedContext {
  readonly name: string
  /** Path of the engine's socket as distributions see it. */
  readonly socket: string
}

/** Docker's config.json; keys that are not ours are kept as they are. */
export type DockerConfig = Readonly<Record<string, unknown>>

const end = 'PORTSIDE_END'
const head = `set -e
umask 077
d=\${DOCKER_CONFIG:-$HOME/.docker}
config=$d/config.json
[ -L "$config" ] && config=$(readlink -f "$config")
`
const foundMark = 'portside-config'

export const readConfigScript = `${head}
[ -e "$config" ] || exit 0
echo ${foundMark}
cat "$config"
`

/** Undefined when there is none. @throws SyntaxError for one that `docker` itself could not read */
export function parseReadConfig(output: string): DockerConfig | undefined {
  const at = output.indexOf(foundMark)
  if (at < 0) return undefined
  const text = output.slice(at + foundMark.length).trim()
  const found: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new SyntaxError('config.json is no object')
  return found as DockerConfig
}

/** Undefined leaves the choice to docker. */
export function withContext(config: DockerConfig, name: string | undefined): DockerConfig {
  const { currentContext: _before, ...rest } = config
  return name === undefined ? rest : { ...rest, currentContext: name }
}

/** Docker names the folder of a context by the hash of its name (docker/cli, context store). */
const folderOf = ({ name }: SharedContext): string => createHash('sha256').update(name).digest('hex')

/** Prints `no-docker` where there is no such command. Nothing is half written: a new file takes the old one's place. */
export function enableScript(context: SharedContext, config: DockerConfig): string {
  const meta = {
    Name: context.name,
    Metadata: { Description: 'Docker Engine of Portside' },
    Endpoints: { docker: { Host: `unix://${context.socket}`, SkipTLSVerify: false } },
  }
  return `${head}
mkdir -p "$d/contexts/meta/${folderOf(context)}"
cat >"$d/contexts/meta/${folderOf(context)}/meta.json" <<'${end}'
${JSON.stringify(meta)}
${end}
${writeConfig(config)}
command -v docker >/dev/null 2>&1 || echo no-docker
`
}

/** Folders go only when nothing of anybody else's is in them. */
export const disableScript = (context: SharedContext, config: DockerConfig | undefined): string => `${head}
rm -rf "$d/contexts/meta/${folderOf(context)}"
${config ? writeConfig(config) : 'rm -f "$config"'}
rmdir "$d/contexts/meta" "$d/contexts" "$d" 2>/dev/null || true
`

/** Docker indents by a tab. */
const writeConfig = (config: DockerConfig): string => `cat >"$config.portside" <<'${end}'
${JSON.stringify(config, null, '\t')}
${end}
mv "$config.portside" "$config"`
