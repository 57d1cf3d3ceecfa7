import { defineConfig } from 'vitest/config'

const shared = {
  // One copy of graphql: its CommonJS and module builds refuse each other's objects.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
}

const limits = { testTimeout: 30_000, hookTimeout: 60_000 }

/** `pure` needs no service; `services` starts a throw-away PostgreSQL. Two workers, as the reference machine has cores. */
export default defineConfig({
  ...shared,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    env: { ORT_DISABLE_TELEMETRY: '1', BETTER_AUTH_TELEMETRY: '0', DO_NOT_TRACK: '1' },
    projects: [
      {
        ...shared,
        test: {
          name: 'pure',
          ...limits,
          include: ['packages/**/*.test.ts', 'apps/{cli,web}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'services',
          ...limits,
          // Alone on the machine, one file after another: these tests run whole processes and hold them to times.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          // A limit on wall time can be missed once where the machine has other work.
          retry: process.env.CI ? 1 : 0,
          include: ['apps/{gateway,evaluator}/src/**/*.test.ts'],
          globalSetup: ['scripts/test/postgres-global-setup.ts'],
        },
      },
    ],
  },
})
