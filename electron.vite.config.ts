// Builds the three bundles: main (Node, ESM), preload (sandboxed, CJS) and renderer (browser).
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { asciiCode } from './scripts/package/ascii-code.mjs'
import { rememberPackages } from './scripts/package/bundled-packages.mjs'
import { withoutUnused } from './scripts/package/unused-packages.mjs'

/** Says of a folder with bundles that they are of the form that loads Node's own parts as they are asked for. */
const commonJs: Plugin = {
  name: 'common-js',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
  },
}

const at = (path: string): string => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    plugins: [
      withoutUnused(['ssh2', 'tar-fs', 'protobufjs', '@grpc/grpc-js', '@grpc/proto-loader']),
      rememberPackages(import.meta.dirname, 'main'),
      asciiCode(),
      commonJs,
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
          main: at('main/entry.ts'),
          headless: at('main/headless.ts'),
          portside: at('main/cli/portside.ts'),
        },
        // Names stay, for the log's sake; comments and spaces are half of what each start would read.
        output: {
          // As modules, what Node brings would be read through to the last name of it, which loads the parts behind
          // each: a fifth of a start.
          format: 'cjs',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
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
    plugins: [react(), rememberPackages(import.meta.dirname, 'renderer'), asciiCode()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
