// A registry by the name that people know.

export const shownRegistry = (registry: string): string =>
  registry === 'docker.io' ? 'Docker Hub' : registry
