// Two jobs in one file: how the client is built (into dist/client), and which test projects vitest runs.
import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import type { TestSequencerConstructor, TestSpecification, Vitest } from 'vitest/node'
import { verifierPagePlugin } from './server/verifier-page.ts'

const here = import.meta.dirname

/** A walk in the browser is several processes already: two at once fill two cores. */
const filesAtOnce = Math.max(2, availableParallelism())

/**
 * Walks and rules side by side, the longest of each first, so that both end together: one after the other, the walks would leave a core
 * idle, then the rules theirs. Longest by the last run, else by size.
 */
function sideBySide(ctx: Vitest) {
  const lastMs = (file: TestSpecification) => ctx.cache.getTestSpecificationResult(file)?.duration
  async function sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = files.every((file) => lastMs(file) !== undefined)
    const costs = new Map(
      files.map((file) => [file, known ? lastMs(file)! : statSync(file.moduleId).size] as const),
    )
    const rows = ['browser', 'core'].map((name) => {
      const own = files.filter(({ project }) => project.name === name)
      const sorted = own.toSorted((a, b) => costs.get(b)! - costs.get(a)!)
      const whole = sorted.reduce((sum, file) => sum + costs.get(file)!, 0)
      let before = 0
      return sorted.map((file) => {
        const at = before / whole
        before += costs.get(file)!
        return { file, at }
      })
    })
    return rows
      .flat()
      .toSorted((a, b) => a.at - b.at)
      .map(({ file }) => file)
  }
  return { sort, shard: async (files: TestSpecification[]) => files }
}

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
    sequence: { sequencer: sideBySide as unknown as TestSequencerConstructor },
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
          maxWorkers: filesAtOnce,
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
          maxWorkers: filesAtOnce,
          globalSetup: ['tests/kit/demo-world.ts'],
          // A second, which is the default, is no state to wait for on a busy machine.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
