// Forgeries of the file's form, of adoptions, of signatures from elsewhere. Called by forgeries.ts.
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import { at } from '../dossier.ts'
import { entry } from '../history.ts'

import { adoptionOf, anyHash, type Deed, find, insert, outside } from './deed.ts'

// biome-ignore lint/suspicious/noExplicitAny: a forger is not held by our types
type Loose = any

/** The file with its record's first entry changed, and its outer digest recomputed. */
function redigested(text: string, touch: (first: Loose) => void): string {
  const { digest: _, ...rest } = JSON.parse(text)
  touch(rest.record.entries[0])
  return canonicalText({ ...rest, digest: digest('dossier', rest) })
}

export const otherDeeds: readonly Deed[] = [
  {
    name: 'an entry of an unknown type',
    expected: 'schema',
    text: (text) =>
      redigested(text, (first) => {
        first.type = 'remark'
      }),
  },
  {
    name: 'an entry with a field that no format knows',
    expected: 'schema',
    text: (text) =>
      redigested(text, (first) => {
        first.body.note = 'vu'
      }),
  },
  {
    name: 'a number of the record written otherwise',
    expected: 'canonical',
    text: (text) => text.replace('"version":1}', '"version":1.0}'),
  },
  {
    name: 'a name of the record as its Unicode twin',
    expected: 'canonical',
    text: (text) => text.replaceAll('Rivière', 'Rivie\u0300re'),
  },
  {
    name: 'a key of the record given twice',
    expected: 'canonical',
    text: (text) => text.replace('"logKey":', '"logKey":"","logKey":'),
  },
  {
    name: 'the outer digest left as it was',
    expected: 'dossierDigest',
    text: (text) =>
      text
        .replace('"policyHash":"', '"policyHash":"0')
        .replace(/("policyHash":"0[0-9a-f]{63})[0-9a-f]/, '$1'),
  },
  {
    name: 'an adoption that is not in the record',
    expected: 'recordAdoptions',
    change: (story) => {
      story.more = { adoptions: [adoptionOf(story)] }
    },
  },
  ...(
    [
      ['an adoption of another plan', { planDigest: anyHash('plan') }],
      ['an adoption by who is no party', { partyId: 'party-9' }],
    ] as const
  ).map(
    ([name, more]): Deed => ({
      name,
      expected: 'adoptions',
      change: (story) => {
        const adoption = adoptionOf(story, more)
        story.more = { adoptions: [adoption] }
        const body = { allianceId: 'alliance-1', adoptionDigest: digest('adoption', adoption) }
        insert(story, find(story, 'signature').index, entry('adoption', body, at(39)))
      },
    }),
  ),
  {
    name: 'a signature from elsewhere that is not in the record',
    expected: 'recordAdoptions',
    change: (story) => {
      story.more = { outside: [outside] }
    },
  },
  {
    name: 'a signature from elsewhere of who signed here too',
    expected: 'outside',
    change: (story) => {
      story.more = { outside: [outside] }
      const body = { allianceId: 'alliance-1', outsideDigest: digest('outside', outside) }
      insert(story, find(story, 'conclusion').index, entry('outside', body, at(40)))
    },
  },
  {
    name: 'an earlier version that this one does not name',
    expected: 'earlierChain',
    change: (story) => {
      const { plan, version, constats } = story.parts
      story.more = { earlier: [{ plan, version, constats, signatures: [] }] }
    },
  },
]
