import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'

const webPort = process.env.WEB_PORT ?? '3400'
const home = process.env.VOXPROOF_HOME ?? mkdtempSync(join(tmpdir(), 'voxproof-e2e-'))
// Workers read this file again and must find the same folder.
process.env.VOXPROOF_HOME = home

const systemChromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

/** The product is started by its own command on a data folder of its own; the browser is the system's Chromium. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A browser on a machine that others use can stall; what passed at the second try is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${webPort}`,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
  webServer: {
    command: 'node scripts/start.mjs',
    url: `http://localhost:${webPort}/`,
    timeout: 300_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 40_000 },
    env: {
      VOXPROOF_HOME: home,
      WEB_PORT: webPort,
      GATEWAY_PORT: process.env.GATEWAY_PORT ?? '4400',
      POSTGRES_PORT: process.env.POSTGRES_PORT ?? '0',
    },
  },
})
