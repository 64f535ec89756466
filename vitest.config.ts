// The test projects: unit and unit-own-process (no machine, no engine), integration (real dockerd), machines (drivers on
// virtual machines), conformance (other drivers, transports), faults (a machine with data in it, by `npm run
// test:faults`), clients (programs that use the catalogue's lines, by `npm run test:clients`), starters (Dockerfiles to
// begin with, built to the end, by `npm run test:starters`), engines (other versions, by `npm run test:engines`),
// newer-api (the integration tests with the newest versions of Docker's API, by `npm run test:newer-api`).
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const engine = ['test/support/global-engine.ts']
/** They compute for as long as they run; the others of their folder mostly wait. */
const onVms = ['qemu-driver', 'vfkit-driver', 'vm-network', 'machine-faults'].map(
  (name) => `test/conformance/${name}.test.ts`,
)
/**
 * All other unit tests share what they import (a third of the processor time): each file has a context of its own in a
 * few processes. There Node's own errors are no instances of the file's `Error`, what Node itself loads cannot be
 * replaced, and neither can a module that a file before has imported, so tests of these have a process each.
 */
const ownProcess = [
  'engine/daily-backups',
  'engine/engine-words',
  'machine/engine-trouble',
  'machine/machine',
  'main/electron/shell',
  'preload/errors',
  'renderer/rows',
  'updates/updates',
  'workspaces/claims',
  'workspaces/steady',
].map((name) => `test/${name}.test.{ts,tsx}`)
const otherSuites = [
  'integration',
  'conformance',
  'faults',
  'engines',
  'clients',
  'starters',
  'e2e',
  'support',
].map((folder) => `test/${folder}/**`)
/** Long enough on a computer that does much else. */
const unit = { testTimeout: 30_000 }
const drivers = { testTimeout: 400_000, hookTimeout: 300_000, fileParallelism: false }

export default defineConfig({
  plugins: [react()],
  test: {
    // Once, on machines that others use, too; the run tells which tests needed it.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          pool: 'vmForks',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...otherSuites, ...ownProcess],
          ...unit,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit-own-process',
          include: ownProcess,
          ...unit,
        },
      },
      {
        extends: true,
        test: {
          name: 'machines',
          include: onVms,
          ...drivers,
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          exclude: onVms,
          ...drivers,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 400_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/support/**/*.test.ts'],
          globalSetup: engine,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'clients',
          include: ['test/clients/**/*.test.ts'],
          globalSetup: engine,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // They build the same programs.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'starters',
          include: ['test/starters/**/*.test.ts'],
          globalSetup: engine,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['test/engines/**/*.test.ts'],
          globalSetup: engine,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'newer-api',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/newer-api/global-engine.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
