// What this device keeps of a person's text until the server has it: one IndexedDB store, by person, plan, epoch and page.
// Nothing is called kept before its transaction completed. Called by room.ts and outbox.ts; me.ts empties it at sign-out.

/** Person, plan, epoch, the page that wrote it, and its number there. */
export type KeptKey = readonly [
  personId: string,
  planId: string,
  epoch: number,
  writer: string,
  number: number,
]

/** What earlier pages left of one epoch. */
export interface KeptText {
  readonly epoch: number
  /** The whole document as it stood when the connection was lost; null when there was no time for it. */
  readonly base: Uint8Array | null
  readonly updates: readonly { readonly key: KeptKey; readonly bytes: Uint8Array }[]
}

export interface Device {
  /** What earlier pages, and other open ones, keep of this plan; the newest epoch first. Empty when the device does not answer. */
  read(): Promise<readonly KeptText[]>
  /** Starts to write `bytes` in the place of `instead`; `done` says true once the transaction has completed, false when it failed. */
  keep(
    epoch: number,
    bytes: Uint8Array,
    instead: readonly KeptKey[],
  ): { readonly key: KeptKey; readonly done: Promise<boolean> }
  /** What the updates stand on; null takes it away. */
  keepBase(epoch: number, state: Uint8Array | null): void
  drop(keys: readonly KeptKey[]): void
  /** Calls `tell` when what was kept is kept no more: the browser emptied its storage, or the person signed out. */
  onLost(tell: () => void): () => void
}

const databaseName = 'assise'
const storeName = 'kept'
const readWithinMs = 1_000
const forgetWithinMs = 1_000
/** The base of all pages: it comes before any page's own number. */
const baseWriter = ''

let open: IDBDatabase | null = null
let opening: Promise<IDBDatabase | null> | null = null
const losers = new Set<() => void>()
/** Who signed out while this page was open: nothing of theirs is written any more. */
const forgotten = new Set<string>()
let others: BroadcastChannel | null = null

/** Null where there is no such storage at all. */
export function openDevice(personId: string, planId: string): Device | null {
  if (!globalThis.indexedDB) return null
  const writer = crypto.randomUUID()
  let written = 0
  listenToOthers()
  return {
    async read() {
      const late = new Promise<null>((resolve) => setTimeout(resolve, readWithinMs, null))
      return (await Promise.race([readAll(personId, planId), late])) ?? []
    },
    keep(epoch, bytes, instead) {
      written += 1
      const key: KeptKey = [personId, planId, epoch, writer, written]
      if (forgotten.has(personId)) return { key, done: Promise.resolve(false) }
      const done = write((store) => {
        store.put(bytes, [...key])
        for (const old of instead) store.delete([...old])
      })
      return { key, done }
    },
    keepBase(epoch, state) {
      const key = [personId, planId, epoch, baseWriter, 0]
      if (state && forgotten.has(personId)) return
      void write((store) => (state ? store.put(state, key) : store.delete(key)))
    },
    drop(keys) {
      if (keys.length === 0) return
      void write((store) => {
        for (const key of keys) store.delete([...key])
      }, 'relaxed')
    },
    onLost(tell) {
      losers.add(tell)
      return () => losers.delete(tell)
    },
  }
}

/** SYNC-11: nothing of the person stays on the device. Resolves when it is gone, or after a second. */
export async function forgetPerson(personId: string): Promise<void> {
  if (!globalThis.indexedDB) return
  listenToOthers()
  others?.postMessage(personId)
  forget(personId)
  const range = IDBKeyRange.bound([personId], [personId, []])
  const gone = write((store) => store.delete(range))
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, forgetWithinMs))])
}

/** The person's other tabs may hold unsent text, and would keep it again. */
function listenToOthers(): void {
  if (others || !globalThis.BroadcastChannel) return
  others = new BroadcastChannel('assise-forget')
  others.onmessage = ({ data }) => forget(String(data))
}

function forget(personId: string): void {
  forgotten.add(personId)
  for (const tell of losers) tell()
}

async function readAll(personId: string, planId: string): Promise<KeptText[]> {
  const db = await database()
  if (!db) return []
  try {
    const store = db.transaction(storeName, 'readonly').objectStore(storeName)
    const range = IDBKeyRange.bound([personId, planId], [personId, planId, []])
    const [keys, values] = await Promise.all([answer(store.getAllKeys(range)), answer(store.getAll(range))])
    const found = new Map<number, { base: Uint8Array | null; updates: KeptText['updates'][number][] }>()
    for (const [at, raw] of keys.entries()) {
      const key = raw as unknown as KeptKey
      const [, , epoch, writer] = key
      const kept = found.get(epoch) ?? { base: null, updates: [] }
      found.set(epoch, kept)
      const bytes = values[at] as Uint8Array
      if (writer === baseWriter) kept.base = bytes
      else kept.updates.push({ key, bytes })
    }
    for (const [epoch, { updates }] of found) {
      const key = [personId, planId, epoch, baseWriter, 0]
      if (updates.length === 0) void write((store) => store.delete(key), 'relaxed')
    }
    return [...found]
      .map(([epoch, kept]) => ({ epoch, ...kept }))
      .filter(({ updates }) => updates.length > 0)
      .sort((a, b) => b.epoch - a.epoch)
  } catch {
    return []
  }
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** One transaction. Asked for at once when the database is open, so that it is on its way before the text leaves by the socket. */
async function write(
  act: (store: IDBObjectStore) => void,
  durability: IDBTransactionDurability = 'strict',
): Promise<boolean> {
  const db = open ?? (await database())
  if (!db) return false
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(storeName, 'readwrite', { durability })
      transaction.oncomplete = () => resolve(true)
      // A full disk, a page in private mode, storage that was emptied: all end here.
      transaction.onabort = () => resolve(false)
      act(transaction.objectStore(storeName))
      // Without it the transaction would wait for this page to live one turn longer.
      transaction.commit()
    } catch {
      lose()
      resolve(false)
    }
  })
}

/** Null when the browser refuses; the next call asks again. */
function database(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    const refused = () => {
      opening = null
      resolve(null)
    }
    try {
      const request = indexedDB.open(databaseName, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(storeName)
      request.onerror = refused
      request.onsuccess = () => {
        open = request.result
        open.onclose = lose
        open.onversionchange = () => {
          open?.close()
          lose()
        }
        resolve(open)
      }
    } catch {
      refused()
    }
  })
  return opening
}

function lose(): void {
  open = null
  opening = null
  for (const tell of losers) tell()
}
