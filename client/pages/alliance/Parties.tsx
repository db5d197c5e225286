// The parties of a round, each signatory with mandate, class and state, each party with its adoptions. Called by the Alliance's pages.
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import type { AllianceView, SignatoryView } from '../../../shared/alliance-views.ts'
import { files } from '../../../shared/api.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Adoptions } from './Adoptions.tsx'
import { Outside, RecordOutside } from './Outside.tsx'
import { fits, upload } from './PdfField.tsx'

export function Parties(props: { alliance: AllianceView }) {
  return (
    <section class="stack" aria-labelledby="parties">
      <h2 id="parties">{t('alliance.parties')}</h2>
      <p class="small quiet">
        {t(props.alliance.ordered ? 'round.ordered' : 'round.parallel')}{' '}
        {t(props.alliance.needsAdoptions ? 'round.needsAdoptions' : 'round.needsSignatures')}
      </p>
      <ul class="parties">
        <For each={props.alliance.parties}>
          {(party) => (
            <li>
              <h3>{party.name}</h3>
              <ul class="signatories">
                <For each={party.signatories}>
                  {(one) => <Signatory alliance={props.alliance} one={one} />}
                </For>
              </ul>
              <Adoptions alliance={props.alliance} party={party} />
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

function Signatory(props: { alliance: AllianceView; one: SignatoryView }) {
  const { may } = useWorkspace()
  const free = () =>
    props.one.signedAt === null &&
    props.one.declined === null &&
    (props.one.outside === null || props.one.outside.answer?.answer === 'contested')
  const conducts = () => may('alliance.prepare') && props.alliance.state !== 'concluded'
  return (
    <li>
      <span>
        {props.one.name}, <span class="quiet">{t('alliance.as', { capacity: props.one.capacity })}</span>
        <Show when={props.one.mandate}>
          <span class="quiet">, {t('round.byVirtue', { mandate: props.one.mandate })}</span>
        </Show>
      </span>
      <SignatoryState one={props.one} />
      <Show when={props.one.declined}>
        {(declined) => <blockquote class="declined">{declined().reason}</blockquote>}
      </Show>
      <Show when={props.one.outside}>
        {(outside) => <Outside signatory={props.one} outside={outside()} />}
      </Show>
      <Show when={props.one.evidence}>
        {(file) => (
          <a class="small" href={files.allianceFile(file().id)} rel="external" download="mandat.pdf">
            {t('round.evidence')}
          </a>
        )}
      </Show>
      <Show when={conducts() && free() && props.alliance.state !== 'ended'}>
        <div class="row signatory-acts">
          <Show when={props.one.mandate && !props.one.evidence}>
            <MandatePaper alliance={props.alliance} one={props.one} />
          </Show>
          <Show when={props.alliance.state === 'signing'}>
            <RecordOutside alliance={props.alliance} signatory={props.one} />
          </Show>
        </div>
      </Show>
    </li>
  )
}

/** Its class stands in the word itself: a paper never reads as a passkey's signature. */
function SignatoryState(props: { one: SignatoryView }) {
  return (
    <Switch fallback={<StateMark state="draft" word={t('alliance.notSigned')} />}>
      <Match when={props.one.signedAt}>
        {(at) => <StateMark state="signed" word={t('alliance.signed', { date: dayAndHour(at()) })} />}
      </Match>
      <Match when={props.one.declined}>
        {(declined) => (
          <StateMark state="refused" word={t('round.declined', { date: dayAndHour(declined().at) })} />
        )}
      </Match>
      <Match when={props.one.outside?.counts && props.one.outside}>
        {(outside) => <StateMark state="consensus" word={t(`round.class.${outside().kind}`)} />}
      </Match>
    </Switch>
  )
}

function MandatePaper(props: { alliance: AllianceView; one: SignatoryView }) {
  const acting = createActing()
  const [wrong, setWrong] = createSignal(false)
  let input!: HTMLInputElement
  const attach = async () => {
    const file = input.files?.[0] ?? null
    setWrong(!fits(file))
    if (!fits(file)) return
    await acting.run(async () => {
      const { id: fileId } = await upload(props.alliance.id, file)
      await call(doors.attachMandate, {
        params: { allianceId: props.alliance.id },
        body: { signatoryId: props.one.id, fileId },
      })
      announceTopic('alliance')
    })
  }
  return (
    <>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabindex="-1"
        accept="application/pdf"
        aria-label={t('round.evidenceAdd', { name: props.one.name })}
        onChange={() => void attach()}
      />
      <Button small look="plain" busy={acting.busy()} onClick={() => input.click()}>
        {t('round.evidenceAdd', { name: props.one.name })}
      </Button>
      <Show when={wrong()}>
        <p class="field-error" role="alert">
          {t('round.fileNeeded')}
        </p>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
    </>
  )
}
