// The sections in the order of the sidebar, which is that of their keys.
import type { Section } from '../stores/ui'

const order: Readonly<Record<Section, number>> = {
  containers: 1,
  images: 2,
  volumes: 3,
  networks: 4,
  builds: 5,
  ports: 6,
  resources: 7,
  settings: 8,
}

/** A section that has no place does not compile. */
export const sections = (Object.keys(order) as Section[]).sort((a, b) => order[a] - order[b])

export const isSection = (name: string): name is Section => Object.hasOwn(order, name)
