// Platforms of images, as engines and registries spell them.

const names: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }
const normal = (platform: string): string => {
  const [os = '', machine = ''] = platform.split('/')
  return `${os}/${names[machine] ?? machine}`
}

/** Variants of one processor are left to the engine. */
export const runsOn = (offered: string, platform: string): boolean => normal(offered) === normal(platform)
