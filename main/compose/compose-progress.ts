// Reads the lines of `--progress plain`: which container, network, volume or image came how far, and bytes of layers.
import type { ComposeStep } from '../../preload/model'

export interface StepEvent {
  readonly id: string
  readonly kind: ComposeStep['kind']
  /** Of the container, network, volume or image on the engine; of the service where Compose names that. */
  readonly name: string
  readonly state: ComposeStep['state']
  readonly status: string
}

export interface LayerEvent {
  readonly layer: string
  readonly doneBytes: number
  readonly totalBytes: number
}

const kinds = { Network: 'network', Volume: 'volume', Container: 'container', Image: 'image' } as const
const ofObject = /^ ?(Network|Volume|Container|Image) ("[^"]+"|\S+) +(.+?) *$/
const ofPull =
  /^ ?(?![0-9a-f]{12} )([A-Za-z0-9][\w.-]*) (Pulling|Pulled|Skipped|Error|Interrupted|Warning)\b *(.*?) *$/
const ofLayer = /^ ?([0-9a-f]{12}) (Downloading) .*?([\d.]+)([kMGT]?B)\/([\d.]+)([kMGT]?B)$/
/** `[api 1/2]`; of one service alone, a newer Compose leaves it out, and tells the stage if there is any: `[1/2]`. */
const ofBuild = /^#\d+ \[([^\]\s]+)(?: [^\]]*)?\] /
/** `api`, `shop-api` or `Image shop-api`. */
const ofBuilt = /^ ?(?:Image )?([^\s"]+) +(Building|Built) *$/

/** Words that say that it is over and well (docker/compose, pkg/progress/event.go). */
const ends = new Set(
  'Created Started Running Healthy Exited Restarted Stopped Removed Pulled Skipped Built Killed Recreated Exists Paused Unpaused'.split(
    ' ',
  ),
)
const goesOn = /^(\w+ing|Recreate)\b/

export function readStep(line: string): StepEvent | undefined {
  const [, built = '', word = ''] = ofBuilt.exec(line) ?? []
  if (built !== '') return { id: `Build ${built}`, kind: 'build', name: built, ...judge(word) }
  const object = ofObject.exec(line)
  if (object) {
    const [, word = '', quoted = '', status = ''] = object
    const name = quoted.replaceAll('"', '')
    return { id: `${word} ${name}`, kind: kinds[word as keyof typeof kinds], name, ...judge(status) }
  }
  const pull = ofPull.exec(line)
  if (pull) {
    const [, name = '', word = '', rest = ''] = pull
    const failed = word === 'Error' || word === 'Interrupted'
    return {
      id: `Pull ${name}`,
      kind: 'image',
      name,
      state: failed ? 'failed' : word === 'Pulling' ? 'running' : 'done',
      status: failed && rest !== '' ? rest : word,
    }
  }
  const [, build = 'internal'] = ofBuild.exec(line) ?? []
  return build === 'internal'
    ? undefined
    : { id: `Build ${build}`, kind: 'build', name: build, state: 'running', status: 'Building' }
}

function judge(status: string): Pick<StepEvent, 'state' | 'status'> {
  const [word = ''] = status.split(' ')
  if (ends.has(word)) return { state: 'done', status: word }
  if (goesOn.test(status)) return { state: 'running', status: word }
  return { state: 'failed', status }
}

export function readLayer(line: string): LayerEvent | undefined {
  const found = ofLayer.exec(line)
  if (!found) return undefined
  const [, layer = '', , done, doneUnit, total, totalUnit] = found
  return { layer, doneBytes: bytes(done, doneUnit), totalBytes: bytes(total, totalUnit) }
}

/** As docker/go-units prints sizes: powers of 1000. */
const powers: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }
const bytes = (number = '0', unit = 'B'): number => Math.round(Number(number) * (powers[unit] ?? 1))

/** `shop-db-1` is of the service `db`; one with a name of its own is looked up. */
export function serviceOf(
  container: string,
  project: string,
  named: ReadonlyMap<string, string>,
): string | undefined {
  const own = named.get(container)
  if (own !== undefined) return own
  if (!container.startsWith(`${project}-`)) return undefined
  return /^(.+)-\d+$/.exec(container.slice(project.length + 1))?.[1]
}
