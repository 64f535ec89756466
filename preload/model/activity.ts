// What was done lately, by a person or by Portside: readonly, plain data.

export type ActivityKind =
  | 'container-run'
  | 'container-discarded'
  | 'container-removed'
  | 'image-built'
  | 'port-fixed'
  | 'memory-returned'
  | 'disk-returned'

export interface Activity {
  readonly id: string
  readonly kind: ActivityKind
  /** Epoch ms. */
  readonly at: number
  /** Of the container or image; empty where it is about the machine. */
  readonly name: string
  /** Of a container that can be brought back from the Trash. */
  readonly containerId?: string
  /** Given back to this computer. */
  readonly bytes?: number
}
