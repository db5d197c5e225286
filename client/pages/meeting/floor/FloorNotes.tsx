// What was noted beside the figures: incidents, annotations, corrections. Called by FloorDesk.
import { For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { hour } from '../../../parts/format.ts'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import type { FloorActs } from './acts.ts'

export function FloorNotes(props: { readonly acts: FloorActs }) {
  const { view } = useMeeting()
  return (
    <section class="stack" aria-labelledby="floor-notes">
      <div class="section-head">
        <h2 id="floor-notes">{t('meeting.notes.title')}</h2>
        <Button small onClick={() => props.acts.open('note')}>
          {t('meeting.key.note')}
        </Button>
      </div>
      <Show when={view().notes.length > 0} fallback={<p class="quiet">{t('meeting.notes.none')}</p>}>
        <ul class="notes">
          <For each={view().notes.toReversed()}>
            {(note) => (
              <li>
                <p class="small quiet figures">
                  {hour(note.at)} · {t(`meeting.note.${note.note}`)}
                  <Show when={note.itemId}> · {itemTitle(view().agenda, note.itemId)}</Show>
                  {' · '}
                  {note.by.name}
                </p>
                <p class="ballot-words">{note.text}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
