// Bundles a preview script (they are TypeScript, Node 20 is not) and runs it: `node run.mjs shots [folder] [filter]`.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { rolldown } from 'rolldown'

const [script = 'serve', ...args] = process.argv.slice(2)
const file = resolve('out/preview', `${script}.mjs`)
const bundle = await rolldown({
  input: resolve(import.meta.dirname, `${script}.ts`),
  platform: 'node',
  external: [/^@playwright/, /^@axe-core/, /^ws$/, /^node:/],
})
await bundle.write({ file, format: 'esm' })
await bundle.close()
process.exitCode = spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' }).status ?? 1
