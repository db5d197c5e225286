// `npm run bench -- tally`: how long large polls take to count. Own machine, no server: prints a table. The largest, 200 options ranked
// by 10,000 voices, is to stay under a second.
import { tallyCases, timeTally } from './tally-cases.ts'

for (const one of tallyCases) {
  const { wallMs, cpuMs } = timeTally(one)
  const figures = `${String(wallMs).padStart(6)} ms   cpu ${String(cpuMs).padStart(6)} ms`
  process.stdout.write(`${one.name.padEnd(34)} ${figures}\n`)
}
