// A rule set in words, both languages: what members read before they adopt it, and what a convened meeting keeps beside the data.
// Pure. Called by the acts that adopt and convene, and by screens.
import type { Bilingual, Fraction, Lang } from '../basics.ts'
import type { QuorumRule, Threshold } from '../poll/setting.ts'
import { type College, colleges } from '../territory.ts'
import type { RuleSet } from './rule-set.ts'

/** Every choice of a rule set as plain sentences, in the order a facilitator explains them. */
export function ruleSetText(rules: RuleSet): Bilingual {
  return { fr: ruleSentences(rules, 'fr').join(' '), en: ruleSentences(rules, 'en').join(' ') }
}

/** A share never rounded: « 75 % » where it is a whole percent, « 2/3 » where it is not. */
function share({ num, den }: Fraction, lang: Lang): string {
  if ((num * 100) % den !== 0) return `${num}/${den}`
  return lang === 'fr' ? `${(num * 100) / den}\u00a0%` : `${(num * 100) / den}%`
}

const pick = (lang: Lang, fr: string, en: string) => (lang === 'fr' ? fr : en)

function atLeast(value: Fraction, strict: boolean, lang: Lang): string {
  const text = share(value, lang)
  return strict
    ? pick(lang, `plus de ${text}`, `more than ${text}`)
    : pick(lang, `au moins ${text}`, `at least ${text}`)
}

function collegeShares(shares: { readonly [college in College]?: Fraction }, lang: Lang): string {
  return (Object.keys(colleges) as College[])
    .flatMap((college) => {
      const value = shares[college]
      return value ? [`${colleges[college][lang]} ${atLeast(value, false, lang)}`] : []
    })
    .join(', ')
}

/** The quorum in one sentence; also shown beside its figures. */
export function quorumText(rule: QuorumRule, lang: Lang): string {
  const basis = {
    organizations: pick(lang, 'des sièges délibérants', 'of deliberative seats'),
    weight: pick(lang, 'du poids des sièges délibérants', 'of the weight of deliberative seats'),
    persons: pick(
      lang,
      'des sièges délibérants, comptés en personnes',
      'of deliberative seats, counted in persons',
    ),
  }[rule.basis]
  const parts = [`${atLeast(rule.share, rule.strict, lang)} ${basis}`]
  if (rule.minAbsolute > 1)
    parts.push(pick(lang, `${rule.minAbsolute} sièges au minimum`, `at least ${rule.minAbsolute} seats`))
  if (rule.collegesMin > 0)
    parts.push(
      pick(
        lang,
        `${rule.collegesMin} ${rule.collegesMin > 1 ? 'collèges' : 'collège'} au minimum`,
        `at least ${rule.collegesMin} ${rule.collegesMin > 1 ? 'colleges' : 'college'}`,
      ),
    )
  if (rule.perCollege && Object.keys(rule.perCollege).length > 0)
    parts.push(
      `${pick(lang, 'dans chaque collège', 'in each college')} (${collegeShares(rule.perCollege, lang)})`,
    )
  const proxies = rule.proxiesCount
    ? pick(lang, 'les sièges représentés par procuration comptent', 'seats represented by proxy count')
    : pick(lang, 'les procurations ne comptent pas', 'proxies do not count')
  const recused = rule.recusedInBase
    ? pick(lang, 'un siège récusé reste dans la base', 'a recused seat stays in the base')
    : pick(lang, 'un siège récusé sort de la base', 'a recused seat leaves the base')
  return `${pick(lang, 'Quorum\u00a0: ', 'Quorum: ')}${parts.join(', ')}${pick(lang, '\u00a0; ', '; ')}${proxies}, ${recused}.`
}

function thresholdIn(threshold: Threshold, lang: Lang): string {
  const base = {
    expressed: pick(lang, 'des voix exprimées', 'of expressed voices'),
    cast: pick(lang, 'des bulletins déposés', 'of ballots cast'),
    present: pick(lang, 'des voix présentes ou représentées', 'of voices present or represented'),
    entitled: pick(lang, 'de toutes les voix inscrites', 'of all registered voices'),
  }[threshold.base]
  const parts = [`${atLeast(threshold.share, threshold.strict, lang)} ${base}`]
  if (threshold.base === 'expressed')
    parts.push(
      threshold.abstentions === 'inBase'
        ? pick(lang, 'abstentions comprises', 'abstentions included')
        : pick(lang, 'abstentions exclues', 'abstentions excluded'),
    )
  if (threshold.minSupport)
    parts.push(
      pick(
        lang,
        `l’appui d’${atLeast(threshold.minSupport, false, lang)} des voix inscrites`,
        `the support of ${atLeast(threshold.minSupport, false, lang)} of registered voices`,
      ),
    )
  if (threshold.perCollege && Object.keys(threshold.perCollege).length > 0)
    parts.push(
      `${pick(lang, 'et par collège', 'and by college')} ${collegeShares(threshold.perCollege, lang)}`,
    )
  return parts.join(', ')
}

/** The same, sentence by sentence: the same place says the same choice in any two rule sets. */
export function ruleSentences(rules: RuleSet, lang: Lang): string[] {
  const say = (fr: string, en: string) => pick(lang, fr, en)
  return [
    quorumText(rules.quorum, lang),
    `${say('Adoption\u00a0: ', 'Adoption: ')}${thresholdIn(rules.adoption, lang)}.`,
    rules.afterBlock === 'majority' && rules.fallback
      ? say(
          `Après un blocage maintenu, décision avec dissidence à ${thresholdIn(rules.fallback, lang)}.`,
          `After a maintained block, decision with dissent at ${thresholdIn(rules.fallback, lang)}.`,
        )
      : say('Un blocage maintenu renvoie à la discussion.', 'A maintained block sends back to discussion.'),
    tieText[rules.tie][lang],
    proxyText(rules, lang),
    rules.severalSeats
      ? say('Une personne peut tenir plusieurs sièges.', 'One person may hold several seats.')
      : say('Une personne tient un seul siège à la fois.', 'One person holds one seat at a time.'),
    say(
      `Un scrutin secret demande au moins ${rules.minSecretSize} sièges.`,
      `A secret ballot needs at least ${rules.minSecretSize} seats.`,
    ),
    rules.lateSeats === 'additive'
      ? say(
          'Un siège arrivé après l’ouverture d’un scrutin s’y ajoute.',
          'A seat that comes after a ballot opened joins it.',
        )
      : say(
          'Le registre d’un scrutin ne change plus après son ouverture.',
          'The register of a ballot no longer changes once it is open.',
        ),
    lostText[rules.quorumLost][lang],
    rules.recusedInBase
      ? say('Un siège récusé reste dans les bases.', 'A recused seat stays in the bases.')
      : say('Un siège récusé sort des bases.', 'A recused seat leaves the bases.'),
    weightText(rules, lang),
  ]
}

const tieText = {
  notAdopted: { fr: 'À égalité, rien n’est adopté.', en: 'On a tie, nothing is adopted.' },
  deliberateAgain: { fr: 'À égalité, on délibère de nouveau.', en: 'On a tie, deliberation resumes.' },
  castingVote: {
    fr: 'À égalité, la présidence a voix prépondérante, consignée.',
    en: 'On a tie, the chair has a casting vote, which is recorded.',
  },
  lot: {
    fr: 'À égalité, le sort décide, et c’est consigné.',
    en: 'On a tie, a draw decides, and it is recorded.',
  },
} as const satisfies Record<RuleSet['tie'], Bilingual>

const lostText = {
  suspend: {
    fr: 'Si le quorum se perd, la séance est suspendue.',
    en: 'If the quorum is lost, the meeting is suspended.',
  },
  consultative: {
    fr: 'Si le quorum se perd, la séance continue sans rien décider.',
    en: 'If the quorum is lost, the meeting goes on without deciding anything.',
  },
  continue: {
    fr: 'Si le quorum se perd, la séance continue et décide ; la perte est consignée.',
    en: 'If the quorum is lost, the meeting goes on and decides; the loss is recorded.',
  },
} as const satisfies Record<RuleSet['quorumLost'], Bilingual>

function proxyText({ proxies }: RuleSet, lang: Lang): string {
  if (!proxies.allowed) return pick(lang, 'Aucune procuration.', 'No proxies.')
  const sleeps = proxies.sleepsWhenPresent
    ? pick(lang, 'en sommeil tant que le siège qui la donne est tenu', 'asleep while the giving seat is held')
    : pick(
        lang,
        'valable même quand le siège qui la donne est tenu',
        'valid even while the giving seat is held',
      )
  return pick(
    lang,
    `Procurations entre organisations, sans relais, ${proxies.cap} au plus par siège, ${sleeps}.`,
    `Proxies between organisations, not passed on, at most ${proxies.cap} per seat, ${sleeps}.`,
  )
}

function weightText({ collegeWeights, collegeMax, capSeats }: RuleSet, lang: Lang): string {
  const cap = share(collegeMax, lang)
  if (capSeats)
    return pick(
      lang,
      `Chaque siège délibérant a une voix\u00a0; aucun collège n’a plus de ${cap} des sièges.`,
      `Each deliberative seat has one voice; no college has more than ${cap} of the seats.`,
    )
  if (!collegeWeights)
    return pick(lang, 'Chaque siège délibérant a une voix.', 'Each deliberative seat has one voice.')
  const weights = (Object.keys(colleges) as College[])
    .filter((college) => collegeWeights[college] !== undefined)
    .map(
      (college) => `${colleges[college][lang]} ${share({ num: collegeWeights[college]!, den: 100 }, lang)}`,
    )
    .join(', ')
  const unweighed = Object.keys(colleges).some((college) => !collegeWeights[college as College])
  const others = unweighed ? pick(lang, ', les autres collèges rien', ', other colleges nothing') : ''
  return pick(
    lang,
    `Voix pondérées par collège (${weights}${others})\u00a0; aucun collège au-dessus de ${cap}.`,
    `Voices weighted by college (${weights}${others}); no college above ${cap}.`,
  )
}
