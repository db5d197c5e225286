// « Ma clé dans cette démarche »: each of my passkeys with its fingerprint and what it waits for; ask to bind, revoke. Called by KeysPage.
import { createSignal, For, Show } from 'solid-js'
import { groupsOfFour } from '../../../shared/record/canonical.ts'
import type { MyKeyView } from '../../../shared/record/key-views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { setMe } from '../../me.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { SelectField } from '../../parts/Field.tsx'
import { day } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { createPasskeyActing, Failure } from '../../parts/passkey-acting.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { createPasskey } from '../../sign.ts'
import { keyMarks, sameHolder, useHolder, useKeys } from './keys.ts'
import { RevokeDialog } from './RevokeDialog.tsx'

export function MyKeys() {
  const { me } = useWorkspace()
  const keys = useKeys()
  const [revoking, setRevoking] = createSignal<MyKeyView | null>(null)
  return (
    <section class="stack" aria-labelledby="my-keys">
      <h2 id="my-keys">{t('keys.mine.title')}</h2>
      <Show when={!keys().policy}>
        <Notice>
          <p>{t('keys.mine.noPolicy')}</p>
        </Notice>
      </Show>
      <Show when={keys().mine.length > 0} fallback={<MakeKey />}>
        <ul class="key-list">
          <For each={keys().mine}>{(key) => <MyKey of={key} onRevoke={() => setRevoking(key)} />}</For>
        </ul>
      </Show>
      <RevokeDialog of={revoking()} name={me().name} onDone={() => setRevoking(null)} />
    </section>
  )
}

function MyKey(props: { readonly of: MyKeyView; readonly onRevoke: () => void }) {
  const keys = useKeys()
  const holder = useHolder()
  const known = () => keys().keys.find(({ keyDigest }) => keyDigest === props.of.keyDigest)
  // The first keys stay as they were named: another policy names them anew.
  const changed = () => {
    const key = known()
    return key && ['bound', 'waiting'].includes(props.of.state) && !sameHolder(key.holder, holder())
  }
  const waitsFor = () => {
    const { facilitatorName, partnerName } = known() ?? { facilitatorName: null, partnerName: null }
    if (facilitatorName) return t('keys.mine.partnerMissing', { name: facilitatorName })
    return partnerName ? t('keys.mine.facilitatorMissing', { name: partnerName }) : t('keys.mine.bothMissing')
  }
  return (
    <li>
      <div class="key-head">
        <strong>{props.of.label}</strong>
        <StateMark state={keyMarks[props.of.state]} word={t(`keys.state.${props.of.state}`)} />
      </div>
      <p class="field-note">{t('keys.fingerprint')}</p>
      <Digest value={props.of.keyDigest} />
      <Show when={props.of.state === 'waiting'}>
        <p class="small">{waitsFor()}</p>
      </Show>
      <Show when={changed()}>
        <Notice look="warning">
          <p>{t('keys.mine.changed')}</p>
        </Notice>
      </Show>
      <Show when={keys().policy && props.of.state !== 'revoked'}>
        <div class="form-acts">
          <Show when={props.of.state === 'unbound' || changed()}>
            <AskToBind of={props.of} again={props.of.state !== 'unbound'} />
          </Show>
          <Button small onClick={props.onRevoke} aria-label={t('keys.revokeOne', { name: props.of.label })}>
            {t('keys.revoke')}
          </Button>
        </div>
      </Show>
    </li>
  )
}

/** Asked at once, unless I have other keys here: then which of them this one replaces, if any, is asked first. */
function AskToBind(props: { readonly of: MyKeyView; readonly again: boolean }) {
  const { workspace } = useWorkspace()
  const keys = useKeys()
  const acting = createActing()
  const [choosing, setChoosing] = createSignal(false)
  const [replaces, setReplaces] = createSignal('')
  const others = () => keys().replaceable.filter((one) => one !== props.of.keyDigest)
  const nameOf = (keyDigest: string) => {
    const label = keys().mine.find((one) => one.keyDigest === keyDigest)?.label
    return `${label ? `${label} · ` : ''}${groupsOfFour(keyDigest).slice(0, 19)}…`
  }
  const ask = async () => {
    const done = await acting.run(() =>
      call(doors.askBinding, {
        params: { workspaceId: workspace().id },
        body: { passkeyId: props.of.passkeyId, ...(replaces() && { replaces: replaces() }) },
      }),
    )
    if (!done) return
    setChoosing(false)
    announce(t('keys.mine.asked'))
    announceTopic('people')
  }
  return (
    <>
      <Button
        look="main"
        small
        busy={acting.busy()}
        aria-label={t('keys.mine.askOne', { name: props.of.label })}
        onClick={() => (others().length > 0 ? setChoosing(true) : void ask())}
      >
        {t(props.again ? 'keys.mine.askAgain' : 'keys.mine.ask')}
      </Button>
      <Show when={!choosing()}>
        <RefusalBanner refusal={acting.refusal()} />
      </Show>
      <Dialog
        open={choosing()}
        onClose={() => setChoosing(false)}
        title={t('keys.mine.askTitle', { name: props.of.label })}
        text={t('keys.mine.askText')}
      >
        <form
          class="form"
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void ask()
          }}
        >
          <RefusalBanner refusal={acting.refusal()} />
          <SelectField
            label={t('keys.mine.replaces')}
            value={replaces()}
            options={[
              { value: '', label: t('keys.mine.replacesNone') },
              ...others().map((one) => ({ value: one, label: nameOf(one) })),
            ]}
            onChange={setReplaces}
          />
          <div class="form-acts">
            <Button look="main" type="submit" busy={acting.busy()}>
              {t('keys.mine.ask')}
            </Button>
            <Button look="plain" onClick={() => setChoosing(false)}>
              {t('shell.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}

function MakeKey() {
  const { acting, failure, run } = createPasskeyActing()
  const make = async () => {
    const done = await run(async () => {
      setMe(await createPasskey(t('sign.passkeyLabel', { date: day(new Date().toISOString()) })))
    })
    if (!done) return
    announce(t('sign.passkeyMade'))
    announceTopic('people')
  }
  return (
    <div class="empty">
      <p>{t('keys.mine.none')}</p>
      <RefusalBanner refusal={acting.refusal()} />
      <Failure why={failure()} />
      <Button look="main" busy={acting.busy()} onClick={() => void make()}>
        {t('sign.createPasskey')}
      </Button>
    </div>
  )
}
