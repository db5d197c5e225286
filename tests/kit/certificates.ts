// Made-up certificates, and an authority that puts its time on signatures: all by openssl, in a folder of the test. Called by tests of seals.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export const hasOpenssl = existsSync('/usr/bin/openssl')
export const hasPoppler = existsSync('/usr/bin/pdfsig') && existsSync('/usr/bin/certutil')

const config = `
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[seal]
basicConstraints = CA:false
keyUsage = critical,digitalSignature,nonRepudiation
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = CA:false
extendedKeyUsage = critical,timeStamping
authorityKeyIdentifier = keyid
[tsa_config]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ts]
default_tsa = tsa_config
`

export interface Certificates {
  readonly folder: string
  /** The authority that people trust, PEM. */
  readonly ca: string
  readonly p12: Uint8Array
  readonly password: string
  /** SHA-256 of the sealing certificate, hexadecimal, as openssl says it. */
  readonly fingerprint: string
  openssl(...args: string[]): string
}

/** A local authority and a sealing certificate under it. `key` is « rsa:2048 » or « ec:P-256 ». */
export function makeCertificates(folder: string, key = 'rsa:2048'): Certificates {
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  writeFileSync(join(folder, 'openssl.cnf'), config)
  const [kind, size = ''] = key.split(':')
  const newKey = kind === 'ec' ? ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${size}`] : ['-newkey', key]
  const cnf = ['-config', 'openssl.cnf', '-nodes']
  openssl(
    'req',
    '-x509',
    ...cnf,
    '-newkey',
    'rsa:2048',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    '/O=Autorité d’essai/CN=Autorité locale',
    '-utf8',
    '-extensions',
    'ca',
  )
  const issue = (name: string, subject: string, extensions: string, ask: string[]) => {
    openssl('req', ...cnf, ...ask, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject, '-utf8')
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '20',
      '-out',
      `${name}.pem`,
      '-extfile',
      'openssl.cnf',
      '-extensions',
      extensions,
    )
  }
  issue('seal', '/O=Région d’essai/CN=Sceau de la région', 'seal', newKey)
  issue('tsa', '/CN=Horodatage d’essai', 'tsa', ['-newkey', 'rsa:2048'])
  const password = 'œuf à l’Épée'
  writeFileSync(join(folder, 'password'), `${password}\n`)
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    'seal.key',
    '-in',
    'seal.pem',
    '-certfile',
    'ca.pem',
    '-out',
    'seal.p12',
    '-passout',
    'file:password',
  )
  const der = openssl('x509', '-in', 'seal.pem', '-noout', '-fingerprint', '-sha256')
  return {
    folder,
    ca: join(folder, 'ca.pem'),
    p12: new Uint8Array(readFileSync(join(folder, 'seal.p12'))),
    password,
    fingerprint: der.split('=')[1]!.replaceAll(':', '').trim().toLowerCase(),
    openssl,
  }
}

export interface Authority {
  readonly url: string
  /** What it does with the next requests. */
  mode: 'stamp' | 'refuse' | 'other' | 'silent'
  close(): Promise<void>
}

/** An RFC 3161 authority on this machine: openssl ts behind HTTP. */
export async function openAuthority({ folder, openssl }: Certificates): Promise<Authority> {
  writeFileSync(join(folder, 'serial'), '01\n')
  const stamp = (query: Buffer) => {
    writeFileSync(join(folder, 'asked.tsq'), query)
    openssl(
      'ts',
      '-reply',
      '-config',
      'openssl.cnf',
      '-section',
      'tsa_config',
      '-queryfile',
      'asked.tsq',
      '-signer',
      'tsa.pem',
      '-inkey',
      'tsa.key',
      '-chain',
      'ca.pem',
      '-out',
      'answer.tsr',
    )
    return readFileSync(join(folder, 'answer.tsr'))
  }
  const authority: Authority = { url: '', mode: 'stamp', close: async () => {} }
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (authority.mode === 'silent') return void request.socket.destroy()
      if (authority.mode === 'refuse') return void response.writeHead(503).end()
      if (authority.mode === 'other')
        openssl('ts', '-query', '-data', 'ca.pem', '-sha256', '-cert', '-out', 'other.tsq')
      const query =
        authority.mode === 'other' ? readFileSync(join(folder, 'other.tsq')) : Buffer.concat(parts)
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(stamp(query))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => new Promise<void>((done) => server.close(() => done()))
  return Object.assign(authority, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close,
  })
}
