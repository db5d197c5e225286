// What the machine did: processor time and memory of processes, of the generator, of everyone else, read from /proc (Linux only).
// Called by the scenarios around each measurement.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const ticks = 100

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // The process has ended.
    return ''
  }
}

/** Parent, and user and system time in seconds, of a process. */
function statOf(pid: number): { parent: number; user: number; system: number } | null {
  const text = readText(`/proc/${pid}/stat`)
  if (!text) return null
  // The name in brackets may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(fields[1]), user: Number(fields[11]) / ticks, system: Number(fields[12]) / ticks }
}

/** A process and all its living descendants. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)])
  }
  const family = [pid]
  for (const member of family) family.push(...(children.get(member) ?? []))
  return family
}

/** Resident memory, megabytes. */
export function residentMb(pids: readonly number[]): number {
  const kilobytes = (pid: number) =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0)
  return pids.reduce((sum, pid) => sum + kilobytes(pid), 0) / 1024
}

/** Processor seconds of the living threads, to the nanosecond: for what takes a few milliseconds. */
export function fineCpu(pids: readonly number[]): number {
  let nanoseconds = 0
  for (const pid of pids) {
    let threads: string[] = []
    try {
      threads = readdirSync(`/proc/${pid}/task`)
    } catch {
      continue
    }
    for (const thread of threads) {
      nanoseconds += Number(readText(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) || 0
    }
  }
  return nanoseconds / 1e9
}

export interface Load {
  readonly seconds: number
  readonly serverCpu: number
  readonly systemShare: number
  /** Percent of one core: the server, the generator, everyone else, the hypervisor. */
  readonly serverPct: number
  readonly generatorPct: number
  readonly otherPct: number
  readonly stealPct: number
}

interface Moment {
  readonly atMs: number
  readonly cpu: number
  readonly user: number
  readonly system: number
  readonly generator: number
  readonly busy: number
  readonly steal: number
}

function moment(pids: readonly number[]): Moment {
  const stats = pids.map(statOf)
  const sum = (key: 'user' | 'system') => stats.reduce((all, stat) => all + (stat?.[key] ?? 0), 0)
  const own = globalThis.process.cpuUsage()
  const whole = readText('/proc/stat').split('\n')[0]!.trim().split(/\s+/).slice(1).map(Number)
  const busyFields = [0, 1, 2, 5, 6]
  return {
    atMs: performance.now(),
    // Ticks are too coarse for a server that is nearly idle.
    cpu: fineCpu(pids) || sum('user') + sum('system'),
    user: sum('user'),
    system: sum('system'),
    generator: (own.user + own.system) / 1e6,
    busy: busyFields.reduce((all, field) => all + (whole[field] ?? 0), 0) / ticks,
    steal: (whole[7] ?? 0) / ticks,
  }
}

/** Starts metering; the answer says what happened since. */
export function startMeter(pids: readonly number[]): () => Load {
  const start = moment(pids)
  return () => {
    const end = moment(pids)
    const seconds = (end.atMs - start.atMs) / 1000
    const system = end.system - start.system
    const ticked = end.user - start.user + system
    const serverCpu = end.cpu - start.cpu
    const generator = end.generator - start.generator
    const other = end.busy - start.busy - serverCpu - generator
    const percent = (cpu: number) => (100 * cpu) / seconds
    return {
      seconds,
      serverCpu,
      systemShare: ticked > 0 ? system / ticked : 0,
      serverPct: percent(serverCpu),
      generatorPct: percent(generator),
      otherPct: Math.max(0, percent(other)),
      stealPct: percent(end.steal - start.steal),
    }
  }
}

/** Watches resident memory; the answer stops and tells the most it was, megabytes. */
export function watchMemory(pids: readonly number[], everyMs = 100): () => number {
  let peak = residentMb(pids)
  const look = () => {
    peak = Math.max(peak, residentMb(pids))
  }
  const timer = setInterval(look, everyMs)
  return () => {
    clearInterval(timer)
    look()
    return peak
  }
}

/** A fixed piece of arithmetic, timed, milliseconds: how fast this core is right now. */
export function calibrate(): number {
  const startMs = performance.now()
  let value = 1
  for (let turn = 0; turn < 3e7; turn++) value = (Math.imul(value, 1_664_525) + 1_013_904_223) | 0
  return performance.now() - startMs + (value === 42 ? 1 : 0)
}

/** Waits, at most `maxSeconds`, until everyone else uses under 15 % of a core. */
export async function waitForQuiet(maxSeconds: number): Promise<void> {
  const untilMs = performance.now() + maxSeconds * 1000
  while (performance.now() < untilMs) {
    const stop = startMeter([])
    await sleep(1000)
    const { otherPct, stealPct } = stop()
    if (otherPct + stealPct < 15) return
  }
}

/** The bytes of all files under a folder. */
export function folderBytes(folder: string): number {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size
  }
  return bytes
}
