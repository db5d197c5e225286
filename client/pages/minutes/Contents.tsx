// The contents of a long document: each leads to its heading. Called beside the minutes, and beside the record of a poll.
import { For } from 'solid-js'
import type { MinutesSection } from '../../../shared/meeting/minutes-blocks.ts'
import { t } from '../../i18n.ts'
import { showPlace } from '../../parts/Place.tsx'
import { sectionId } from './SectionBlocks.tsx'

export function Contents(props: { readonly sections: readonly MinutesSection[] }) {
  const lead = (section: MinutesSection) => {
    showPlace('centre')
    queueMicrotask(() => {
      const heading = document.getElementById(sectionId(section))
      heading?.scrollIntoView({ block: 'start' })
      heading?.focus({ preventScroll: true })
    })
  }
  return (
    <nav aria-labelledby="minutes-contents">
      <h3 class="margin-head" id="minutes-contents">
        {t('minutes.contents')}
      </h3>
      <ul class="minutes-contents">
        <For each={props.sections.filter(({ level }) => level < 3)}>
          {(section) => (
            <li classList={{ 'is-under': section.level > 1 }}>
              <button type="button" class="link" onClick={() => lead(section)}>
                {section.title}
              </button>
            </li>
          )}
        </For>
      </ul>
    </nav>
  )
}
