// The choices of the user: readonly, plain data.

export type Language = 'en' | 'ko'
export interface Settings {
  /** `system` follows the operating system. */
  readonly language: Language | 'system'
  readonly theme: 'light' | 'dark' | 'system'
  /** Projects shown collapsed in the container list. */
  readonly collapsedProjects: readonly string[]
}
