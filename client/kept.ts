// What this device keeps for a person between two visits, beside the plan's text: ballots being written, votes on their way, receipts.
// Under the person's own name, and gone at sign-out. Called by the stores of ballots; me.ts says who is here, and forgets.

/** Whose things are read and written; empty while nobody is signed in. */
let person = ''
/** Who signed out while this page was open: nothing of theirs is written any more. */
const forgotten = new Set<string>()
// The same channel as offline.ts: the person's other tabs forget together.
const others = globalThis.BroadcastChannel ? new BroadcastChannel('assise-forget') : null
others?.addEventListener('message', ({ data }) => forget(String(data)))

const nameOf = (name: string) => `kept/${person}/${name}`

/** Says who is signed in on this page. */
export function keepFor(personId: string): void {
  person = personId
}

/** What was kept under a name; null when there is none, or none that can be read. */
export function readKept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(nameOf(name)) ?? 'null')
  } catch {
    return null
  }
}

/** Keeps a value under a name; null takes it away. */
export function writeKept(name: string, value: unknown): void {
  if (forgotten.has(person)) return
  try {
    if (value === null) localStorage.removeItem(nameOf(name))
    else localStorage.setItem(nameOf(name), JSON.stringify(value))
  } catch {
    // A browser that keeps nothing (private, full) still votes: a ballot then lives as long as the page.
  }
}

/** Calls `changed` when another tab of the same person wrote a name that ends so; answers what stops it. */
export function onKeptElsewhere(ending: string, changed: () => void): () => void {
  const listen = ({ key }: StorageEvent) => {
    if (key?.startsWith(nameOf('')) && key.endsWith(ending)) changed()
  }
  window.addEventListener('storage', listen)
  return () => window.removeEventListener('storage', listen)
}

/** Nothing of the person stays, here or in their other tabs. */
export function forgetKept(personId: string): void {
  others?.postMessage(personId)
  forget(personId)
}

function forget(personId: string): void {
  forgotten.add(personId)
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`kept/${personId}/`)) localStorage.removeItem(key)
  } catch {
    // Nothing could be kept here either.
  }
}
