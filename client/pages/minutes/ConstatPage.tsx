// The record of one poll as a page: what its PDF says, in the language of the screen, with its files and contents beside.
// Route …/scrutins/:pollId/constat.
import { useParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import type { ConstatFile } from '../../../shared/meeting/constat-beside.ts'
import { constatSections } from '../../../shared/meeting/constat-sections.ts'
import { minutesFiles } from '../../../shared/meeting/minutes-api.ts'
import type { MinutesSection } from '../../../shared/meeting/minutes-blocks.ts'
import { voteFiles } from '../../../shared/poll/api.ts'
import { titleIn } from '../../../shared/poll/text-outline.ts'
import { digest } from '../../../shared/record/canonical.ts'
import { call, doors } from '../../api.ts'
import { lang, pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { day } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { VoteState } from '../vote/page/VoteCentre.tsx'
import { Contents } from './Contents.tsx'
import { SectionBlocks, sectionId } from './SectionBlocks.tsx'

export function ConstatPage() {
  const params = useParams<{ pollId: string }>()
  const file = live(['polls', 'meeting'], () => call(doors.constat, { params: { pollId: params.pollId } }))
  const ready = () => (file()?.constat.poll.id === params.pollId ? file() : undefined)
  return (
    <Show
      when={ready()}
      fallback={
        <Show when={file.error()} fallback={<main class="centre" aria-busy="true" />}>
          <Place title={t('minutes.constat')}>
            <RefusalBanner refusal={file.error()} />
          </Place>
        </Show>
      }
    >
      {(one) => <OneConstat file={one()} />}
    </Show>
  )
}

function OneConstat(props: { readonly file: ConstatFile }) {
  const constat = () => props.file.constat
  const sections = createMemo(() => constatSections(props.file, lang()))
  const state = () => {
    const marks = props.file.addenda.map(({ kind }) => kind)
    return marks.includes('annulled') ? 'annulled' : marks.includes('proclaimed') ? 'proclaimed' : 'counted'
  }
  return (
    <Place
      title={t('minutes.constat')}
      text={`${pick(titleIn(constat().poll))}, ${day(constat().closedAt)}`}
      aside={<VoteState vote={{ state: state(), outcome: constat().outcome }} />}
      marginTitle={t('minutes.margin')}
      margin={<Margin file={props.file} sections={sections()} />}
    >
      <div class="stack minutes constat">
        <For each={sections()}>
          {(section) => (
            <section class="minutes-part" aria-labelledby={sectionId(section)}>
              <SectionBlocks section={section} />
            </section>
          )}
        </For>
      </div>
    </Place>
  )
}

function Margin(props: { readonly file: ConstatFile; readonly sections: readonly MinutesSection[] }) {
  const { path } = useWorkspace()
  const id = () => props.file.constat.poll.id
  const files = () => [
    [`${minutesFiles.constatPdf(id())}?lang=fr`, t('minutes.pdfFr')],
    [`${minutesFiles.constatPdf(id())}?lang=en`, t('minutes.pdfEn')],
    [voteFiles.constat(id()), t('minutes.data')],
    [voteFiles.ballots(id()), t('vote.ballotsFile')],
  ]
  return (
    <div class="stack">
      <ButtonLink href={path(`scrutins/${id()}`)}>{t('minutes.toPoll')}</ButtonLink>
      <section class="stack" aria-labelledby="constat-files">
        <h3 class="margin-head" id="constat-files">
          {t('minutes.files')}
        </h3>
        <ul class="file-links">
          <For each={files()}>
            {([href, name]) => (
              <li>
                <a href={href} rel="external">
                  {name}
                </a>
              </li>
            )}
          </For>
        </ul>
        <p class="field-note">{t('outcome.digest')}</p>
        <Digest value={digest('constat', props.file.constat)} narrow />
      </section>
      <Contents sections={props.sections} />
    </div>
  )
}
