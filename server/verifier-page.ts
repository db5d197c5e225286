// Makes the offline page: one HTML file with its style and its script inside, and a policy that lets it reach nothing. A step of the build.
// Called by vite.config.ts.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build, type Plugin } from 'vite'

/** The page's name beside the client, as links and the command know it. */
export const verifierPage = 'verificateur-assise.html'

/** Writes the page once the client is built. */
export function verifierPagePlugin(root: string, outDir: string): Plugin {
  return {
    name: 'verifier-page',
    apply: 'build',
    async closeBundle() {
      writeFileSync(resolve(outDir, verifierPage), pageOf(root, await scriptOf(root)))
    },
  }
}

/** The page's script as one classic script, which a browser runs from a file. */
async function scriptOf(root: string): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: resolve(root, 'client/verifier/page.ts'),
        output: { format: 'iife', codeSplitting: false },
        checks: { pluginTimings: false },
      },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  const [script, ...others] = outputs.filter(({ type }) => type === 'chunk')
  if (script?.type !== 'chunk' || others.length > 0) throw new Error('the offline page is one script')
  // Inside HTML these would end the script, or hide it.
  return script.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--').trim()
}

function pageOf(root: string, script: string): string {
  const read = (path: string) => readFileSync(resolve(root, 'client', path), 'utf8')
  const style = `${read('style/tokens.css')}${read('verifier/page.css')}`
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  // No source of any kind but these two texts, and the worker made of the script.
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} blob:`,
    `style-src ${hashOf(style)}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const parts: Record<string, string> = { policy, style, script }
  return read('verifier/page.html').replace(
    /\/\*(policy|style|script)\*\//g,
    (_, name: string) => parts[name]!,
  )
}
