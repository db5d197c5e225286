// Writes the log of updates of a SQLite database without the server ever standing still for the disk: the commit goes to the system
// here, and a thread of Node's pool then waits until it is on the disk. Made by connect.ts, one a database; called by sync/log.ts.
import { close, openSync } from 'node:fs'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { type LogBatch, type LogOutcome, type LogSnapshot, openPlanLog, type PlanLog } from './plan-log.ts'
import { type SyncFile, syncAdaptively } from './sync-file.ts'

export interface Writer {
  /**
   * All batches in one transaction, each taken whole or refused whole; resolves once it is on disk. `alone` runs a job while no
   * other connection of ours is in a transaction. Rejects when it is not known to be on disk.
   */
  append(batches: readonly LogBatch[], at: string, alone: Alone): Promise<LogOutcome[]>
  snapshot(snapshot: LogSnapshot, at: string, alone: Alone): Promise<void>
  /** What another connection of ours has just committed is on disk once this resolves. */
  settle(): Promise<void>
  /** Before anything is read: what a failed sync left in doubt is on disk now. Throws while it cannot be made sure. */
  makeSure(): void
  close(): Promise<void>
}

/** An act writes some pages: more than is synced in place (sync-file.ts). */
const actBytes = 32_768

type Alone = <T>(job: () => T) => T | Promise<T>

/** For a database in memory: no other connection can see it, and no disk waits. */
export function writeInMemory(database: Database.Database): Writer {
  let log: PlanLog | undefined
  const opened = () => {
    log ??= openPlanLog(database)
    return log
  }
  return {
    append: async (batches, at, alone) => alone(() => opened().append(batches, at)),
    snapshot: async (snapshot, at, alone) => alone(() => opened().snapshot(snapshot, at)),
    settle: async () => {},
    makeSure: () => {},
    close: async () => {},
  }
}

/** `sync` is another one only in tests that break the disk. */
export function writeOnFile(path: string, sync: SyncFile = syncAdaptively()): Writer {
  let opened: { readonly database: Database.Database; readonly log: PlanLog; wal: number | null } | null =
    null
  /** A sync has failed: the system may say of the next that it succeeded, without having written what the first one lost. */
  let inDoubt = false

  function open() {
    if (opened) return opened
    const database = new Database(path)
    tune(database)
    leaveSyncing(database)
    opened = { database, log: openPlanLog(database), wal: null }
    return opened
  }

  async function durably<T>(alone: Alone, bytes: number, write: (log: PlanLog) => T): Promise<T> {
    const result = await alone(() => {
      makeSure()
      return write(open().log)
    })
    await settle(bytes)
    return result
  }

  async function settle(bytes: number): Promise<void> {
    const file = open()
    file.wal ??= openSync(`${path}-wal`, 'r+')
    try {
      await sync(file.wal, bytes)
    } catch (error) {
      inDoubt = true
      throw error
    }
  }

  /** Copies all that was committed into the database file itself, and syncs that: written anew, its errors are its own. */
  function makeSure(): void {
    if (!inDoubt) return
    const [done] = open().database.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
    if (done.busy !== 0) throw new Error('the log of SQLite is in use: what it holds could not be made sure')
    inDoubt = false
  }

  return {
    append: (batches, at, alone) => durably(alone, bytesOf(batches), (log) => log.append(batches, at)),
    snapshot: (snapshot, at, alone) =>
      durably(alone, snapshot.state.length, (log) => log.snapshot(snapshot, at)),
    settle: () => settle(actBytes),
    makeSure,
    async close() {
      if (!opened) return
      const { database, wal } = opened
      opened = null
      if (wal !== null) await promisify(close)(wal)
      database.close()
    },
  }
}

function bytesOf(batches: readonly LogBatch[]): number {
  let sum = 0
  for (const { rows } of batches) for (const { bytes } of rows) sum += bytes.length
  return sum
}

export function tune(database: Database.Database): void {
  database.pragma('journal_mode = WAL')
  // FULL, not NORMAL: in WAL mode NORMAL may lose committed rows on power loss, and we tell people « Enregistré ».
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
}

/** The commit itself does not wait for the disk: whoever commits does, right after it, elsewhere than on the server's own thread. */
export function leaveSyncing(database: Database.Database): void {
  database.pragma('synchronous = NORMAL')
  // Copying the log into the file syncs both, here: every thousand commits or so, not every few hundred.
  database.pragma('wal_autocheckpoint = 4000')
}
