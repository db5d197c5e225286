// Two jobs in one file: how the client is built (into dist/client), and which test projects vitest runs.
import { resolve } from 'node:path'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { verifierPagePlugin } from './server/verifier-page.ts'

const here = import.meta.dirname

export default defineConfig({
  root: resolve(here, 'client'),
  // The plugin would ask vitest for jsdom; no test of ours runs components outside a real browser.
  plugins: process.env.VITEST ? [] : [solid(), verifierPagePlugin(here, resolve(here, 'dist/client'))],
  build: {
    outDir: resolve(here, 'dist/client'),
    emptyOutDir: true,
    target: 'es2023',
    // Two entries: the application, and nothing else is inlined: the page's policy forbids inline scripts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: resolve(here, 'client/index.html'),
      // How long each plugin took is no news to whoever starts the product for the first time.
      checks: { pluginTimings: false },
    },
  },
  test: {
    root: here,
    reporters: ['default', ['json', { outputFile: resolve(here, 'node_modules/.cache/assise/tests.json') }]],
    projects: [
      {
        extends: false,
        test: {
          name: 'core',
          root: here,
          environment: 'node',
          include: ['tests/*.test.ts', 'tests/shared/**/*.test.ts', 'tests/server/**/*.test.ts'],
          testTimeout: 90_000,
          // Hooks start and stop real databases and servers.
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        extends: false,
        test: {
          name: 'browser',
          root: here,
          environment: 'node',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // One at a time: where two share two cores, a page may still move under a pointer that has found its place.
          fileParallelism: false,
          globalSetup: ['tests/kit/demo-world.ts'],
          // A second, which is the default, is no state to wait for on a busy machine.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
