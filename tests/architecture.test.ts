// Holds the house together: who may import whom, no ring, no banned word, no file too long, every label in both languages.
// Reads the real import statements of every file; the checks themselves are tested on planted faults.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { en } from '../client/words/en.ts'
import { fr } from '../client/words/fr.ts'
import type { Bilingual } from '../shared/basics.ts'
import { sections } from '../shared/plan/sections.ts'
import { consentChoices, outcomeLabels } from '../shared/poll/consent.ts'
import { refusals } from '../shared/refusals.ts'
import { roles } from '../shared/roles.ts'
import { colleges, sectors, territoryTypes, tiers, workspaceKinds } from '../shared/territory.ts'
import { readSource, type SourceFile, sourceFiles } from './kit/source-files.ts'

const files = sourceFiles()

/** What files matching `of` may import. The first room that matches a file is its room. */
interface Room {
  readonly of: RegExp
  readonly may: readonly RegExp[]
}

const shared = /^shared\//
const node = /^node:/
const kysely = /^kysely(\/|$)/
const lib0 = /^lib0\//
const yjs = /^yjs$/
const wireOfYjs = [yjs, /^y-protocols\//, lib0]

const rooms: readonly Room[] = [
  // shared/ is pure: no clock, disk, DOM, node: or framework; a library only where one file hides it.
  { of: /^shared\/plan\/draft\.ts$/, may: [shared, yjs] },
  { of: /^shared\/plan\/prose\.ts$/, may: [shared, /^prosemirror-model$/] },
  { of: /^shared\/wire\.ts$/, may: [shared, lib0] },
  { of: shared, may: [shared, /^valibot$/, /^@noble\/hashes\//] },

  { of: /^server\/db\//, may: [/^server\/db\//, shared, node, kysely, /^better-sqlite3$/, /^pg$/] },
  // The room and what it is made of know neither socket nor SQL: only the log and the list of rooms do.
  {
    of: /^server\/sync\/(log|content|rooms)\.ts$/,
    may: [/^server\/(sync|db)\//, /^server\/context\.ts$/, shared, node, kysely, ...wireOfYjs],
  },
  { of: /^server\/sync\/redis-wire\.ts$/, may: [/^server\/sync\/bus\.ts$/, /^redis$/] },
  { of: /^server\/sync\//, may: [/^server\/sync\/(?!log\.|content\.|rooms\.)/, shared, node, ...wireOfYjs] },
  {
    of: /^server\/acts\//,
    may: [
      /^server\/acts\//,
      /^server\/db\/(tables|journal|fork)\.ts$/,
      /^server\/(context|passkeys|passwords)\.ts$/,
      shared,
      node,
      kysely,
      yjs,
    ],
  },
  {
    of: /^server\/export\//,
    may: [/^server\/export\//, shared, node, /^@myriaddreamin\//, /^@noble\/hashes\//, /^docx$/],
  },
  {
    of: /^server\/http\/socket\.ts$/,
    may: [
      /^server\/(http|acts)\//,
      /^server\/sync\/rooms?\.ts$/,
      /^server\/(context|logins)\.ts$/,
      shared,
      node,
      lib0,
      /^hono(\/|$)/,
      /^@hono\//,
      /^ws$/,
    ],
  },
  {
    of: /^server\/http\//,
    may: [
      /^server\/(http|acts|export)\//,
      /^server\/(context|limits|logins|passkeys)\.ts$/,
      shared,
      node,
      /^valibot$/,
      /^hono(\/|$)/,
      /^@hono\//,
    ],
  },
  // The demo is built through the same acts as a user's: it never speaks SQL.
  { of: /^server\/demo\//, may: [/^server\/(?!db\/)/, shared, node, /^ws$/, /^y-websocket$/, ...wireOfYjs] },
  { of: /^server\/logins\.ts$/, may: [/^server\/(db\/|context\.ts)/, shared, node, kysely, /^lucia$/] },
  { of: /^server\/passkeys\.ts$/, may: [/^server\/context\.ts$/, shared, node, /^@simplewebauthn\/server/] },
  { of: /^server\/mail\.ts$/, may: [/^server\/context\.ts$/, shared, node, /^nodemailer/, /^pino$/] },
  { of: /^server\/context\.ts$/, may: [/^server\/db\/(tables|again)\.ts$/, shared, kysely, yjs] },
  { of: /^server\//, may: [/^server\//, shared, /^(?!\.)(?!client\/|tests\/|lucia|nodemailer)/] },

  // The client's packages are many; what matters is that nothing of the server or of Node reaches it.
  { of: /^client\//, may: [/^client\//, shared, /^(?!node:|server\/|tests\/)(@|[a-z])/] },
  { of: /^(tests\/|vite\.config\.ts$)/, may: [/./] },
]

/** Every import of a file that its room does not allow, as a sentence. */
function importFaults(file: SourceFile): string[] {
  const room = rooms.find(({ of }) => of.test(file.path))
  if (!room) return [`${file.path} stands in no known room`]
  return file.imports
    .filter(({ target }) => !room.may.some((allowed) => allowed.test(target)))
    .map(({ target }) => `${file.path} may not import ${target}`)
}

/** The first ring of imports, as the paths that close it; null when there is none. Types count: a ring is a ring. */
function findRing(all: readonly SourceFile[]): string[] | null {
  const byPath = new Map(all.map((file) => [file.path, file]))
  const done = new Set<string>()
  const walk = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return null
    for (const { target } of byPath.get(path)?.imports ?? []) {
      const ring = byPath.has(target) ? walk(target, [...trail, path]) : null
      if (ring) return ring
    }
    done.add(path)
    return null
  }
  for (const { path } of all) {
    const ring = walk(path, [])
    if (ring) return ring
  }
  return null
}

/** Every file that a file reaches by its imports, those made late too, and every package. */
function reachOf(start: string, all: readonly SourceFile[]) {
  const byPath = new Map(all.map((file) => [file.path, file]))
  const reached = new Set([start])
  const packages = new Set<string>()
  for (const path of reached) {
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (byPath.has(target)) reached.add(target)
      else packages.add(target)
    }
  }
  return { files: [...reached], packages: [...packages] }
}

const textOfFile = (path: string) => readFileSync(resolve(import.meta.dirname, '..', path), 'utf8')

/** Ways out of the machine, or to another program. Of packages: any but the schema, the hash and the typesetter. */
const network =
  /^(node:)?(net|https?|http2|tls|dns|dgram|child_process|cluster|inspector)(\/|$)|^(?!node:|valibot$|@noble\/hashes\/|@myriaddreamin\/)/

const bannedWords = /^(sessions?|managers?|helpers?|utils?|services?)$/i

/** The banned words in a file's path and in the names it declares. */
function wordFaults(file: SourceFile): string[] {
  const inPath = file.path.split(/[/.-]/).filter((word) => bannedWords.test(word))
  const inNames = file.declares.filter(
    (name) =>
      name === 'process' ||
      /^handle([A-Z]|$)/.test(name) ||
      name.split(/(?=[A-Z])|_/).some((word) => bannedWords.test(word)),
  )
  // lucia's own words stay behind the one file that imports it.
  const allowed =
    file.path === 'server/logins.ts' ? inNames.filter((name) => !/session/i.test(name)) : inNames
  return [...inPath, ...allowed].map((word) => `${file.path}: “${word}”`)
}

describe('the house', () => {
  test('the checker sees the project’s files and their imports', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(40)
    for (const room of ['server/', 'client/', 'shared/', 'tests/'])
      expect(files.some((file) => file.path.startsWith(room))).toBe(true)
  })

  test('every file imports only what its room allows', () => {
    expect(files.flatMap(importFaults)).toEqual([])
  })

  test('no import ring', () => {
    expect(findRing(files)).toBeNull()
  })

  test('every relative import is of a file of the project', () => {
    const known = new Set(files.map((file) => file.path))
    const lost = files.flatMap((file) =>
      file.imports
        .filter(({ target }) => /^(server|client|shared|tests)\/.*\.(ts|tsx)$/.test(target))
        .filter(({ target }) => !known.has(target))
        .map(({ target }) => `${file.path} → ${target}`),
    )
    expect(lost).toEqual([])
  })

  test('plans, polls and records never know alliances or projects', () => {
    const low = files.filter((file) => /^shared\/(plan|poll|record)\//.test(file.path))
    const high = (target: string) => /^shared\/(alliance|project)/.test(target)
    expect(low.flatMap((file) => file.imports.filter(({ target }) => high(target)))).toEqual([])
  })

  test('VER-1 what verifies reaches no network and no server of ours', () => {
    const reached = reachOf('server/verify.ts', files)
    expect(reached.files).toContain('shared/verify/history/history.ts')
    expect(reached.files.filter((path) => /^(client|server\/(http|sync|db|acts))\//.test(path))).toEqual([])
    expect(reached.packages).toContain('node:zlib')
    expect(reached.packages.filter((name) => network.test(name))).toEqual([])
    const callers = reached.files.filter((path) =>
      /\b(fetch|WebSocket|EventSource|XMLHttpRequest)\b\s*\(/.test(textOfFile(path)),
    )
    expect(callers).toEqual([])
  })

  test('no banned word in a file’s name or in a name it declares', () => {
    expect(files.flatMap(wordFaults)).toEqual([])
  })

  test('no file is over 400 lines, words and migrations excepted', () => {
    const long = files
      .filter((file) => !/^(client\/words|server\/db\/migrations)\//.test(file.path))
      .filter((file) => file.lines > 400)
      .map((file) => `${file.path}: ${file.lines}`)
    expect(long).toEqual([])
  })

  test('no default export but in vite.config.ts', () => {
    const paths = files.filter((file) => file.hasDefaultExport).map((file) => file.path)
    expect(paths).toEqual(['vite.config.ts'])
  })
})

describe('the checker catches a planted fault', () => {
  const faultsOf = (path: string, text: string) => importFaults(readSource(path, text))

  test.each([
    ['shared/poll/poll.ts', `import { readFile } from 'node:fs/promises'`],
    ['shared/plan/plan.ts', `import * as Y from 'yjs'`],
    ['shared/lock.ts', `export { connect } from '../server/db/connect.ts'`],
    ['server/acts/polls.ts', `import type { App } from '../http/serve.ts'`],
    ['server/acts/polls.ts', `const rooms = await import('../sync/rooms.ts')`],
    ['server/acts/polls.ts', `const rooms = await import('../sync/' + 'rooms.ts')`],
    ['server/sync/room.ts', `import type { Tables } from '../db/tables.ts'`],
    ['server/sync/presence.ts', `import { openLog } from './log.ts'`],
    ['server/http/polls.ts', `import { connect } from '../db/connect.ts'`],
    ['server/http/polls.ts', `import { openRooms } from '../sync/rooms.ts'`],
    ['server/demo/build.ts', `import { connect } from '../db/connect.ts'`],
    ['server/main.ts', `import { Lucia } from 'lucia'`],
    ['client/api.ts', `import { refusalBody } from '../server/app.ts'`],
    ['client/api.ts', `import 'node:fs'`],
    ['elsewhere/file.ts', `import 'yjs'`],
  ])('%s: %s', (path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1)
  })

  test('and lets through what is allowed', () => {
    expect(faultsOf('shared/plan/draft.ts', `import * as Y from 'yjs'`)).toEqual([])
    expect(
      faultsOf('server/http/socket.ts', `import { type Rooms, open } from\n  '../sync/rooms.ts'`),
    ).toEqual([])
    expect(faultsOf('client/api.ts', `import { doors } from '../shared/api.ts'`)).toEqual([])
  })

  test('a ring of three', () => {
    const ring = findRing([
      readSource('shared/a.ts', `import { b } from './b.ts'`),
      readSource('shared/b.ts', `export * from './c.ts'`),
      readSource('shared/c.ts', `import type { A } from './a.ts'`),
    ])

    expect(ring).toEqual(['shared/a.ts', 'shared/b.ts', 'shared/c.ts', 'shared/a.ts'])
  })

  test('banned words, in paths and in declared names, but not in the names of others', () => {
    const words = (path: string, text: string) => wordFaults(readSource(path, text))

    expect(words('server/utils/text.ts', '')).toHaveLength(1)
    expect(words('server/poll-helpers.ts', '')).toHaveLength(1)
    expect(words('server/a.ts', 'const userSession = 1')).toHaveLength(1)
    expect(words('server/a.ts', 'function handleClick() {}')).toHaveLength(1)
    expect(words('server/a.ts', 'interface Parts { pollManager: string }')).toHaveLength(1)
    expect(words('server/a.ts', 'const { process } = globalThis')).toHaveLength(1)
    expect(words('server/a.ts', 'const go = ({ session: { id } }) => id')).toEqual([])
    expect(words('server/a.ts', 'server.handleUpgrade(process.env, sessionStorage)')).toEqual([])
    expect(words('server/logins.ts', 'const { session } = await lucia.validateSession(id)')).toEqual([])
  })
})

describe('both languages', () => {
  const named = (prefix: string, table: Readonly<Record<string, Bilingual>>) =>
    Object.entries(table).map(([key, text]) => [`${prefix}.${key}`, text] as const)
  const texts: (readonly [string, Bilingual])[] = [
    ...named('refusals', refusals),
    ...Object.entries(roles).flatMap(([key, role]) => [
      [`roles.${key}.label`, role.label] as const,
      [`roles.${key}.summary`, role.summary] as const,
    ]),
    ...named('workspaceKinds', workspaceKinds),
    ...named('territoryTypes', territoryTypes),
    ...named('tiers', tiers),
    ...named('sectors', sectors),
    ...named('colleges', colleges),
    ...named('outcomes', outcomeLabels),
    ...Object.entries(consentChoices).map(([key, { label }]) => [`choices.${key}`, label] as const),
    ...sections.flatMap((section) => [
      [`sections.${section.key}`, section.label] as const,
      [`sections.${section.key}.intro`, section.intro] as const,
      ...section.lists.flatMap((list) => [
        [`lists.${list.key}`, list.label] as const,
        [`lists.${list.key}.one`, list.one] as const,
      ]),
    ]),
    ...Object.keys(fr).map((key) => {
      const word = key as keyof typeof fr
      return [`words.${key}`, { fr: fr[word], en: en[word] }] as const
    }),
  ]
  const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()

  test('there is something to read', () => {
    expect(texts.length).toBeGreaterThan(100)
  })

  test('no text is empty in either language', () => {
    const empty = texts.filter(([, text]) => text.fr.trim() === '' || text.en.trim() === '')
    expect(empty.map(([key]) => key)).toEqual([])
  })

  test('each text names the same {things} in both languages', () => {
    const differ = texts.filter(([, { fr, en }]) => namesIn(fr).join() !== namesIn(en).join())
    expect(differ.map(([key]) => key)).toEqual([])
  })

  test('a sentence is never left untranslated', () => {
    // A single word may be the same in both (« Transport », « Alliance »); a sentence may not.
    const isSentence = (text: string) => text.trim().split(/\s+/).length > 3
    const same = texts.filter(([, { fr, en }]) => fr === en && isSentence(fr))
    expect(same.map(([key]) => key)).toEqual([])
  })

  test('refusals and roles read differently in each language', () => {
    const same = texts.filter(([key, { fr, en }]) => /^(refusals|roles)\./.test(key) && fr === en)
    expect(same.map(([key]) => key)).toEqual([])
  })
})
