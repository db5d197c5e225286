// What may be taken away of a version or an Alliance beside its PDF in one's own language: the other language, a copy for a word processor,
// the tables. Called by the lock's page, the version's page and the Alliance's.
import { For } from 'solid-js'
import { files } from '../../../../shared/api.ts'
import type { Lang } from '../../../../shared/basics.ts'
import { tableKeys, tables } from '../../../../shared/plan/tables.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { FileLink } from '../../../parts/FileLink.tsx'

/** A file's address in one language. */
export const inLang = (path: string, one: Lang) => (one === 'fr' ? path : `${path}?lang=${one}`)

const other = (): Lang => (lang() === 'fr' ? 'en' : 'fr')

export function VersionDocuments(props: { versionId: string }) {
  return (
    <section class="stack documents" aria-labelledby="documents">
      <h2 id="documents">{t('files.title')}</h2>
      <Papers pdf={files.versionPdf(props.versionId)} docx={files.versionDocx(props.versionId)} />
      <h3>{t('files.tables')}</h3>
      <p class="field-note">{t('files.tablesNote')}</p>
      <div class="row">
        <For each={tableKeys}>
          {(key) => (
            <FileLink href={inLang(files.versionTable(props.versionId, key), lang())} small>
              {pick(tables[key].label)}
            </FileLink>
          )}
        </For>
      </div>
    </section>
  )
}

export function AllianceDocuments(props: { allianceId: string }) {
  return (
    <section class="stack documents" aria-labelledby="documents">
      <h2 id="documents">{t('files.title')}</h2>
      <Papers pdf={files.alliancePdf(props.allianceId)} docx={files.allianceDocx(props.allianceId)} />
    </section>
  )
}

function Papers(props: { pdf: string; docx: string }) {
  return (
    <>
      <div class="row">
        <FileLink href={inLang(props.pdf, other())} small>
          {t('files.otherPdf')}
        </FileLink>
        <FileLink href={inLang(props.docx, lang())} small>
          {t('files.word')}
        </FileLink>
        <FileLink href={inLang(props.docx, other())} small>
          {t('files.otherWord')}
        </FileLink>
      </div>
      <p class="field-note">{t('files.wordNote')}</p>
    </>
  )
}
