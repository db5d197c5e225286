// One record of a poll of the second form as it stands on the pages: question, rule, counts, outcome, objections with their answers, who
// voted and by which way. Called by document.ts alone.
import type { Lang } from '../../shared/basics.ts'
import type { Block, Cell } from '../../shared/plan/blocks.ts'
import { channelLabels } from '../../shared/poll/admission.ts'
import { castingWords } from '../../shared/poll/casting.ts'
import { isConsensus } from '../../shared/poll/consent.ts'
import { countedBallots } from '../../shared/poll/counted.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import { objectionLevels, objectionStates } from '../../shared/poll/objection.ts'
import { type Mass, outcomeWords, type PollCount } from '../../shared/poll/setting.ts'
import { textStateOf } from '../../shared/poll/subject.ts'
import { tallyLabel, valueText } from '../../shared/poll/value-text.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { AddendumRecord, ObjectionRecord, VoteConstat } from '../../shared/record/poll-records.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { colleges } from '../../shared/territory.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock, text } from './page-blocks.ts'
import { speaker } from './speaker.ts'

export function voteBlocks(dossier: Dossier, constat: VoteConstat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const { poll, outcome } = constat
  const stale = textStateOf(dossier.plan, poll) === 'stale'
  return [
    heading(2, `${poll.subjectTitle}, ${say('tour', 'round')} ${poll.round}`),
    { kind: 'state', tone: isConsensus(outcome) ? 'good' : 'bad', text: outcomeWords[outcome][lang] },
    ...(stale
      ? [
          {
            kind: 'state' as const,
            tone: 'warn' as const,
            text: say('Le texte a changé depuis ce scrutin.', 'The text changed since this poll.'),
          },
        ]
      : []),
    {
      kind: 'pairs',
      pairs: [
        pair(say('Instance', 'Body'), poll.workspaceName),
        pair('Question', poll.question[lang]),
        pair(say('Règle', 'Rule'), poll.ruleText[lang]),
        pair(
          say('Ouvert', 'Opened'),
          `${longMoment(poll.openedAt, lang)}, ${say('par', 'by')} ${poll.openedBy}`,
        ),
        pair(
          say('Clos', 'Closed'),
          constat.closing === 'hour'
            ? `${longMoment(constat.closedAt, lang)}, ${say('à l’heure annoncée', 'at the announced hour')}`
            : `${longMoment(constat.closedAt, lang)}, ${say('par', 'by')} ${constat.closedBy}`,
        ),
        ...(constat.casting
          ? [
              pair(
                say('Égalité', 'Tie'),
                `${castingWords[constat.casting.side][lang]}, ${say('par', 'by')} ${constat.casting.byName}`,
              ),
            ]
          : []),
        ...(constat.meeting ? meetingPairs(constat.meeting, lang) : []),
      ],
    },
    ...(constat.count
      ? counts(constat, constat.count, lang)
      : [
          text(
            say(
              'Moins de voix que le minimum d’un vote secret : rien n’en est montré.',
              'Fewer voices than the minimum of a secret vote: nothing of it is shown.',
            ),
          ),
        ]),
    ...secretValues(constat, lang),
    ...objections(constat.objections, lang),
    ...register(constat, lang),
    ...recorded(constat, lang),
    ...addenda(dossier.addenda ?? [], poll.id, lang),
    {
      kind: 'seal',
      lines: [
        {
          label: say('Empreinte du texte soumis', 'Fingerprint of the text submitted'),
          value: groupsOfFour(poll.textHash),
        },
        {
          label: say(
            'Empreinte du scrutin (question, règle, registre)',
            'Fingerprint of the poll (question, rule, register)',
          ),
          value: groupsOfFour(digest('poll', poll)),
        },
        {
          label: say('Empreinte du constat', 'Fingerprint of the record'),
          value: groupsOfFour(digest('constat', constat)),
        },
        ...(constat.previous
          ? [
              {
                label: say('Empreinte du constat précédent', 'Fingerprint of the record before'),
                value: groupsOfFour(constat.previous),
              },
            ]
          : []),
      ],
    },
  ]
}

function meetingPairs(meeting: NonNullable<VoteConstat['meeting']>, lang: Lang) {
  const say = speaker(lang)
  const modes = {
    room: say('en salle', 'in the room'),
    remote: say('à distance', 'remote'),
    hybrid: say('en salle et à distance', 'in the room and remote'),
  }
  const where = [meeting.place, modes[meeting.mode]].filter(Boolean).join(', ')
  return [
    pair(say('Séance', 'Meeting'), `${meeting.title} (${where})`),
    pair(say('Animation', 'Facilitator'), meeting.facilitator),
    ...(meeting.secretary ? [pair(say('Secrétariat', 'Secretary'), meeting.secretary)] : []),
    ...meeting.quorum.map(({ moment, met, reached, needed }) =>
      pair(
        moment === 'opening'
          ? say('Présences à l’ouverture', 'Present at the opening')
          : say('Présences à la clôture', 'Present at the closing'),
        say(
          `${reached} pour ${needed} : ${met ? 'atteint' : 'non atteint'}`,
          `${reached} for ${needed}: ${met ? 'reached' : 'not reached'}`,
        ),
      ),
    ),
    ...meeting.incidents.map(({ at, text: words }) =>
      pair('Incident', `${longMoment(at, lang)}${say(' : ', ': ')}${words}`),
    ),
  ]
}

function counts({ poll: { setting } }: VoteConstat, count: PollCount, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const line = (label: string, mass: Mass, figure = ''): Cell[] => [
    cell(label),
    figures(massWords(mass, lang)),
    figures(figure),
  ]
  const rows = [
    ...count.tallies.map(({ id, mass, figure }) => line(tallyLabel(setting, id)[lang], mass, figure)),
    line(say('Blancs', 'Blank'), count.blank),
    line('Abstentions', count.abstained),
    line(say('Nuls', 'Invalid'), count.invalid),
    line(say('N’ont pas voté', 'Did not vote'), count.notVoted),
    line(say('Récusés', 'Recused'), count.recused),
    line(say('Inscrits', 'Registered'), count.registered).map((each) => ({
      ...each,
      header: true as const,
    })),
  ]
  const { quorum, test, fallbackTest } = count
  const said = (passed: boolean) => (passed ? say('atteint', 'reached') : say('non atteint', 'not reached'))
  const of = (support: string, base: string) => say(`${support} sur ${base}`, `${support} of ${base}`)
  const colon = say(' : ', ': ')
  return [
    table(
      say('Le décompte', 'The count'),
      [4, 2, 1],
      ['', say('Sièges', 'Seats'), say('Résultat', 'Result')],
      rows,
    ),
    {
      kind: 'pairs',
      pairs: [
        pair(
          'Quorum',
          say(
            `${quorum.reached} pour ${quorum.needed}, ${quorum.colleges} collèges`,
            `${quorum.reached} for ${quorum.needed}, ${quorum.colleges} colleges`,
          ) +
            colon +
            said(quorum.met),
        ),
        ...(test
          ? [
              pair(
                say('Seuil', 'Threshold'),
                `${of(test.support, test.base)} (${test.share})${colon}${said(test.passed)}`,
              ),
            ]
          : []),
        ...(fallbackTest
          ? [
              pair(
                say('Seuil après un blocage', 'Threshold after a block'),
                `${of(fallbackTest.support, fallbackTest.base)}${colon}${said(fallbackTest.passed)}`,
              ),
            ]
          : []),
      ],
    },
  ]
}

function massWords({ seats, weight }: Mass, lang: Lang): string {
  return weight === String(seats) ? String(seats) : `${seats} (${speaker(lang)('poids', 'weight')} ${weight})`
}

function secretValues({ secret, poll: { setting } }: VoteConstat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  if (!secret || secret.tallies.length === 0) return []
  return [
    heading(3, say('Bulletins secrets', 'Secret ballots')),
    table(
      '',
      [5, 1],
      [say('Bulletin', 'Ballot'), say('Nombre', 'Number')],
      secret.tallies.map(({ value, reason, count }) => [
        cell([valueText(setting, value)[lang], reason].filter(Boolean).join(say(' : ', ': '))),
        figures(String(count)),
      ]),
    ),
  ]
}

/** In the words of those who said it, with every answer and where it ended: never summed up, never left out. */
function objections(all: readonly ObjectionRecord[], lang: Lang): PageBlock[] {
  if (all.length === 0) return []
  const say = speaker(lang)
  const moves = {
    answer: say('Réponse', 'Answer'),
    integrate: say('Intégrée', 'Integrated'),
    withdraw: say('Retirée', 'Withdrawn'),
    maintain: say('Maintenue', 'Maintained'),
    overrule: say('Écartée', 'Overruled'),
  }
  return [
    heading(3, 'Objections'),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: all.map((objection) => [
        {
          kind: 'paragraph' as const,
          runs: [
            { text: objection.seatName, strong: true as const },
            {
              text: ` (${objectionLevels[objection.level][lang]}, ${objectionStates[objection.state][lang].toLowerCase()})${say(' : ', ': ')}`,
            },
            ...lines(objection.argument),
          ],
        },
        ...(objection.proposedChange
          ? [text(`${say('Changement proposé : ', 'Proposed change: ')}${objection.proposedChange}`)]
          : []),
        ...objection.steps.map((step) =>
          text(
            `${moves[step.move]}, ${longMoment(step.at, lang)}, ${step.byName}${step.words ? `${say(' : ', ': ')}${step.words}` : ''}`,
          ),
        ),
      ]),
    },
  ]
}

function lines(words: string) {
  return words
    .split(/\r?\n/)
    .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }]))
}

function register(constat: VoteConstat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const { poll, secret } = constat
  const counted = new Map(
    countedBallots(constat.ballots, constat.answers).map((voice) => [voice.seatId, voice]),
  )
  const took = new Set(secret?.roll.map(({ seatId }) => seatId))
  return [
    heading(3, say('Registre et bulletins', 'Register and ballots')),
    table(
      '',
      [5, 3, 1, 4],
      [say('Siège', 'Seat'), say('Collège', 'College'), say('Poids', 'Weight'), say('Bulletin', 'Ballot')],
      registerAfter(constat.register, constat.changes).map((seat) => {
        const voice = counted.get(seat.seatId)
        const said = voice
          ? valueText(poll.setting, voice.value)[lang] +
            (voice.channel === 'self' ? '' : ` (${channelLabels[voice.channel][lang].toLowerCase()})`)
          : took.has(seat.seatId)
            ? say('a voté', 'voted')
            : seat.recused
              ? say('récusé', 'recused')
              : say('n’a pas voté', 'did not vote')
        const { num, den } = seat.weight
        return [
          cell(seat.name),
          cell(colleges[seat.college][lang]),
          figures(den === 1 ? String(num) : `${num}/${den}`),
          cell(said),
        ]
      }),
    ),
  ]
}

/** Voices that someone else wrote down: a class of their own, with who wrote them and who stands by them. */
function recorded(constat: VoteConstat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const voices = constat.ballots.filter(({ channel }) => channel === 'facilitated' || channel === 'paper')
  if (voices.length === 0) return []
  const words = {
    reread: say('relu par', 'reread by'),
    confirmed: say('confirmé par', 'confirmed by'),
    contested: say('contesté par', 'contested by'),
  }
  const nameOf = (seatId: string) => constat.register.find((seat) => seat.seatId === seatId)?.name ?? seatId
  return [
    heading(3, say('Bulletins recueillis ou sur papier', 'Ballots recorded or on paper')),
    table(
      '',
      [5, 3, 3, 4],
      [say('Siège', 'Seat'), say('Bulletin', 'Ballot'), say('Inscrit par', 'Entered by'), 'Confirmation'],
      voices.map((voice) => {
        const said = constat.answers
          .filter(({ voiceId }) => voiceId === voice.id)
          .map(({ answer, byName }) => `${words[answer]} ${byName}`)
        const second = voice.secondTeller
          ? [`${say('second regard : ', 'second look: ')}${voice.secondTeller}`]
          : []
        return [
          cell(nameOf(voice.seatId)),
          cell(valueText(constat.poll.setting, voice.value)[lang]),
          cell(voice.castByName),
          cell([...second, ...said].join(say(' ; ', '; ')) || say('aucune', 'none')),
        ]
      }),
    ),
  ]
}

function addenda(all: readonly AddendumRecord[], pollId: string, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const own = all.filter((addendum) => addendum.pollId === pollId)
  if (own.length === 0) return []
  const kinds = {
    proclaimed: say('Proclamé', 'Proclaimed'),
    annulled: say('Annulé', 'Annulled'),
    annotation: 'Annotation',
    correction: 'Correction',
  }
  return [
    heading(3, say('Ajouts au constat', 'Added to the record')),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: own.map(({ kind, at, byName, text: words }) => [
        text(
          `${kinds[kind]}, ${longMoment(at, lang)}, ${byName}${words ? `${say(' : ', ': ')}${words}` : ''}`,
        ),
      ]),
    },
  ]
}

function table(
  caption: string,
  widths: readonly number[],
  head: readonly string[],
  rows: Cell[][],
): Block & { widths: readonly number[] } {
  return {
    kind: 'table',
    caption,
    widths,
    columns: head.length,
    headRows: 1,
    rows: [
      head.map((label, at) => ({
        ...cell(label),
        header: true as const,
        ...(rows[0]?.[at]?.figures === true && { figures: true as const }),
      })),
      ...rows,
    ],
  }
}

function cell(words: string): Cell {
  return { blocks: [{ kind: 'paragraph', runs: [{ text: words }] }] }
}

function figures(words: string): Cell {
  return { ...cell(words), figures: true }
}

function pair(label: string, value: string) {
  return { label, value: [{ text: value }] }
}
