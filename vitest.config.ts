// The test projects: unit (no machine, no engine), integration (real dockerd), machines (drivers on virtual machines),
// conformance (other drivers, transports), faults (a machine with data in it, by `npm run test:faults`), clients (programs
// that use the catalogue's lines, by `npm run test:clients`), starters (Dockerfiles to begin with, built to the end, by
// `npm run test:starters`).
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const engine = ['test/support/global-engine.ts']
/** They compute for as long as they run; the others of their folder mostly wait. */
const onVms = ['qemu-driver', 'vfkit-driver', 'vm-network', 'machine-faults'].map(
  (name) => `test/conformance/${name}.test.ts`,
)
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
          // Long enough on a computer that does much else.
          testTimeout: 30_000,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [
            'test/integration/**',
            'test/conformance/**',
            'test/faults/**',
            'test/engines/**',
            'test/clients/**',
            'test/starters/**',
            'test/e2e/**',
            'test/support/**',
          ],
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
    ],
  },
})
