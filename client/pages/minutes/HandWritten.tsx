// Words written by hand at a place of the minutes: shown under their author's name, and written by whoever keeps the minutes. What is
// being typed is this screen's own: nothing that comes from the server touches it. Called by MinutesPage.
import { createSignal, Show } from 'solid-js'
import { writtenBy } from '../../../shared/meeting/minutes-words-of.ts'
import { call, doors } from '../../api.ts'
import { lang, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useMinutes } from './minutes.ts'

export function HandWritten(props: { readonly place: string; readonly title: string }) {
  const { view } = useMinutes()
  const [writing, setWriting] = createSignal(false)
  const own = () => view().minutes.words.find(({ place }) => place === props.place)
  return (
    <>
      <Show when={own()}>
        {(words) => (
          <figure class="hand-words">
            <figcaption>{writtenBy(words(), lang())}</figcaption>
            <blockquote class="ballot-words">{words().text}</blockquote>
          </figure>
        )}
      </Show>
      <Show when={view().me.writes}>
        <Show
          when={writing()}
          fallback={
            <div class="minutes-acts">
              <Button
                small
                look="plain"
                aria-label={t(own() ? 'minutes.rewriteAt' : 'minutes.writeAt', { place: props.title })}
                onClick={() => setWriting(true)}
              >
                {t(own() ? 'minutes.rewrite' : 'minutes.write')}
              </Button>
            </div>
          }
        >
          <WordsForm place={props.place} title={props.title} onDone={() => setWriting(false)} />
        </Show>
      </Show>
    </>
  )
}

function WordsForm(props: { readonly place: string; readonly title: string; readonly onDone: () => void }) {
  const { view, refetch } = useMinutes()
  const acting = createActing()
  const stands = () => view().minutes.words.find(({ place }) => place === props.place)
  const [text, setText] = createSignal(stands()?.text ?? '')
  // What these words are written over; once that was refused, it is what the page shows instead.
  const begun = revision()
  const moved = () => acting.refusal()?.refusal?.code === 'minutesWordsMoved'
  const keep = async () => {
    const over = moved() ? revision() : begun
    const done = await acting.run(() =>
      call(doors.writeWords, {
        params: { meetingId: view().meetingId },
        body: { place: props.place, text: text(), revision: over },
      }),
    )
    await refetch()
    if (!done) return
    announce(t('minutes.kept'))
    props.onDone()
  }
  return (
    <form
      class="form hand-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={moved() && stands()}>
        {(theirs) => (
          <div class="notice">
            <strong>{t('minutes.theirs', { name: theirs().by })}</strong>
            <p class="ballot-words">{theirs().text}</p>
          </div>
        )}
      </Show>
      <TextField
        label={t('minutes.words')}
        note={t('minutes.wordsNote')}
        value={text()}
        onInput={setText}
        rows={5}
        maxLength={20_000}
        autofocus
      />
      <div class="form-acts">
        <Button type="submit" busy={acting.busy()}>
          {t('minutes.keep')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )

  function revision(): number {
    return view().places[props.place] ?? 0
  }
}
