// One server a data folder: two would each believe themselves alone in their rooms. Hides how that is held.
// Called by main before the database opens.
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Makes the folder if need be and holds it for this process; null when another process holds it. What holds it is a lock of
 * the operating system on a small file: it ends with the process, however that ends, so nothing stale is ever left.
 * The answer lets go. Throws when the folder cannot be written.
 */
export function holdFolder(folder: string): (() => void) | null {
  makeFolder(folder)
  const lock = new Database(join(folder, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null
    throw error
  }
  return () => lock.close()
}

/** Makes a folder and those above it. Node's own `recursive` never comes back where the system says « none such » for ever (/proc). */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  // For the operator's eyes only: it holds what people wrote and who they are.
  mkdirSync(folder, { mode: 0o700 })
}
