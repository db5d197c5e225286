// A table of eight organisations and ten people, on a demo server, in a workspace of its own: facilitator, eight delegates, an alternate.
// Through the doors; each person's link is left for their own screen. Called by tests/browser/hybrid*.test.ts.
import { doors } from '../../shared/api.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { Role } from '../../shared/roles.ts'
import type { College, Sector, Tier } from '../../shared/territory.ts'
import { type DemoReady, personOf } from './browser.ts'
import { callAs } from './demo-doors.ts'

export interface TableGuest {
  readonly name: string
  readonly userId: string
  readonly signInUrl: string
}

export interface TableOfTen {
  readonly workspaceId: string
  readonly planId: string
  readonly organizationIds: { readonly [key in SeatKey]: string }
  readonly people: { readonly [key in GuestKey]: TableGuest }
}

export const seatNames = {
  entraide: 'Entraide du Haut-Pays',
  familles: 'Maison des familles',
  logis: 'Logis partagés',
  mrc: 'MRC du Haut-Pays',
  ville: 'Ville de Montbrun',
  ecoles: 'Centre de services scolaire',
  personnes: 'Comité des personnes concernées',
  coop: 'Coop des Trois-Ponts',
} as const
export type SeatKey = keyof typeof seatNames

const colleges: { readonly [key in SeatKey]: College } = {
  entraide: 'community',
  familles: 'community',
  logis: 'community',
  mrc: 'municipal',
  ville: 'municipal',
  ecoles: 'institutional',
  personnes: 'lived',
  coop: 'economy',
}

/** Nine beside the facilitator: a delegate a seat, and an alternate who commented so far. */
const invited = {
  adele: ['Adèle Fortier', 'entraide', 'delegate'],
  basile: ['Basile Hamel', 'entraide', 'commenter'],
  clara: ['Clara Jobin', 'familles', 'delegate'],
  denis: ['Denis Kirouac', 'logis', 'delegate'],
  estelle: ['Estelle Lacasse', 'mrc', 'delegate'],
  felix: ['Félix Nault', 'ville', 'delegate'],
  gisele: ['Gisèle Ouellette', 'ecoles', 'delegate'],
  henri: ['Henri Paquin', 'personnes', 'delegate'],
  irene: ['Irène Quirion', 'coop', 'delegate'],
} as const satisfies { readonly [key: string]: readonly [string, SeatKey, Role] }
export type GuestKey = keyof typeof invited
export const guestKeys = Object.keys(invited) as GuestKey[]

/** The name of the seat that is theirs, or that they may take. */
export const ofSeat = (guest: GuestKey): string => seatNames[invited[guest][1]]

/** A quorum of three quarters of the seats that are not recused, proxies counted, one proxy a seat; a meeting that loses it is suspended. */
function rulesOfTable() {
  const start = ruleSetOf(defaultRule, 2)
  return {
    ...start,
    quorum: {
      ...start.quorum,
      share: { num: 3, den: 4 },
      collegesMin: 2,
      proxiesCount: true,
      recusedInBase: false,
    },
    adoption: { ...start.adoption, share: { num: 3, den: 4 } },
  }
}

export async function layTable(demo: DemoReady): Promise<TableOfTen> {
  const facilitator = personOf(demo, 'facilitator')
  const ask = <Path extends string, Body, Reply>(
    door: Parameters<typeof callAs<Path, Body, Reply>>[2],
    params: Parameters<typeof callAs<Path, Body, Reply>>[3],
    body?: Body,
  ) => callAs(demo, facilitator, door, params, body)
  const { id: workspaceId, planId } = await ask(
    doors.createWorkspace,
    {},
    { name: 'Alliance du Haut-Pays', kind: 'regional' },
  )
  const organizationIds = {} as { [key in SeatKey]: string }
  for (const key of Object.keys(seatNames) as SeatKey[]) {
    const college = colleges[key]
    const kind = { tier: 'local' as Tier, sector: 'other' as Sector, college, voting: true }
    organizationIds[key] = (
      await ask(doors.addOrganization, { workspaceId }, { name: seatNames[key], ...kind })
    ).id
  }
  const people = {} as { [key in GuestKey]: TableGuest }
  for (const key of guestKeys) {
    const [name, seat, role] = invited[key]
    const { userId, link } = await ask(
      doors.invite,
      { workspaceId },
      {
        email: `${key}@haut-pays.example`,
        name,
        lang: 'fr',
        role,
        organizationId: organizationIds[seat],
        title: '',
      },
    )
    if (!link) throw new Error(`the link of ${name} is not shown`)
    people[key] = { name, userId, signInUrl: link }
  }
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await ask(
    doors.addMandate,
    { workspaceId },
    {
      organizationId: organizationIds.entraide,
      userId: people.basile.userId,
      role: 'alternate',
      rank: 1,
      from: day,
      to: null,
    },
  )
  await ask(
    doors.adoptRuleSet,
    { workspaceId },
    {
      rules: rulesOfTable(),
      decidedBy: { instance: 'Assemblée de la table', date: day, reference: 'AG-1' },
    },
  )
  return { workspaceId, planId, organizationIds, people }
}
