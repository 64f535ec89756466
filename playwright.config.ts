// End-to-end tests in Debian's Chromium: "vm" on the real machine, "engine" on a real dockerd at native speed.
import { defineConfig } from '@playwright/test'

const long = /@long/

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'out/e2e',
  timeout: 180_000,
  expect: { timeout: 60_000 },
  workers: 1,
  forbidOnly: true,
  // Once, on machines that others use, too; the run tells which tests needed it.
  retries: process.env.CI ? 1 : 0,
  projects: [
    { name: 'engine', testMatch: 'engine/**/*.spec.ts', grepInvert: long },
    // Of what explores, the forms that take long: `npm run test:long`.
    { name: 'long', testMatch: 'engine/**/*.spec.ts', grep: long },
    {
      name: 'desktop',
      testMatch: '**/test/e2e/desktop/*.spec.ts',
      timeout: 300_000,
      expect: { timeout: 60_000 },
    },
    { name: 'vm', testMatch: 'vm/**/*.spec.ts', timeout: 180_000 },
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    // A trace takes a picture of the page at every action: where tests are tried again, the second try is enough.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: {
      // The same engine without a browser's own windows, whose drawing costs a quarter of the whole time.
      executablePath: process.env.PORTSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
