// Every setting of the server, once: read from the environment, checked before anything opens.
// Called by cli (real environment) and by tests and the demo (an object of the same shape).
import { resolve } from 'node:path'
import type { Bilingual } from '../shared/basics.ts'
import { fromBase64 } from '../shared/verify/base64.ts'

export interface Settings {
  /** 0 means any free port: the demo and the tests. */
  readonly port: number
  readonly host: string
  /** The folder of the database, absolute. */
  readonly data: string
  /** A PostgreSQL in place of the folder's SQLite: then several servers may work on it. */
  readonly databaseUrl: string | null
  /** By which the servers of one PostgreSQL hear of each other; nothing is kept there. */
  readonly redisUrl: string | null
  /** The 32 bytes of the key that signs the record; null: the one kept in the data folder. */
  readonly recordKey: Uint8Array | null
  /** The institution's certificate that seals PDFs; null: none. */
  readonly seal: SealSettings | null
  /** Without a final slash; null means http://localhost and the port listened on. */
  readonly origin: string | null
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** How many proxies of ours stand before the server: 0 believes no header, n believes the n-th address from the right. */
  readonly trustProxy: number
  readonly logLevel: LogLevel
}

/** Where the certificate is, what opens it, and the authority that puts its time on seals. */
export interface SealSettings {
  /** The path of the PKCS#12 file. */
  readonly p12: string
  /** The password itself, or the path of a file that holds it. */
  readonly password: string | { readonly file: string }
  readonly tsaUrl: string | null
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** THE list of settings, for the reader and for README.md: variable, default, what it is. */
export const settingDocs = {
  PORT: { default: '8420', doc: { fr: 'Le port d’écoute.', en: 'The port listened on.' } },
  HOST: { default: '127.0.0.1', doc: { fr: 'L’interface d’écoute.', en: 'The interface listened on.' } },
  ASSISE_DATA: {
    default: './data',
    doc: { fr: 'Le dossier de la base de données.', en: 'The folder of the database.' },
  },
  DATABASE_URL: {
    default: '',
    doc: {
      fr: 'Une base PostgreSQL, postgres://… ; vide : une base SQLite dans le dossier de données.',
      en: 'A PostgreSQL database, postgres://…; empty: a SQLite database in the data folder.',
    },
  },
  REDIS_URL: {
    default: '',
    doc: {
      fr: 'Le Redis, redis://… ou rediss://…, par lequel plusieurs serveurs sur une même base PostgreSQL se préviennent ; rien n’y est gardé.',
      en: 'The Redis, redis://… or rediss://…, by which several servers on one PostgreSQL tell each other; nothing is kept there.',
    },
  },
  ASSISE_RECORD_KEY: {
    default: '',
    doc: {
      fr: 'La clé qui signe le registre des actes, 32 octets en base64 (openssl rand -base64 32) ; vide : celle que le dossier de données garde. Requise la même pour tous les serveurs d’une base.',
      en: 'The key that signs the record of acts, 32 bytes in base64 (openssl rand -base64 32); empty: the one the data folder keeps. It must be the same for every server of a database.',
    },
  },
  ASSISE_SEAL_P12: {
    default: '',
    doc: {
      fr: 'Le fichier PKCS#12 (.p12, .pfx) du certificat de l’institution, qui scelle les PDF ; vide : ils ne sont pas scellés.',
      en: 'The PKCS#12 file (.p12, .pfx) of the institution’s certificate, which seals PDFs; empty: they are not sealed.',
    },
  },
  ASSISE_SEAL_PASSWORD: {
    default: '',
    doc: {
      fr: 'Le mot de passe de ce fichier, s’il n’est pas donné par ASSISE_SEAL_PASSWORD_FILE ; avec ASSISE_SEAL_P12 seulement.',
      en: 'The password of that file, unless ASSISE_SEAL_PASSWORD_FILE gives it; with ASSISE_SEAL_P12 only.',
    },
  },
  ASSISE_SEAL_PASSWORD_FILE: {
    default: '',
    doc: {
      fr: 'Un fichier dont la première ligne est ce mot de passe ; avec ASSISE_SEAL_P12, et sans ASSISE_SEAL_PASSWORD.',
      en: 'A file whose first line is that password; with ASSISE_SEAL_P12, and without ASSISE_SEAL_PASSWORD.',
    },
  },
  ASSISE_TSA_URL: {
    default: '',
    doc: {
      fr: 'L’autorité d’horodatage (RFC 3161) qui date les sceaux, http(s)://… ; avec ASSISE_SEAL_P12 seulement ; vide : les sceaux ne sont pas horodatés.',
      en: 'The time-stamping authority (RFC 3161) that dates seals, http(s)://…; with ASSISE_SEAL_P12 only; empty: seals are not time-stamped.',
    },
  },
  ASSISE_ORIGIN: {
    default: 'http://localhost:PORT',
    doc: {
      fr: 'L’adresse publique, https:// sauf sur localhost.',
      en: 'The public address, https:// except on localhost.',
    },
  },
  SMTP_URL: {
    default: '',
    doc: {
      fr: 'Le serveur d’envoi des courriels, smtp://… ou smtps://… ; vide : les liens vont au journal.',
      en: 'The server that sends mail, smtp://… or smtps://…; empty: links go to the log.',
    },
  },
  ASSISE_MAIL_FROM: {
    default: '',
    doc: {
      fr: 'L’expéditeur des courriels ; requis avec SMTP_URL.',
      en: 'The sender of mails; required with SMTP_URL.',
    },
  },
  ASSISE_TRUST_PROXY: {
    default: '0',
    doc: {
      fr: 'Le nombre de mandataires de confiance devant le serveur (0 à 5).',
      en: 'The number of trusted proxies before the server (0 to 5).',
    },
  },
  LOG_LEVEL: {
    default: 'info',
    doc: {
      fr: `Le détail du journal : ${logLevels.join(', ')}.`,
      en: `The log's detail: ${logLevels.join(', ')}.`,
    },
  },
} as const satisfies Record<string, { default: string; doc: Bilingual }>
export type SettingName = keyof typeof settingDocs

export interface SettingProblem {
  readonly name: SettingName
  readonly text: Bilingual
}

/** Reads the environment. Either settings, or every bad value by name: never a guess in place of one. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { settings: Settings } | { problems: readonly SettingProblem[] } {
  const problems: SettingProblem[] = []
  const read: Read = (name, parse) => {
    const text = env[name]?.trim() || settingDocs[name].default
    const value = parse(text)
    if (value === undefined) problems.push({ name, text: problemText(name, text) })
    return value as NonNullable<typeof value>
  }
  const settings: Settings = {
    port: read('PORT', (text) => integer(text, 65_535)),
    host: read('HOST', (text) => (/^[\w.:-]+$/.test(text) ? text : undefined)),
    data: read('ASSISE_DATA', (text) => resolve(text)),
    databaseUrl: read('DATABASE_URL', (text) => (text === '' ? null : parsePostgres(text))),
    // Without PostgreSQL there is one server alone: a Redis would be a setting that does nothing.
    redisUrl: read('REDIS_URL', (text) =>
      text === '' ? null : env.DATABASE_URL?.trim() ? parseRedis(text) : undefined,
    ),
    recordKey: read('ASSISE_RECORD_KEY', (text) => (text === '' ? null : parseSeed(text))),
    seal: readSeal(env, read),
    origin: read('ASSISE_ORIGIN', (text) =>
      text === settingDocs.ASSISE_ORIGIN.default ? null : parseOrigin(text),
    ),
    smtpUrl: read('SMTP_URL', (text) => (text === '' ? null : parseSmtp(text))),
    mailFrom: read('ASSISE_MAIL_FROM', (text) =>
      text === '' ? (env.SMTP_URL?.trim() ? undefined : '') : parseSender(text),
    ),
    trustProxy: read('ASSISE_TRUST_PROXY', (text) => integer(text, 5)),
    logLevel: read('LOG_LEVEL', (text) => logLevels.find((level) => level === text)),
  }
  return problems.length > 0 ? { problems } : { settings }
}

type Read = <T>(name: SettingName, parse: (text: string) => T | undefined) => T

/** What goes with the certificate is refused without it: it would do nothing, and nobody would know. */
function readSeal(env: Readonly<Record<string, string | undefined>>, read: Read): SealSettings | null {
  const p12 = read('ASSISE_SEAL_P12', (text) => (text === '' ? '' : resolve(text)))
  const beside =
    <T>(parse: (text: string) => T | undefined) =>
    (text: string) =>
      text === '' ? null : p12 ? parse(text) : undefined
  // Its blanks, if any, are part of it.
  const password = read(
    'ASSISE_SEAL_PASSWORD',
    beside(() => env.ASSISE_SEAL_PASSWORD),
  )
  const file = read(
    'ASSISE_SEAL_PASSWORD_FILE',
    beside((text) => (password === null ? resolve(text) : undefined)),
  )
  const tsaUrl = read('ASSISE_TSA_URL', beside(parseWeb))
  return p12 ? { p12, password: file ? { file } : (password ?? ''), tsaUrl } : null
}

function parseWeb(text: string): string | undefined {
  return /^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined
}

/** Their values may hold a password: never repeated. */
const secret: readonly SettingName[] = [
  'SMTP_URL',
  'DATABASE_URL',
  'REDIS_URL',
  'ASSISE_RECORD_KEY',
  'ASSISE_SEAL_PASSWORD',
  'ASSISE_TSA_URL',
]

function problemText(name: SettingName, value: string): Bilingual {
  const { doc } = settingDocs[name]
  const shown = secret.includes(name) || value === '' ? '' : value
  return {
    fr: `${name}${shown && ` = « ${shown} »`} : valeur refusée. ${doc.fr}`,
    en: `${name}${shown && ` = “${shown}”`}: value refused. ${doc.en}`,
  }
}

function integer(text: string, max: number): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= max ? Number(text) : undefined
}

/** The hosts on which browsers grant plain http what they otherwise keep for https. */
export function isLoopback(origin: string): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(origin).hostname)
}

/**
 * An origin and nothing more. Plain http is refused off the machine itself: the login cookie would travel in clear, browsers
 * drop Secure cookies, and WebAuthn exists only in a secure context, so nobody could ever sign an Alliance.
 */
function parseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  if (url.origin !== text.replace(/\/$/, '').toLowerCase()) return undefined
  // URL takes « https://a.ca, » for a host: the mark of a list, which this is not.
  if (!/^(\[[\da-f:]+\]|[\w.-]+)$/.test(url.hostname)) return undefined
  if (url.protocol === 'http:' && !isLoopback(url.origin)) return undefined
  return url.origin
}

function parseSmtp(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname } = new URL(text)
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' ? text : undefined
}

function parsePostgres(text: string): string | undefined {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? text : undefined
}

function parseRedis(text: string): string | undefined {
  return /^rediss?:\/\//.test(text) && URL.canParse(text) ? text : undefined
}

function parseSeed(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return bytes?.length === 32 ? bytes : undefined
}

function parseSender(text: string): string | undefined {
  return /^([^<>\r\n]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(text) ? text : undefined
}
