// Builds the gallery into the folder named by its first argument. Run as its own process: a test runner's variables change what vite and
// Solid build. Called by tests/kit/gallery.ts.
import { build } from 'vite'
import solid from 'vite-plugin-solid'

const [outDir] = process.argv.slice(2)
if (!outDir) throw new Error('name the folder to build into')

await build({
  configFile: false,
  root: import.meta.dirname,
  logLevel: 'warn',
  plugins: [solid()],
  build: { outDir, emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, minify: false },
})
