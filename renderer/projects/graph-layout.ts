// Places services in columns: each stands to the right of all that it waits for.

export interface GraphService {
  readonly name: string
  readonly dependsOn: readonly { readonly service: string }[]
}

export interface GraphNode {
  readonly name: string
  /** In pixels, of the upper left corner. */
  readonly x: number
  readonly y: number
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[]
  readonly width: number
  readonly height: number
}

export const nodeSize = { width: 148, height: 40 } as const
const gap = { x: 56, y: 14 } as const

export function layOut(services: readonly GraphService[]): Graph {
  const byName = new Map(services.map((one) => [one.name, one]))
  const depths = new Map<string, number>()
  const depthOf = (name: string, above: ReadonlySet<string>): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    // Compose refuses circles; a file that is being edited may have one.
    const before = (byName.get(name)?.dependsOn ?? []).filter(
      ({ service }) => byName.has(service) && !above.has(service),
    )
    const depth =
      Math.max(-1, ...before.map(({ service }) => depthOf(service, new Set([...above, name])))) + 1
    depths.set(name, depth)
    return depth
  }
  const rows: number[] = []
  const nodes = services.map(({ name }): GraphNode => {
    const column = depthOf(name, new Set([name]))
    const row = rows[column] ?? 0
    rows[column] = row + 1
    return { name, x: column * (nodeSize.width + gap.x), y: row * (nodeSize.height + gap.y) }
  })
  const places = new Map(nodes.map((node) => [node.name, node]))
  const edges = services.flatMap(({ name, dependsOn }) =>
    dependsOn.flatMap(({ service }) => {
      const [from, to] = [places.get(service), places.get(name)]
      return from && to ? [{ from: service, to: name, path: pathOf(from, to) }] : []
    }),
  )
  return {
    nodes,
    edges,
    width: Math.max(0, ...nodes.map(({ x }) => x + nodeSize.width)),
    height: Math.max(0, ...nodes.map(({ y }) => y + nodeSize.height)),
  }
}

function pathOf(from: GraphNode, to: GraphNode): string {
  const [x1, y1] = [from.x + nodeSize.width, from.y + nodeSize.height / 2]
  const [x2, y2] = [to.x, to.y + nodeSize.height / 2]
  const bend = gap.x / 2
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}
