// What a person who only listens must not miss of a meeting, told by comparing two moments of it. Pure.
// MeetingNews says it; called by its tests. The news of polls is told by the votes' own watch.
import type { Bilingual } from '../../../shared/basics.ts'
import type { MeetingView } from '../../../shared/meeting/views.ts'

export type News =
  | { readonly key: 'opened' | 'suspended' | 'suspendedQuorum' | 'resumed' | 'closed' | 'cancelled' }
  | { readonly key: 'quorumLost' | 'quorumBack'; readonly reached: string; readonly needed: string }
  | { readonly key: 'yourTurn' | 'turnOver' }
  | { readonly key: 'floor' | 'order'; readonly name: string }
  | { readonly key: 'seatYours' | 'proxyYours' | 'proxyGone'; readonly organization: string }
  | { readonly key: 'seatGone'; readonly organization: string; readonly holder: string | null }
  | { readonly key: 'item'; readonly title: Bilingual }

/** In the order they are said; none at the first moment, when everything is on screen already. */
export function newsOf(before: MeetingView | null, now: MeetingView): News[] {
  if (!before || before.id !== now.id || before.seq === now.seq) return []
  return [...lifeNews(before, now), ...seatNews(before, now), ...floorNews(before, now)]
}

function lifeNews(before: MeetingView, now: MeetingView): News[] {
  const news: News[] = []
  const [was, is] = [before.status, now.status]
  if (was !== is) {
    if (is === 'suspended')
      news.push({ key: now.suspendedFor === 'quorum' ? 'suspendedQuorum' : 'suspended' })
    if (is === 'open') news.push({ key: was === 'suspended' ? 'resumed' : 'opened' })
    if (is === 'closed') news.push({ key: 'closed' })
    if (is === 'cancelled') news.push({ key: 'cancelled' })
  }
  const sits = is === 'open' || is === 'suspended'
  const [had, has] = [before.quorum?.now, now.quorum?.now]
  if (sits && had && has && had.met !== has.met) {
    const { reached, needed } = has
    news.push({ key: has.met ? 'quorumBack' : 'quorumLost', reached, needed })
  }
  const active = now.agenda.find(({ itemId }) => itemId === now.activeItem)
  if (active && before.activeItem !== now.activeItem) news.push({ key: 'item', title: active.title })
  return news
}

/** The seats I hold and the voices I was lent: each that came, each that went and to whom. */
function seatNews(before: MeetingView, now: MeetingView): News[] {
  const news: News[] = []
  const held = ({ me }: MeetingView) => me.seats.filter(({ holds }) => holds)
  const had = new Set(held(before).map(({ seatId }) => seatId))
  const has = new Set(held(now).map(({ seatId }) => seatId))
  for (const seat of held(now))
    if (!had.has(seat.seatId)) news.push({ key: 'seatYours', organization: seat.name })
  for (const seat of held(before)) {
    if (has.has(seat.seatId)) continue
    const holder = now.seats.find(({ seatId }) => seatId === seat.seatId)?.holder?.name ?? null
    news.push({ key: 'seatGone', organization: seat.name, holder })
  }
  const lent = ({ me, seats }: MeetingView) =>
    me.voices.flatMap(({ seatId, asProxyOf }) => {
      const name = asProxyOf === null ? undefined : seats.find((one) => one.seatId === seatId)?.name
      return name === undefined ? [] : [name]
    })
  const [lentBefore, lentNow] = [lent(before), lent(now)]
  for (const organization of lentNow)
    if (!lentBefore.includes(organization)) news.push({ key: 'proxyYours', organization })
  for (const organization of lentBefore)
    if (!lentNow.includes(organization)) news.push({ key: 'proxyGone', organization })
  return news
}

function floorNews(before: MeetingView, now: MeetingView): News[] {
  const news: News[] = []
  const speaks = ({ queue, me }: MeetingView) => queue.speaking?.person.userId === me.userId
  if (speaks(now) && !speaks(before)) news.push({ key: 'yourTurn' })
  if (speaks(before) && !speaks(now)) news.push({ key: 'turnOver' })
  const [spoke, is] = [before.queue.speaking, now.queue.speaking]
  if (is && is.speechId !== spoke?.speechId && !speaks(now)) news.push({ key: 'floor', name: said(is) })
  return [...news, ...orderNews(before, now)]
}

/** A point of order comes before whatever is being said: whoever conducts is told at once. */
function orderNews(before: MeetingView, now: MeetingView): News[] {
  if (!now.me.runs) return []
  const orders = ({ queue }: MeetingView) => queue.waiting.filter(({ speech }) => speech === 'pointOfOrder')
  const known = new Set(orders(before).map(({ speechId }) => speechId))
  return orders(now)
    .filter(({ speechId, person }) => !known.has(speechId) && person.userId !== now.me.userId)
    .map((one) => ({ key: 'order', name: said(one) }))
}

/** « Noémie Roy, Coop de transport Le Relais » */
function said({ person, seatName }: MeetingView['queue']['waiting'][number]): string {
  return seatName === null ? person.name : `${person.name}, ${seatName}`
}
