// COUNT-6, COUNT-13: what a setting may be, and its words in both languages.
import { describe, expect, test } from 'vitest'
import type { Lang } from '../../../shared/basics.ts'
import { countPoll } from '../../../shared/poll/count.ts'
import { methodKeys, type PollSetting } from '../../../shared/poll/setting.ts'
import { checkSetting, type SettingContext } from '../../../shared/poll/setting-check.ts'
import { aimOf, settingText } from '../../../shared/poll/setting-text.ts'
import {
  deal,
  noQuorum,
  one,
  optionsNamed,
  seatsOf,
  settingOf,
  share,
  twoThirds,
} from '../../kit/counting.ts'

const reasons = (setting: PollSetting, context?: SettingContext) => {
  const refused = checkSetting(setting, context)
  if (refused === null) return []
  expect(refused.code).toBe('invalidSetting')
  return refused.reasons!.map(({ en }) => en)
}
const costs = [10, 20, 30]

describe('what a setting may be', () => {
  test.each(methodKeys)('COUNT-6 a plain setting of %s holds', (method) => {
    expect(checkSetting(settingOf(method), { register: seatsOf(10) })).toBeNull()
  })

  const faults: readonly (readonly [string, PollSetting, string])[] = [
    ['a lot', settingOf('yesNo', { tie: 'lot' }), 'No lot is drawn here'],
    ['no threshold to adopt by', settingOf('yesNo', { threshold: undefined }), 'from what support'],
    ['a threshold that sorts', settingOf('dots', { threshold: twoThirds }), 'no threshold'],
    ['a minority', settingOf('yesNo', { threshold: { ...twoThirds, share: share(1, 3) } }), 'Less than half'],
    [
      'more than everyone',
      settingOf('yesNo', { threshold: { ...twoThirds, share: one, strict: true } }),
      'can be reached',
    ],
    [
      'a share of nothing',
      settingOf('yesNo', { threshold: { ...twoThirds, minSupport: share(0, 1) } }),
      'least support',
    ],
    [
      'a quorum over one',
      settingOf('yesNo', { quorum: { ...noQuorum, share: share(3, 2) } }),
      'shares of the quorum',
    ],
    ['seven colleges', settingOf('yesNo', { quorum: { ...noQuorum, collegesMin: 7 } }), 'possible number'],
    ['a fallback nobody foresaw', settingOf('consent', { fallback: twoThirds }), 'fallback threshold'],
    [
      'a majority without its threshold',
      settingOf('consent', { afterBlock: 'majority' }),
      'fallback threshold',
    ],
    ['options to consent', settingOf('consent', { options: optionsNamed(['A', 'B']) }), 'no options'],
    ['one option', settingOf('approval', { options: optionsNamed(['A']) }), 'from 2 to 200 options'],
    ['the same option twice', settingOf('score', { options: optionsNamed(['A', 'A']) }), 'same identifier'],
    [
      'a name in one language',
      settingOf('score', { options: [{ id: 'a', label: { fr: 'a', en: ' ' } }, ...optionsNamed(['B'])] }),
      'both languages',
    ],
    ['abstention as support', settingOf('gradients', { params: { supportUpTo: 3 } }), 'real one'],
    ['veto as support', settingOf('gradients', { params: { supportUpTo: 7 } }), 'real one'],
    [
      'fingers without words',
      settingOf('fist', { params: { supportFrom: 3, meanings: [] } }),
      'number of fingers',
    ],
    [
      'more places than options',
      settingOf('approval', { params: { min: 1, max: 3, seats: 4 } }),
      'From 1 to all',
    ],
    [
      'dots that cannot be placed',
      settingOf('dots', { params: { dots: 10, cap: 1, all: true } }),
      'cap an option is too low',
    ],
    ['dots shown live', settingOf('dots', { results: 'live' }), 'Dots stay hidden'],
    ['a scale of one mark', settingOf('score', { params: { min: 1, max: 1 } }), 'scale goes'],
    ['one grade', settingOf('judgment', { params: { grades: [] } }), 'distinct grades'],
    ['a status quo that is no option', settingOf('schulze', { params: { statusQuo: 'Z' } }), 'status quo'],
    ['no envelope', settingOf('budget', { params: { envelope: 0, kind: 'amounts' } }), 'envelope'],
    [
      'projects without costs',
      settingOf('budget', { params: { envelope: 100, kind: 'projects' } }),
      'its cost',
    ],
    [
      'amounts with costs',
      settingOf('budget', { options: optionsNamed(['A', 'B', 'C'], costs) }),
      'its cost',
    ],
    ['a closing that is no instant', settingOf('yesNo', { closesAt: 'tomorrow' }), 'closing time'],
  ]
  test.each(faults)('COUNT-6 refused: %s', (_, setting, words) => {
    expect(reasons(setting).join(' ')).toContain(words)
  })

  test('COUNT-6 ids that could be mistaken for something else, and fields nobody knows, are refused', () => {
    for (const id of ['', 'a,b', '__proto__', 'constructor', 'é', 'a b', 'x'.repeat(101)]) {
      const options = [{ id, label: { fr: 'a', en: 'a' } }, ...optionsNamed(['B'])]
      expect(checkSetting(settingOf('score', { options })), id).toMatchObject({ code: 'invalidField' })
    }
    expect(checkSetting({ ...settingOf('yesNo'), secret: true } as PollSetting)).toMatchObject({
      code: 'invalidField',
    })
  })
})

describe('secret polls', () => {
  const secret = settingOf('yesNo', { secrecy: 'secret', revote: false })

  test('COUNT-13 enough voices, one weight, no revote, nothing before the end, no college, no consent', () => {
    expect(checkSetting(secret, { register: seatsOf(5) })).toBeNull()
    expect(reasons(secret, { register: seatsOf(4) }).join()).toContain('too small')
    const recused = seatsOf(5).map((seat, at) => ({ ...seat, recused: at === 0 }))
    expect(reasons(secret, { register: recused }).join()).toContain('too small')
    const odd = seatsOf(5).map((seat, at) => (at === 0 ? { ...seat, weight: share(2, 1) } : seat))
    expect(reasons(secret, { register: odd }).join()).toContain('weighs the same')
    expect(reasons({ ...secret, minSecretSize: 2 }).join()).toContain('at least 3')
    expect(reasons({ ...secret, revote: true }).join()).toContain('cannot be changed')
    expect(reasons({ ...secret, results: 'live' }).join()).toContain('before the closing')
    const municipal = { ...twoThirds, perCollege: { municipal: one } }
    expect(reasons({ ...secret, threshold: municipal }).join()).toContain('by college')
    expect(reasons(settingOf('consent', { secrecy: 'secret', revote: false })).join()).toContain(
      'Consent is not secret',
    )
  })
})

describe('the rule in words', () => {
  test('COUNT-6 a consent with its fallback, in French and in English', () => {
    const setting = settingOf('consent', {
      threshold: { ...twoThirds, share: share(3, 4), perCollege: { lived: share(1, 2) } },
      quorum: { ...noQuorum, share: share(3, 5), collegesMin: 3, perCollege: { municipal: share(1, 3) } },
      afterBlock: 'majority',
      fallback: { ...twoThirds, strict: true, base: 'entitled', minSupport: share(1, 2) },
    })
    const plain = (text: string) => text.replace(/\u00a0/g, ' ')
    expect(plain(settingText(setting).fr)).toBe(
      'Consentement : appui et appui avec réserve sont favorables, un blocage est motivé. ' +
        'Adoption : au moins 75 % des voix exprimées (abstentions hors de la base), et au moins 50 % des voix exprimées du collège « Personnes concernées ». ' +
        'Quorum : au moins 60 % des sièges inscrits, et au moins 3 collèges, et au moins 1/3 du collège « Municipal » (présents ou ayant voté, procurations comprises, sans les sièges récusés). ' +
        'Un blocage maintenu exclut le consensus ; le texte peut alors être décidé avec dissidence par plus de 2/3 des voix inscrites, et l’appui d’au moins 50 % des voix inscrites. ' +
        'À égalité, rien n’est adopté. Vote nominal. Le registre est fixé à l’ouverture. ' +
        'Un vote peut être changé jusqu’à la clôture ; le dernier compte. Les comptes restent cachés jusqu’à la clôture. Clôture à la main.',
    )
    expect(settingText(setting).en).toBe(
      'Consent: support and support with reservation are favourable, a block gives its reasons. ' +
        'Adopted by at least 75% of the expressed votes (abstentions outside the base), and at least 50% of the expressed votes of the college “People concerned”. ' +
        'Quorum: at least 60% of the registered seats, and at least 3 colleges, and at least 1/3 of the college “Municipal” (present or having voted, proxies included, without recused seats). ' +
        'A maintained block rules out consensus; the text may then be decided with dissent by more than 2/3 of the registered votes, and the support of at least 50% of the registered votes. ' +
        'On a tie, nothing is adopted. Votes are by name. The register is fixed at the opening. ' +
        'A vote may be changed until the closing; the last one counts. Counts stay hidden until the closing. Closed by hand.',
    )
  })

  test.each(methodKeys)('COUNT-6 %s says its rule and tells its count in both languages, whole', (method) => {
    const setting = settingOf(method, method === 'schulze' ? { params: { statusQuo: 'A' } } : {})
    const register = seatsOf(4)
    const { trace } = countPoll(setting, register, deal(register, [[1, { blank: true }]]))
    for (const lang of ['fr', 'en'] as const satisfies readonly Lang[]) {
      for (const line of [settingText(setting)[lang], ...trace.map((each) => each[lang])]) {
        expect(line).not.toMatch(/undefined|NaN|\[object|\s{2}/)
        expect(line).toMatch(/[.)]$/)
      }
    }
    // A method that sorts says that it adopts nothing.
    expect(settingText(setting).fr.includes('n’adopte rien')).toBe(aimOf(method) === 'sorts')
  })

  test('COUNT-6 French puts its unbreakable spaces where it must', () => {
    for (const method of methodKeys) {
      expect(settingText(settingOf(method)).fr, method).not.toMatch(/ [:;?!»]|« /)
    }
  })
})
