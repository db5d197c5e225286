// One server a data folder: two would each believe themselves alone in their rooms. Hides how that is held.
// Called by main before the database opens.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Makes the folder if need be and holds it for this process; null when another process holds it. What holds it is a lock of
 * the operating system on a small file: it ends with the process, however that ends, so nothing stale is ever left.
 * The answer lets go. Throws when the folder cannot be written.
 */
export function holdFolder(folder: string): (() => void) | null {
  // For the operator's eyes only: it holds what people wrote and who they are.
  mkdirSync(folder, { recursive: true, mode: 0o700 })
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
