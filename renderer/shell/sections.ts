// The sections in the order of the sidebar, which is that of their keys.
import type { Section } from '../stores/ui'

const order: Readonly<Record<Section, number>> = {
  home: 1,
  containers: 2,
  images: 3,
  volumes: 4,
  networks: 5,
  projects: 6,
  builds: 7,
  workspaces: 8,
  ports: 9,
  resources: 10,
  settings: 11,
}

/** A section that has no place does not compile. */
export const sections = (Object.keys(order) as Section[]).sort((a, b) => order[a] - order[b])

export const isSection = (name: string): name is Section => Object.hasOwn(order, name)
