// Settings: what is read, what is refused by name, before anything opens.
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readSettings, type SettingName } from '../../server/settings.ts'

const settingsOf = (env: Record<string, string>) => {
  const read = readSettings(env)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return read.settings
}
const refused = (env: Record<string, string>): SettingName[] => {
  const read = readSettings(env)
  return 'problems' in read ? read.problems.map(({ name }) => name) : []
}

test('an empty environment gives a server on this machine alone', () => {
  expect(settingsOf({})).toEqual({
    port: 8420,
    host: '127.0.0.1',
    data: resolve('data'),
    databaseUrl: null,
    redisUrl: null,
    recordKey: null,
    seal: null,
    origin: null,
    smtpUrl: null,
    mailFrom: '',
    trustProxy: 0,
    logLevel: 'info',
  })
  expect(settingsOf({ PORT: ' ', SMTP_URL: '' })).toEqual(settingsOf({}))
})

test('every setting is read', () => {
  const env = {
    PORT: '0',
    HOST: '0.0.0.0',
    ASSISE_DATA: '/var/lib/assise',
    DATABASE_URL: 'postgres://assise:secret@db.example.org/assise',
    REDIS_URL: 'redis://cache.example.org:6379',
    ASSISE_RECORD_KEY: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    ASSISE_SEAL_P12: '/etc/assise/seal.p12',
    ASSISE_SEAL_PASSWORD: ' s3cret',
    ASSISE_TSA_URL: 'http://tsa.example.org',
    ASSISE_ORIGIN: 'https://assise.example.org/',
    SMTP_URL: 'smtps://user:secret@mail.example.org',
    ASSISE_MAIL_FROM: 'Assise <assise@example.org>',
    ASSISE_TRUST_PROXY: '1',
    LOG_LEVEL: 'warn',
  }

  expect(settingsOf(env)).toEqual({
    port: 0,
    host: '0.0.0.0',
    data: '/var/lib/assise',
    databaseUrl: 'postgres://assise:secret@db.example.org/assise',
    redisUrl: 'redis://cache.example.org:6379',
    recordKey: new Uint8Array(32).fill(7),
    seal: { p12: '/etc/assise/seal.p12', password: ' s3cret', tsaUrl: 'http://tsa.example.org' },
    origin: 'https://assise.example.org',
    smtpUrl: 'smtps://user:secret@mail.example.org',
    mailFrom: 'Assise <assise@example.org>',
    trustProxy: 1,
    logLevel: 'warn',
  })
})

test.each([
  ['PORT', '70000'],
  ['PORT', '80a'],
  ['PORT', '-1'],
  ['HOST', 'a b'],
  ['DATABASE_URL', 'mysql://db.example.org/assise'],
  ['DATABASE_URL', 'db.example.org'],
  ['REDIS_URL', 'redis://cache.example.org'],
  ['ASSISE_ORIGIN', 'assise.example.org'],
  ['ASSISE_ORIGIN', 'https://assise.example.org/chemin'],
  ['ASSISE_ORIGIN', 'ftp://assise.example.org'],
  ['ASSISE_ORIGIN', 'http://assise.example.org'],
  ['ASSISE_ORIGIN', 'http://localhost.example.org'],
  ['ASSISE_ORIGIN', 'https://assise.example.org,'],
  ['SMTP_URL', 'mail.example.org'],
  ['SMTP_URL', 'https://mail.example.org'],
  ['ASSISE_MAIL_FROM', 'personne'],
  ['ASSISE_MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
  ['ASSISE_RECORD_KEY', 'secret'],
  ['ASSISE_RECORD_KEY', 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw=='],
  ['ASSISE_TRUST_PROXY', 'yes'],
  ['ASSISE_TRUST_PROXY', '6'],
  ['LOG_LEVEL', 'loud'],
] as const)('%s = %s is refused by its name', (name, value) => {
  expect(refused({ [name]: value, ...(name === 'SMTP_URL' && { ASSISE_MAIL_FROM: 'a@b.example' }) })).toEqual(
    [name],
  )
})

test('http is accepted on the machine itself', () => {
  expect(settingsOf({ ASSISE_ORIGIN: 'http://localhost:3000' }).origin).toBe('http://localhost:3000')
  expect(settingsOf({ ASSISE_ORIGIN: 'http://127.0.0.1:3000' }).origin).toBe('http://127.0.0.1:3000')
})

test('all bad values are named at once, in both languages, and the mail server’s password never repeated', () => {
  const read = readSettings({ PORT: 'x', LOG_LEVEL: 'y', SMTP_URL: 'http://u:secret@m' })

  const { problems } = read as Extract<typeof read, { problems: unknown }>
  expect(problems.map(({ name }) => name)).toEqual(['PORT', 'SMTP_URL', 'ASSISE_MAIL_FROM', 'LOG_LEVEL'])
  expect(problems[0]!.text.fr).toMatch(/^PORT = « x » : valeur refusée/)
  expect(problems[0]!.text.en).toMatch(/^PORT = “x”: value refused/)
  expect(JSON.stringify(problems)).not.toContain('secret')
})

test('a mail server needs a sender', () => {
  expect(refused({ SMTP_URL: 'smtp://localhost:25' })).toEqual(['ASSISE_MAIL_FROM'])
})
