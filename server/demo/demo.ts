// `npm run demo`: a real server on a temporary folder, the invented region built on it, and who may be played. Called by cli.ts.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { roles } from '../../shared/roles.ts'
import { type Running, StartRefused, startServer } from '../main.ts'
import { readSettings, type SettingProblem } from '../settings.ts'
import { buildDemo, type DemoRegion } from './build.ts'

export interface DemoRun {
  readonly env: Readonly<Record<string, string | undefined>>
  /** One JSON line on standard output, and nothing else there. */
  readonly json: boolean
  /** Ends the demo; Ctrl-C for a person. */
  readonly stop: AbortSignal
  readonly out: (text: string) => void
  readonly refuse: (problems: readonly SettingProblem[]) => void
}

/** Runs the demo until it is told to stop; answers the exit code. Its folder goes with it. */
export async function runDemo({ env, json, stop, out, refuse }: DemoRun): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'assise-demo-'))
  let server: Running | null = null
  try {
    const read = readSettings({
      ...env,
      PORT: env.PORT || '0',
      LOG_LEVEL: env.LOG_LEVEL || 'warn',
      ASSISE_DATA: data,
      // Never the database of a real installation.
      DATABASE_URL: '',
      REDIS_URL: '',
      // Nothing of the demo leaves the machine.
      SMTP_URL: '',
    })
    if ('problems' in read) {
      refuse(read.problems)
      return 2
    }
    server = await startServer(read.settings)
    // Sixty invitations of people who do not exist would fill the log with their links.
    const ctx = { ...server.ctx, mail: async () => false }
    const region = await buildDemo({ ctx, logins: server.logins, url: server.url })
    out(json ? `${readyLine(server.origin, region)}\n` : welcome(server.origin, region))
    if (!stop.aborted) await once(stop, 'abort')
    return 0
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    refuse([{ name: 'PORT', text: error.words }])
    return 2
  } finally {
    await server?.stop()
    await rm(data, { recursive: true, force: true })
  }
}

function readyLine(url: string, { workspaceId, planId, people }: DemoRegion): string {
  return JSON.stringify({
    url,
    workspaceId,
    planId,
    people: people.map(({ name, role, organization, signInUrl, cookie }) => ({
      name,
      role,
      organization,
      signInUrl,
      cookie,
    })),
  })
}

function welcome(url: string, { people }: DemoRegion): string {
  const lines = people.map(({ name, role, organization, email, signInUrl }) => {
    const who = [`${roles[role].label.fr} · ${roles[role].label.en}`, organization].filter(Boolean).join(', ')
    return `  ${name} (${who})\n    ${email}\n    ${signInUrl}`
  })
  const password = people[0]?.password
  return `
La région « Rivière-aux-Érables » vous attend : ${url}
Chaque lien fait entrer une personne, une seule fois : ouvrez-en dans des fenêtres privées différentes.
Pour revenir : l’adresse, et le mot de passe ${password}
Each link lets one person in, once: open them in separate private windows. To come back: the address, and the password above.

${lines.join('\n')}

À faire : les deux délégations votent ; l’animation clôt le scrutin et verrouille le plan ; les trois signataires signent avec
une clé d’accès ; on télécharge le PDF et on le vérifie : npx assise verify FICHIER.pdf
To do: both delegates vote; the facilitator closes the ballot and locks the plan; the three signatories sign with a passkey;
download the PDF and check it: npx assise verify FILE.pdf

Ctrl-C arrête tout et efface les données · stops everything and erases the data
`
}
