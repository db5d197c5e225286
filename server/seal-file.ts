// Reads the operator's certificate file and its password, and says in words what is wrong with them: never the password, never a key.
// Called by main.
import { readFile } from 'node:fs/promises'
import type { Bilingual } from '../shared/basics.ts'
import type { Sealer } from './context.ts'
import { openSeal, type SealProblem } from './seal-key.ts'
import type { SealSettings } from './settings.ts'

const p12BytesMax = 1_048_576

const problems: Readonly<Record<SealProblem, Bilingual>> = {
  password: {
    fr: 'ne s’ouvre pas avec ce mot de passe, ou n’est pas un PKCS#12 chiffré en AES (les anciens RC2 et 3DES ne sont pas lus : openssl pkcs12 -export le refait)',
    en: 'does not open with this password, or is no PKCS#12 encrypted with AES (the older RC2 and 3DES are not read: openssl pkcs12 -export makes it anew)',
  },
  content: {
    fr: 'ne contient pas une clé privée et son certificat',
    en: 'does not hold a private key and its certificate',
  },
  algorithm: {
    fr: 'n’a pas de certificat qui aille avec sa clé et signe en RSA (2048 bits et plus) ou en ECDSA (P-256, P-384)',
    en: 'has no certificate that goes with its key and signs with RSA (2048 bits or more) or ECDSA (P-256, P-384)',
  },
  period: {
    fr: 'a un certificat qui ne vaut plus, ou pas encore',
    en: 'has a certificate that is no longer valid, or not yet',
  },
}

/** SEAL-7: the sealer, or why a start is refused. */
export async function readSealFile(
  { p12, password, tsaUrl }: SealSettings,
  now: Date,
): Promise<Sealer | { readonly refused: Bilingual }> {
  const file = await read(p12)
  if ('code' in file) return refused('ASSISE_SEAL_P12', p12, unreadable(file.code))
  let secret: string
  if (typeof password === 'string') secret = password
  else {
    const line = await read(password.file)
    if ('code' in line) return refused('ASSISE_SEAL_PASSWORD_FILE', password.file, unreadable(line.code))
    secret = new TextDecoder().decode(line.bytes).split(/\r?\n/)[0]!
  }
  const opened = await openSeal({ p12: file.bytes, password: secret, tsaUrl }, now)
  return 'problem' in opened ? refused('ASSISE_SEAL_P12', p12, problems[opened.problem]) : opened
}

async function read(path: string): Promise<{ bytes: Uint8Array } | { code: string }> {
  try {
    const bytes = new Uint8Array(await readFile(path))
    return bytes.length > p12BytesMax ? { code: 'EFBIG' } : { bytes }
  } catch (error) {
    return { code: (error as { code?: string }).code ?? 'EIO' }
  }
}

function unreadable(code: string): Bilingual {
  return { fr: `ne se lit pas (${code})`, en: `cannot be read (${code})` }
}

function refused(name: string, path: string, why: Bilingual): { refused: Bilingual } {
  return {
    refused: {
      fr: `Le fichier ${name} = « ${path} » ${why.fr}.`,
      en: `The file ${name} = “${path}” ${why.en}.`,
    },
  }
}
