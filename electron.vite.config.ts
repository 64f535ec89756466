// Builds the three bundles: main (Node, ESM), preload (sandboxed, CJS) and renderer (browser).
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { rememberPackages } from './scripts/package/bundled-packages.mjs'
import { withoutUnused } from './scripts/package/unused-packages.mjs'

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    plugins: [
      withoutUnused(['ssh2', 'tar-fs', 'protobufjs', '@grpc/grpc-js', '@grpc/proto-loader']),
      rememberPackages(import.meta.dirname, 'main'),
    ],
    build: {
      outDir: 'out/main',
      // What every start loads is bundled: hundreds of small files cost more time than the engine needs to answer.
      externalizeDeps: {
        exclude: [
          '@balena/dockerignore',
          'dockerode',
          'protobufjs',
          'semver',
          'tar-stream',
          'ws',
          'yaml',
          'zod',
        ],
      },
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
    plugins: [rememberPackages(import.meta.dirname, 'preload')],
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
    plugins: [react(), rememberPackages(import.meta.dirname, 'renderer')],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
