// The gallery: every ballot, result, form and card of voting, with fixtures, for tests to look at and to use. Never shipped.
// `?show=ballot/dots` chooses; a test drives the rest by `window.gallery`. Votes go to /votes, which the test answers.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import '../../client/style/tokens.css'
import '../../client/style/base.css'
import '../../client/style/layout.css'
import '../../client/style/thread.css'
import '../../client/style/parts.css'
import '../../client/style/pages.css'
import '../../client/style/decide.css'
import '../../client/style/consent-ballot.css'
import '../../client/style/vote.css'
import '../../client/style/vote-fields.css'
import '../../client/style/result.css'
import '../../client/style/setting.css'
import '../../client/style/objections.css'
import '../../client/style/vote-pages.css'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { render } from 'solid-js/web'
import { RefusedByServer } from '../../client/api.ts'
import { lang, setLang, t } from '../../client/i18n.ts'
import { SeatBallots } from '../../client/pages/vote/BallotForm.tsx'
import type { SeatHeld, VoteReceived } from '../../client/pages/vote/ballot.ts'
import { ObjectionCard } from '../../client/pages/vote/ObjectionCard.tsx'
import { ObjectionForm } from '../../client/pages/vote/ObjectionForm.tsx'
import type { VoteOffer, VoteReceipt } from '../../client/pages/vote/paper-store.ts'
import { ResultView } from '../../client/pages/vote/ResultView.tsx'
import { SettingForm } from '../../client/pages/vote/SettingForm.tsx'
import { VoteNews } from '../../client/pages/vote/VoteNews.tsx'
import type { VoteScene } from '../../client/pages/vote/vote-news.ts'
import { createActing } from '../../client/parts/acting.ts'
import { announce, LiveRegion } from '../../client/parts/announce.tsx'
import { leadToFirstFault } from '../../client/parts/form-fault.ts'
import { countedOf, type FixtureName, objections, question, register, rules, settingOf } from './fixtures.ts'

const params = new URLSearchParams(location.search)
const [show, setShow] = createSignal(params.get('show') ?? 'result/consent')
const kind = () => show().split('/')[0] ?? ''
const name = () => show().split('/')[1] ?? ''
const fixture = () => name() as FixtureName

async function send(path: string, body: unknown): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, { method: 'POST', body: JSON.stringify(body) })
  } catch {
    throw new RefusedByServer(0, null, { fr: 'Le serveur ne répond pas.', en: 'The server does not answer.' })
  }
  const answer = await response.json().catch(() => null)
  if (response.ok) return answer
  throw new RefusedByServer(response.status, answer.refusal, answer.message)
}

type Held = SeatHeld & { readonly received: VoteReceived | null }
const [seats, setSeats] = createSignal<readonly Held[]>([
  { seatId: 'relais', name: 'Coop de transport Le Relais', as: 'self', received: null },
  ...(params.has('proxy')
    ? [{ seatId: 'mrc', name: 'MRC des Rivières', as: 'proxy' as const, received: null }]
    : []),
])
const poll = () => ({
  id: `poll-${name()}`,
  question,
  setting: settingOf(fixture()),
  textHash: 'e'.repeat(64),
})
const [pollNow, setPollNow] = createSignal(kind() === 'ballot' ? poll() : null)
const [scene, setScene] = createSignal<VoteScene | null>(null)

Object.assign(window, {
  gallery: {
    /** Another show, without loading the page again. */
    show: (next: string) => {
      setShow(next)
      setPollNow(kind() === 'ballot' ? poll() : null)
      scrollTo(0, 0)
    },
    /** What a notice of the server does: the same poll comes again, as another object, and the seats with it. */
    refetch: () => {
      setPollNow(poll())
      setSeats(seats().map((seat) => ({ ...seat })))
    },
    setScene,
  },
})

function Ballots() {
  return (
    <Show when={pollNow()}>
      {(now) => (
        <SeatBallots
          poll={now()}
          seats={seats()}
          send={(offer: VoteOffer) => send('/votes', offer) as Promise<VoteReceipt>}
        />
      )}
    </Show>
  )
}

function Result() {
  const counted = countedOf(fixture())
  return (
    <ResultView
      setting={counted.setting}
      count={counted.count}
      outcome={counted.outcome}
      ruleText={counted.ruleText}
      register={counted.register}
      voices={counted.voices}
    />
  )
}

function Hidden() {
  const { setting, ruleText } = countedOf(fixture())
  return (
    <ResultView
      setting={setting}
      count={null}
      suppressed={kind() === 'suppressed'}
      ruleText={ruleText}
      received={{ cast: 3, registered: 8 }}
    />
  )
}

function Setting() {
  const acting = createActing()
  return (
    <SettingForm
      rules={params.has('weights') ? { ...rules, collegeWeights: { community: 30 } } : rules}
      seats={Number(params.get('seats') ?? register.length)}
      act={lang() === 'fr' ? 'Ouvrir le scrutin' : 'Open the ballot'}
      acting={acting}
      onSubmit={(choice) => void acting.run(() => send('/settings', choice))}
    />
  )
}

function Objections() {
  const acting = createActing()
  return (
    <div class="stack">
      <h2>Objections</h2>
      <ObjectionForm
        seatName="Coop de transport Le Relais"
        acting={acting}
        onRaise={(offer) => acting.run(() => send('/objections', offer))}
        onCancel={() => announce(t('shell.cancel'))}
      />
      <For each={objections}>
        {(objection) => (
          <ObjectionCard
            objection={objection}
            onMove={async (move, words, clientKey) => void (await send('/steps', { move, words, clientKey }))}
          />
        )}
      </For>
    </div>
  )
}

function Gallery() {
  leadToFirstFault()
  return (
    <>
      <main class="centre" style={{ 'max-width': '54rem', 'margin-inline': 'auto' }}>
        <h1 style={{ 'margin-bottom': '2rem' }}>{question[lang()]}</h1>
        <Show when={show()} keyed>
          <Switch>
            <Match when={kind() === 'ballot'}>
              <Ballots />
            </Match>
            <Match when={kind() === 'result'}>
              <Result />
            </Match>
            <Match when={kind() === 'hidden' || kind() === 'suppressed'}>
              <Hidden />
            </Match>
            <Match when={kind() === 'setting'}>
              <Setting />
            </Match>
            <Match when={kind() === 'objections'}>
              <Objections />
            </Match>
            <Match when={kind() === 'news'}>
              <VoteNews scene={scene()} />
            </Match>
          </Switch>
        </Show>
      </main>
      <LiveRegion />
    </>
  )
}

setLang(lang())
render(Gallery, document.getElementById('app')!)
