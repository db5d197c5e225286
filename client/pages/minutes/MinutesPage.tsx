// The minutes of a meeting: what its log makes, words written by hand beside it, the adoption, the files. Route …/seances/:meetingId/proces-verbal.
import { useParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { itemPlace } from '../../../shared/meeting/minutes.ts'
import type { MinutesSection } from '../../../shared/meeting/minutes-blocks.ts'
import { minutesSections } from '../../../shared/meeting/minutes-sections.ts'
import { adoptionText, correctionText } from '../../../shared/meeting/minutes-words-of.ts'
import { call, doors } from '../../api.ts'
import { lang, pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { day } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { Dissents } from './Dissents.tsx'
import { HandWritten } from './HandWritten.tsx'
import { MinutesMargin } from './MinutesMargin.tsx'
import { MinutesContext, type MinutesHere, oneMinutes, useMinutes, withIds } from './minutes.ts'
import { SectionBlocks, sectionId } from './SectionBlocks.tsx'

export function MinutesPage() {
  const params = useParams<{ meetingId: string }>()
  const minutes = live(['meeting', 'polls'], () =>
    call(doors.minutes, { params: { meetingId: params.meetingId } }).then(withIds),
  )
  const ready = () => (minutes()?.meetingId === params.meetingId ? minutes() : undefined)
  return (
    <Show
      when={ready()}
      fallback={
        <Show when={minutes.error()} fallback={<main class="centre" aria-busy="true" />}>
          <Place title={t('minutes.notFound')}>
            <RefusalBanner refusal={minutes.error()} />
          </Place>
        </Show>
      }
    >
      {(view) => <OneMinutes view={view()} refetch={minutes.refetch} />}
    </Show>
  )
}

function OneMinutes(props: { readonly view: MinutesHere; readonly refetch: () => Promise<void> }) {
  const shared = oneMinutes(
    () => props.view,
    () => props.refetch(),
  )
  const record = () => props.view.minutes.record
  const sections = createMemo(() => minutesSections(record(), lang()))
  // By their ids: made anew at each notice of the server, a section stays, and with it the words being typed in it (trap 25).
  const keys = createMemo(() => sections().map(sectionId))
  const adopted = () => props.view.adoption
  return (
    <MinutesContext.Provider value={shared}>
      <Place
        title={t('minutes.title')}
        text={`${pick(record().title)}, ${day(record().planned.startsAt)}`}
        aside={
          <StateMark
            state={adopted() ? 'locked' : 'draft'}
            word={t(adopted() ? 'minutes.adopted' : 'minutes.draft')}
          />
        }
        marginTitle={t('minutes.margin')}
        margin={<MinutesMargin sections={sections()} />}
      >
        <div class="stack minutes">
          <Show when={adopted()} fallback={<Notice look="warning" title={t('minutes.draftText')} />}>
            {(adoption) => <Notice look="good" title={adoptionText(adoption(), lang())} />}
          </Show>
          <Corrections />
          <For each={keys()}>
            {(key) => (
              <Show when={sections().find((section) => sectionId(section) === key)}>
                {(section) => <OneSection section={section()} />}
              </Show>
            )}
          </For>
        </div>
      </Place>
    </MinutesContext.Provider>
  )
}

/** Before anything else: nobody reads adopted minutes without them. */
function Corrections() {
  const { view } = useMinutes()
  return (
    <Show when={view().corrections.length > 0}>
      <section class="stack" aria-labelledby="corrections">
        <h2 id="corrections">{t('minutes.corrections')}</h2>
        <ul>
          <For each={view().corrections}>{(note) => <li>{correctionText(note, lang())}</li>}</For>
        </ul>
      </section>
    </Show>
  )
}

function OneSection(props: { readonly section: MinutesSection }) {
  const item = () => {
    const { place } = props.section
    return place?.startsWith(itemPlace('')) ? place.slice(itemPlace('').length) : null
  }
  return (
    <section class="minutes-part" aria-labelledby={sectionId(props.section)}>
      <SectionBlocks section={props.section} />
      <Show when={props.section.place}>
        {(place) => <HandWritten place={place()} title={props.section.title} />}
      </Show>
      <Show when={item()}>{(itemId) => <Dissents itemId={itemId()} title={props.section.title} />}</Show>
    </section>
  )
}
