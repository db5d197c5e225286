// One seat's vote from the first touch to its receipt: the ballot kept on this device, one client key a content, the vote sent again by
// itself when the network is back, the receipt. Called by BallotForm.
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import type { Value } from '../../../shared/poll/setting.ts'
import type { RefusedByServer } from '../../api.ts'
import { t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import type { BallotFormProps, VoteReceived } from './ballot.ts'
import { emptyPaper, type Paper, valueFrom } from './paper.ts'
import {
  keepOffer,
  keepPaper,
  keepReceipt,
  onOtherTab,
  readOffer,
  readPaper,
  readReceipt,
  type VoteOffer,
} from './paper-store.ts'

export function createCasting(props: BallotFormProps) {
  const [paper, setPaper] = createSignal<Paper>(emptyPaper)
  const [offer, setOffer] = createSignal<VoteOffer | null>(null)
  // What was received here, until the server's own list says it too.
  const [here, setHere] = createSignal<VoteReceived | null>(null)
  const [revoting, setRevoting] = createSignal(false)
  const acting = createActing()
  let title: HTMLHeadingElement | undefined

  const pollId = () => props.poll.id
  const seatId = () => props.seat.seatId
  // By value: a refetch that brings the same poll again must not touch what is being filled in (TRAP-13).
  const whose = createMemo(() => `${pollId()}/${seatId()}`)
  const read = () => {
    setPaper(readPaper(pollId(), seatId()))
    setOffer(readOffer(pollId(), seatId()))
  }
  createEffect(
    on(whose, () => {
      read()
      setHere(null)
      setRevoting(false)
      acting.clear()
      onCleanup(onOtherTab(pollId(), seatId(), read))
      if (offer()) void transmit()
    }),
  )
  const backOnline = () => offer() && void transmit()
  window.addEventListener('online', backOnline)
  onCleanup(() => window.removeEventListener('online', backOnline))

  const change = (part: Partial<Paper>) => {
    // Another content is another vote: its retry must not be taken for the first one's.
    setPaper({ ...paper(), clientKey: '', ...part })
    keepPaper(pollId(), seatId(), paper())
  }
  const keepAs = (next: VoteOffer | null) => {
    setOffer(next)
    keepOffer(pollId(), seatId(), next)
    // What had the focus left the page with the form.
    setTimeout(() => title?.focus())
  }

  /** Sends the vote that waits; whatever stops it is shown, and nothing typed is lost. */
  async function transmit(): Promise<void> {
    const sent = offer()
    if (!sent) return
    const [poll, seat] = [pollId(), seatId()]
    await acting.run(async () => {
      const receipt = await props.send(sent)
      keepReceipt(poll, seat, receipt)
      announce(t('vote.received', { organization: props.seat.name }))
      props.onReceived?.(receipt, sent)
      if (whose() !== `${poll}/${seat}`) return
      const secret = props.poll.setting.secrecy === 'secret'
      setHere({ ...receipt, ...(!secret && { value: sent.value, reason: sent.reason }) })
      setOffer(null)
      setPaper(emptyPaper)
      setRevoting(false)
      setTimeout(() => title?.focus())
    })
    // A refusal in words is an answer: the ballot opens again under it. Silence or a fault of the server is none: the vote waits.
    const refused = acting.refusal()
    if (refused && isFinal(refused)) keepAs(null)
  }

  return {
    paper,
    offer,
    acting,
    change,
    value: () => valueFrom(props.poll.setting, paper()),
    received: createMemo((): VoteReceived | null => {
      if (revoting()) return null
      const [mine, theirs] = [here(), props.received]
      // Voted again elsewhere since: the server's clock tells which is the last.
      const known = mine && theirs ? (theirs.receivedAt > mine.receivedAt ? theirs : mine) : (mine ?? theirs)
      if (!known) return null
      const kept = readReceipt(pollId(), seatId())
      // Of a secret vote the server says no hour: this device's receipt does.
      if (known.receivedAt === '') return kept ?? known
      return kept?.receivedAt === known.receivedAt ? { ...kept, ...known } : known
    }),
    async cast(value: Value): Promise<void> {
      const { textHash } = props.poll
      if (!textHash) return
      const reason = paper().blank ? '' : paper().reason.trim()
      const clientKey = paper().clientKey || crypto.randomUUID()
      change({ clientKey })
      keepAs({
        seatId: seatId(),
        value,
        textHash,
        clientKey,
        reason,
      })
      await transmit()
    },
    transmit,
    /** Back to the ballot from a vote that was not transmitted. The same content confirmed again is still the same vote. */
    takeBack() {
      acting.clear()
      keepAs(null)
    },
    again() {
      setRevoting(true)
    },
    setTitle: (element: HTMLHeadingElement) => {
      title = element
    },
  }
}

/** Whether the server answered for good. No answer, a gateway's fault, a restart or too many tries are no answer to the vote. */
function isFinal({ status }: RefusedByServer): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429 && status !== 401
}
