// The work that something took, whatever else the machine does meanwhile. Called by tests that bound a cost.

/** Milliseconds of a core that this process has used so far, all its threads together; a test file is alone in its process. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
