// The Alliance: its parties and signatories with the state of each, my signature in the margin, and once concluded its sealed frame,
// its files and how to verify them. Called by the router.
import { createEffect, createSignal, For, on, Show } from 'solid-js'
import type { AllianceView } from '../../../shared/alliance-views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Concluded, EndedRound } from '../alliance/Conclusion.tsx'
import { Decline } from '../alliance/Decline.tsx'
import { Parties } from '../alliance/Parties.tsx'
import { roundState, roundWord } from '../alliance/round-state.ts'
import { PrepareAlliance } from './PrepareAlliance.tsx'
import { SignStatement } from './SignStatement.tsx'

export function AlliancePage() {
  const { alliance } = useWorkspace()
  createEffect(
    on(
      () => alliance()?.state,
      (now, before) => {
        if (now === 'concluded' && before === 'signing') announce(t('alliance.announceConcluded'))
      },
    ),
  )
  return (
    <Place
      title={alliance()?.title ?? t('alliance.title')}
      text={t('alliance.text')}
      aside={<AllianceState alliance={alliance()} />}
    >
      <div class="stack decide">
        <RefusalBanner refusal={alliance.error()} />
        <Show when={alliance() !== undefined} fallback={<p aria-busy="true" />}>
          <Show when={alliance()} fallback={<NoAlliance />}>
            {(view) => <OneAlliance alliance={view()} />}
          </Show>
        </Show>
      </div>
    </Place>
  )
}

function AllianceState(props: { alliance: AllianceView | null | undefined }) {
  const word = (view: AllianceView) => {
    if (view.state !== 'signing') return roundWord(view)
    const all = view.parties.flatMap((party) => party.signatories)
    const signed = all.filter((one) => one.signedAt !== null || one.outside?.counts).length
    return t('alliance.progress', { signed, count: all.length })
  }
  return (
    <Show when={props.alliance}>
      {(view) => <StateMark state={roundState(view())} word={word(view())} />}
    </Show>
  )
}

function NoAlliance() {
  const { may } = useWorkspace()
  const [preparing, setPreparing] = createSignal(false)
  return (
    <Show
      when={!preparing()}
      fallback={<PrepareAlliance alliance={null} onDone={() => setPreparing(false)} />}
    >
      <div class="empty">
        <p>{t('alliance.none')}</p>
        <Show when={may('alliance.prepare')} fallback={<p class="quiet">{t('alliance.noneWait')}</p>}>
          <Button look="main" onClick={() => setPreparing(true)}>
            {t('alliance.prepare')}
          </Button>
        </Show>
      </div>
      <OtherRounds now={null} />
    </Show>
  )
}

function OneAlliance(props: { alliance: AllianceView }) {
  const { may, path, me } = useWorkspace()
  const mine = () =>
    props.alliance.parties.flatMap((party) => party.signatories).find((one) => one.userId === me().id)
  const [changing, setChanging] = createSignal(false)
  // After a refusal another round is prepared; what stands in this one stays.
  const started = () =>
    props.alliance.state !== 'ended' &&
    props.alliance.parties.some(
      ({ adoptions, signatories }) =>
        adoptions.length > 0 || signatories.some((one) => one.signedAt !== null || one.outside !== null),
    )
  return (
    <Show
      when={!changing()}
      fallback={<PrepareAlliance alliance={props.alliance} onDone={() => setChanging(false)} />}
    >
      <Show when={props.alliance.state === 'concluded'}>
        <Concluded alliance={props.alliance} />
      </Show>
      <EndedRound alliance={props.alliance} />
      <Show when={props.alliance.version === null}>
        <div class="row">
          <p>{t('alliance.waitLock')}</p>
          <ButtonLink href={path('verrou')} small>
            {t('alliance.toLock')}
          </ButtonLink>
        </div>
      </Show>
      <Show when={props.alliance.myTurn}>
        <SignStatement alliance={props.alliance} />
      </Show>
      <Show when={props.alliance.state === 'signing' && mine()?.signedAt}>
        {(signedAt) => (
          <Notice look="good">
            <p>{t('sign.mine', { date: dayAndHour(signedAt()) })}</p>
          </Notice>
        )}
      </Show>
      <Show when={props.alliance.before.length > 0}>
        <Notice>
          <p>{t('round.before', { names: props.alliance.before.join(', ') })}</p>
        </Notice>
      </Show>
      <Show when={props.alliance.state === 'signing' && mine() && !mine()!.signedAt && !mine()!.outside}>
        <Decline allianceId={props.alliance.id} />
      </Show>
      <Parties alliance={props.alliance} />
      <Show when={may('alliance.prepare')}>
        <div class="row">
          <Show when={props.alliance.state === 'signing'}>
            <Remind allianceId={props.alliance.id} />
          </Show>
          <Show when={!started() && props.alliance.state !== 'concluded'}>
            <Button onClick={() => setChanging(true)}>
              {t(props.alliance.state === 'ended' ? 'round.again' : 'alliance.change')}
            </Button>
          </Show>
        </div>
      </Show>
      <OtherRounds now={props.alliance.id} />
      <Show when={props.alliance.state !== 'concluded' && props.alliance.version}>
        {(version) => (
          <div>
            <p class="field-note">
              {t('lock.version', { number: version().number })} · {t('lock.planDigest')}
            </p>
            <Digest value={version().planDigest} />
          </div>
        )}
      </Show>
    </Show>
  )
}

function Remind(props: { readonly allianceId: string }) {
  const acting = createActing()
  const remind = async () => {
    let written = 0
    const done = await acting.run(async () => {
      written = (await call(doors.remindSignatories, { params: { allianceId: props.allianceId } })).written
    })
    if (done) announce(written > 0 ? t('round.reminded', { count: written }) : t('round.remindedNone'))
  }
  return (
    <>
      <Button busy={acting.busy()} onClick={() => void remind()}>
        {t('round.remind')}
      </Button>
      <RefusalBanner refusal={acting.refusal()} />
    </>
  )
}

/** The former rounds and versions, which stay as they were. */
function OtherRounds(props: { readonly now: string | null }) {
  const { planId, path } = useWorkspace()
  const rounds = live('alliance', () => call(doors.alliances, { params: { planId: planId() } }))
  const others = () => (rounds() ?? []).filter(({ id }) => id !== props.now)
  return (
    <Show when={others().length > 0}>
      <section class="stack" aria-labelledby="others">
        <h2 id="others">{t('round.others')}</h2>
        <ul class="kept-list">
          <For each={others()}>
            {(round) => (
              <li>
                <a href={path(`alliance/${round.id}`)}>
                  {round.title} · {t('round.of', { number: round.number, round: round.round })}
                </a>
                <StateMark state={roundState(round)} word={roundWord(round)} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}
