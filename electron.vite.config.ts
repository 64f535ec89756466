// Builds the three bundles: main (Node, ESM), preload (sandboxed, CJS) and renderer (browser).
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // The headless twin also runs on plain Node 20, which lacks explicit resource management.
      target: 'node20',
      rolldownOptions: {
        input: {
          main: at('main/main.ts'),
          headless: at('main/headless.ts'),
          portside: at('main/cli/portside.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: at('preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
