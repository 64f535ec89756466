// Puts the pictures that the end-to-end tests took into the documentation: run it after `npm test -- e2e`.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { outDir, root } from './root.mjs'

/** Name in docs/images, and the picture of the tests. */
const pictures = { 'containers.png': 'containers-en-light.png' }

const folder = join(root, 'docs', 'images')
mkdirSync(folder, { recursive: true })
for (const [name, taken] of Object.entries(pictures)) {
  const source = join(outDir, 'pictures', taken)
  if (!existsSync(source)) {
    console.error(`${source} is missing: npm test -- e2e takes it.`)
    process.exitCode = 1
    continue
  }
  copyFileSync(source, join(folder, name))
  console.log(`docs/images/${name} is ${taken}`)
}
