// Containers that were removed and can still come back: readonly, plain data.

export interface TrashedContainer {
  /** Of the container, which stays the same when it comes back. */
  readonly id: string
  /** The name that it had. */
  readonly name: string
  readonly image: string
  /** Epoch ms. */
  readonly removedAt: number
  /** Epoch ms; then it is deleted for good. */
  readonly until: number
  /** Mounts of unnamed volumes that are deleted with it; empty when they are to stay. */
  readonly volumesToo: boolean
  /** Names of the volumes that it mounts and that cannot be deleted as long as it is kept. */
  readonly volumes: readonly string[]
  /** Ids and names of the networks that it is attached to: without them it could not start again. */
  readonly networks: readonly string[]
  /** Undefined for one that an earlier version put there. */
  readonly imageId?: string
}
