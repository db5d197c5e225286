// The four tables of a locked version (EXP-7): priorities with their objectives and results, means, shares of the territories, ballots.
// A pure function of the dossier. Called by the files' routes.
import type { Lang } from '../../shared/basics.ts'
import type { VotingRight } from '../../shared/meeting/events.ts'
import { votingRights } from '../../shared/meeting/mandate.ts'
import {
  centsOf,
  type Item,
  idsOf,
  isSetAside,
  itemsOf,
  meansOfPriority,
  type Plan,
  proseOf,
  sumCents,
  textOf,
} from '../../shared/plan/plan.ts'
import { proseText } from '../../shared/plan/prose-json.ts'
import type { TableKey } from '../../shared/plan/tables.ts'
import { channelLabels, countedVoices } from '../../shared/poll/admission.ts'
import { consentChoices } from '../../shared/poll/consent.ts'
import { askedSeats } from '../../shared/poll/consultative.ts'
import { countedBallots } from '../../shared/poll/counted.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import type { SeatEntry } from '../../shared/poll/setting.ts'
import { valueText } from '../../shared/poll/value-text.ts'
import type { VoiceRecord, VoteConstat } from '../../shared/record/poll-records.ts'
import type { Constat, Dossier } from '../../shared/record/records.ts'
import { colleges } from '../../shared/territory.ts'
import { isVote } from '../../shared/verify/votes.ts'
import { type CsvCell, csvOf, decimals } from './csv.ts'
import { speaker } from './speaker.ts'

type Rows = CsvCell[][]

export function renderTable(dossier: Dossier, key: TableKey, lang: Lang): Uint8Array {
  return csvOf(makers[key](dossier, lang))
}

const makers: Readonly<Record<TableKey, (dossier: Dossier, lang: Lang) => Rows>> = {
  priorities: ({ plan }, lang) => priorities(plan, lang),
  means: ({ plan }, lang) => means(plan, lang),
  allocations: ({ plan }, lang) => allocations(plan, lang),
  ballots: (dossier, lang) => ballots(dossier, lang),
}

const titleOf = (item: Item | undefined) => textOf(item?.fields, 'title')
/** Several things in one cell. */
const joint = ' | '

/** One line a result; an objective without result, or a priority without objective, has its line too. */
function priorities(plan: Plan, lang: Lang): Rows {
  const say = speaker(lang)
  const head = [
    say('No', 'No.'),
    say('Priorité', 'Priority'),
    say('Suite', 'Disposition'),
    say('Motif', 'Reason'),
    say('Enjeux visés', 'Issues addressed'),
    say('Pourquoi cette priorité', 'Why this priority'),
    say('Montant des moyens ($)', 'Amount of the means ($)'),
    say('Objectif', 'Objective'),
    say('Résultat', 'Result'),
    say('Indicateur', 'Indicator'),
    say('Situation de départ', 'Baseline'),
    say('Cible', 'Target'),
    say('Échéance', 'Due date'),
  ]
  const rows = itemsOf(plan, 'priorities').flatMap((priority, at) => {
    const own = [
      at + 1,
      titleOf(priority),
      isSetAside(priority) ? say('Non retenue', 'Not retained') : say('Retenue', 'Retained'),
      textOf(priority.fields, 'reason'),
      idsOf(priority.fields, 'issues')
        .map((id) => titleOf(itemsOf(plan, 'issues').find((issue) => issue.id === id)))
        .join(joint),
      proseText(proseOf(priority.fields, 'rationale')).trim(),
      decimals(sumCents(meansOfPriority(plan, priority.id))),
    ]
    const objectives = itemsOf(plan, 'objectives').filter(({ parent }) => parent === priority.id)
    if (objectives.length === 0) return [[...own, '', '', '', '', '', '']]
    return objectives.flatMap((objective) => {
      const results = itemsOf(plan, 'results').filter(({ parent }) => parent === objective.id)
      const lines: (Item | undefined)[] = results.length > 0 ? [...results] : [undefined]
      return lines.map((result) => [
        ...own,
        titleOf(objective),
        ...['title', 'indicator', 'baseline', 'target', 'due'].map((key) => textOf(result?.fields, key)),
      ])
    })
  })
  return [head, ...rows]
}

function means(plan: Plan, lang: Lang): Rows {
  const say = speaker(lang)
  const head = [
    say('Moyen', 'Means'),
    say('Priorité', 'Priority'),
    say('Objectif', 'Objective'),
    say('Responsable', 'Lead'),
    say('Partenaires', 'Partners'),
    say('Montant ($)', 'Amount ($)'),
    say('Échéance', 'Due date'),
    say('Structure existante utilisée', 'Existing structure used'),
    say('Sinon, pourquoi aucune', 'Otherwise, why none'),
  ]
  const rows = itemsOf(plan, 'means').map((one) => {
    const objective = itemsOf(plan, 'objectives').find(({ id }) => id === textOf(one.fields, 'objective'))
    const priority = itemsOf(plan, 'priorities').find(({ id }) => id === objective?.parent)
    return [
      titleOf(one),
      objective ? titleOf(priority) : say('(transversal)', '(cross-cutting)'),
      titleOf(objective),
      textOf(one.fields, 'lead'),
      textOf(one.fields, 'partners'),
      amountOf(one),
      textOf(one.fields, 'due'),
      textOf(one.fields, 'structure'),
      textOf(one.fields, 'whyNone'),
    ]
  })
  return [head, ...rows]
}

function allocations(plan: Plan, lang: Lang): Rows {
  const say = speaker(lang)
  const head = [say('Territoire', 'Territory'), say('Montant ($)', 'Amount ($)'), say('Précision', 'Note')]
  const rows = itemsOf(plan, 'allocations').map((share) => [
    plan.territories.find(({ id }) => id === textOf(share.fields, 'territory'))?.name ?? '',
    amountOf(share),
    textOf(share.fields, 'note'),
  ])
  return [head, ...rows]
}

/** An empty cell where no amount was written: it is not nothing. */
function amountOf({ fields }: Item): string {
  return fields.amount === undefined ? '' : decimals(centsOf(fields, 'amount'))
}

/** The named voices of the polls that the version stands on, all closed by then; those given for advice after each, without a weight. Nothing of a secret poll, not even who took part. */
function ballots({ constats }: Dossier, lang: Lang): Rows {
  const say = speaker(lang)
  const head = [
    say('Scrutin', 'Poll'),
    say('Tour', 'Round'),
    say('Clos le (UTC)', 'Closed on (UTC)'),
    say('Siège', 'Seat'),
    say('Collège', 'College'),
    say('Poids', 'Weight'),
    say('Bulletin', 'Ballot'),
    say('Motif', 'Reason'),
    say('Voie', 'Channel'),
    say('Inscrit par', 'Entered by'),
    say('Reçu le (UTC)', 'Received on (UTC)'),
    say('Droit', 'Right'),
  ]
  const rows = constats.flatMap((constat) =>
    isVote(constat) ? voices(constat, lang) : consents(constat, lang),
  )
  return [head, ...rows]
}

function consents({ poll, register, ballots: cast, closedAt }: Constat, lang: Lang): Rows {
  return cast.map((ballot) => {
    const seat = register.find(({ organizationId }) => organizationId === ballot.organizationId)
    return [
      poll.subjectTitle,
      poll.round,
      closedAt,
      seat?.name ?? ballot.organizationId,
      seat ? colleges[seat.college][lang] : '',
      seat ? share(seat.weight) : '',
      consentChoices[ballot.choice].label[lang],
      ballot.reason,
      channelLabels[ballot.channel][lang],
      ballot.castByName,
      ballot.receivedAt,
      votingRights.deliberative[lang],
    ]
  })
}

function voices(constat: VoteConstat, lang: Lang): Rows {
  const { poll, closedAt } = constat
  if (poll.setting.secrecy === 'secret' || constat.secret) return []
  const { consultative } = constat
  const seats = registerAfter(constat.register, constat.changes)
  const line = (voice: VoiceRecord, among: readonly SeatEntry[], right: VotingRight) => {
    const seat = among.find(({ seatId }) => seatId === voice.seatId)
    return [
      poll.subjectTitle,
      poll.round,
      closedAt,
      seat?.name ?? voice.seatId,
      seat ? colleges[seat.college][lang] : '',
      seat && right === 'deliberative' ? share(seat.weight) : '',
      valueText(poll.setting, voice.value)[lang],
      voice.reason,
      channelLabels[voice.channel][lang],
      voice.castByName,
      voice.receivedAt,
      votingRights[right][lang],
    ]
  }
  return [
    ...countedBallots(constat.ballots, constat.answers).map((voice) => line(voice, seats, 'deliberative')),
    ...countedVoices(consultative?.ballots ?? []).map((voice) =>
      line(voice, askedSeats(consultative!), 'consultative'),
    ),
  ]
}

/** A weight as it counts: « 1 », « 25/2 ». */
function share({ num, den }: { readonly num: number; readonly den: number }): string {
  return den === 1 ? String(num) : `${num}/${den}`
}
