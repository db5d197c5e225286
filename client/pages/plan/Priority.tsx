// What is decided of a priority, beside its title: its state as mark and word, the way to its ballot, its money. The state is held
// against the live text in the browser, so that a consensus is seen to go stale as soon as a word changes. Called by ItemList.
import { Show } from 'solid-js'
import { formatCents, isCents } from '../../../shared/basics.ts'
import { meansOfPriority, sumCents } from '../../../shared/plan/plan.ts'
import type { StandingView } from '../../../shared/views.ts'
import { lang, t } from '../../i18n.ts'
import { type StateKey, StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { useDesk } from './desk.ts'

export function PriorityHead(props: {
  readonly id: string
  readonly values: { readonly [field: string]: unknown }
}) {
  const desk = useDesk()
  const means = () => sumCents(meansOfPriority(desk.store.plan(), props.id))
  const envelope = () => desk.store.plan().fields.frame?.envelope
  return (
    <p class="priority-head">
      <Standing standing={desk.standing(props.id)} isSetAside={props.values.disposition === 'setAside'} />
      <Show when={means() > 0}>
        <span class="figures quiet">
          {t('plan.priority.means', { amount: formatCents(means(), lang()) })}
          <Show when={shareOf(means(), envelope())}>{(share) => <> · {share()}</>}</Show>
        </span>
      </Show>
    </p>
  )
}

/** The state of a votable text and the way to the ballot that gave it. */
export function Standing(props: {
  readonly standing: StandingView | undefined
  readonly isSetAside?: boolean
}) {
  const desk = useDesk()
  const { path } = useWorkspace()
  const state = (): StateKey => {
    if (desk.isLocked()) return 'locked'
    const known = props.standing?.state ?? 'draft'
    return known === 'draft' && props.isSetAside ? 'refused' : known
  }
  return (
    <>
      <StateMark state={state()} />
      <Show when={props.standing?.pollId}>
        {(poll) => (
          <a class="small" href={path(`scrutins/${poll()}`)}>
            {t('plan.priority.poll')}
          </a>
        )}
      </Show>
    </>
  )
}

/** « 35 % de l’enveloppe » */
function shareOf(cents: number, envelope: unknown): string | null {
  if (!isCents(envelope) || envelope === 0) return null
  const share = new Intl.NumberFormat(lang() === 'fr' ? 'fr-CA' : 'en-CA', {
    style: 'percent',
    maximumFractionDigits: 0,
  }).format(cents / envelope)
  return t('plan.priority.share', { share })
}
