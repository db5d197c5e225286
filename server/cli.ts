// The command: reads env and argv, and nothing else does. `start` serves one's own data, `demo` an invented region.
import { runDemo } from './demo/demo.ts'
import type { SettingProblem } from './settings.ts'

const [command, ...args] = process.argv.slice(2)
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

function refuse(problems: readonly SettingProblem[]): void {
  for (const { text } of problems) process.stderr.write(`${text.fr}\n${text.en}\n`)
}

if (command === 'demo') {
  process.exitCode = await runDemo({
    env: process.env,
    json: args.includes('--json'),
    stop: stop.signal,
    out: (text) => void process.stdout.write(text),
    refuse,
  })
}
