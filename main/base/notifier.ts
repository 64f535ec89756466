// How the shell tells a person something while nobody may be looking at the window.

export interface Notification {
  readonly title: string
  readonly text: string
  /** What a click shows; the resources unless told. */
  readonly section?: 'volumes'
}

/** Shows it without a sound; a click brings the window to the front. Never throws: where it cannot, nobody is told. */
export type Notifier = (notification: Notification) => void
