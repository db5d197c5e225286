// Every page as people see it: wide and narrow, light and dark, French and English. axe finds nothing, nothing overflows, and each
// picture is kept to be looked at.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { sections } from '../../shared/plan/sections.ts'
import { launchChromium, personOf, type RunningDemo, startDemo } from '../kit/browser.ts'
import { callAs } from '../kit/demo-doors.ts'
import { type Look, screenUnder, twoLooks, visitAll } from '../kit/looks.ts'

let demo: RunningDemo
let browser: Browser
let pollIds: string[]

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  const polls = await callAs(demo, personOf(demo, 'facilitator'), doors.polls, { planId: demo.planId })
  pollIds = polls.map(({ id }) => id)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const inWorkspace = () =>
  [
    ['overview', ''],
    ['people', '/personnes'],
    ['organizations', '/organisations'],
    ['territories', '/territoires'],
    ['plan', '/plan'],
    ...sections.map(({ key }) => [`plan-${key}`, `/plan/${key}`] as const),
    ['polls', '/scrutins'],
    ['poll-closed', `/scrutins/${pollIds[0]}`],
    ['poll-open', `/scrutins/${pollIds[1]}`],
    ['lock', '/verrou'],
    ['alliance', '/alliance'],
  ] as const

/** One page of each kind whose other two places are visited too, on a phone. */
const tabbed = new Set(['overview', 'people', 'plan-priorities', 'poll-closed', 'ballot-delegate'])

const outside = [
  ['entry', '/entrer'],
  ['entry-link', '/entrer/lien#incomplete'],
  ['nowhere', '/nulle-part'],
] as const

const mine = [
  ['home', '/'],
  ['account', '/compte'],
  ['new-workspace', '/demarches/nouvelle'],
] as const

describe.each(twoLooks)('$lang, $width px, $scheme', (look: Look) => {
  const visit = async (
    guest: ReturnType<typeof personOf> | null,
    places: readonly (readonly [name: string, path: string])[],
  ) =>
    visitAll(
      await screenUnder(browser, look, guest ? { demo, guest } : undefined),
      demo.url,
      look,
      places.map(([name, path]) => ({ name, path, tabs: tabbed.has(name) })),
    )

  test('the pages of a visitor', async () => {
    expect(await visit(null, outside)).toEqual([])
  })

  test('the pages of a person', async () => {
    expect(await visit(personOf(demo, 'facilitator'), mine)).toEqual([])
  })

  test('the pages of a workspace, for its facilitator', async () => {
    const places = inWorkspace().map(
      ([name, path]) => [name, `/demarches/${demo.workspaceId}${path}`] as const,
    )
    expect(await visit(personOf(demo, 'facilitator'), places)).toEqual([])
  })

  test('the ballot of a delegate, and the plan of a commenter', async () => {
    const ballot = [['ballot-delegate', `/demarches/${demo.workspaceId}/scrutins/${pollIds[1]}`]] as const
    const plan = [['plan-commenter', `/demarches/${demo.workspaceId}/plan/priorities`]] as const
    expect(await visit(personOf(demo, 'delegate'), ballot)).toEqual([])
    expect(await visit(personOf(demo, 'commenter'), plan)).toEqual([])
  })
})
