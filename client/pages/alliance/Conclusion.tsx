// How a round of the Alliance ended: concluded, with its seal, its files and how to verify them; or without a conclusion. Called by the
// Alliance's pages.
import { Show } from 'solid-js'
import type { AllianceView } from '../../../shared/alliance-views.ts'
import { files } from '../../../shared/api.ts'
import { lang, t } from '../../i18n.ts'
import { Digest, DigestFrame } from '../../parts/Digest.tsx'
import { FileLink } from '../../parts/FileLink.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice } from '../../parts/Notice.tsx'
import { AllianceDocuments, inLang } from '../decide/parts/Documents.tsx'
import { HowToVerify } from '../decide/parts/HowToVerify.tsx'

/** Why nothing enters this round any more; nothing while something may. */
export function EndedRound(props: { alliance: AllianceView }) {
  return (
    <Show when={props.alliance.ending}>
      {(ending) => (
        <Notice look="warning">
          <p>{t(`round.ended.${ending().why}`, { date: dayAndHour(ending().at) })}</p>
        </Notice>
      )}
    </Show>
  )
}

export function Concluded(props: { alliance: AllianceView }) {
  return (
    <div class="stack">
      <DigestFrame
        title={t('alliance.concluded')}
        label={t('lock.planDigest')}
        digest={props.alliance.version?.planDigest ?? ''}
        foot={<p>{t('lock.version', { number: props.alliance.version?.number ?? 1 })}</p>}
      >
        <p class="outcome-word">
          {t('alliance.concludedOn', {
            date: props.alliance.concludedAt ? dayAndHour(props.alliance.concludedAt) : '',
          })}
        </p>
        <div>
          <p class="field-note">{t('lock.versionDigest')}</p>
          <Digest value={props.alliance.version?.versionDigest ?? ''} />
        </div>
      </DigestFrame>
      <div class="row">
        <FileLink href={inLang(files.alliancePdf(props.alliance.id), lang())} look="main">
          {t('alliance.pdf')}
        </FileLink>
        <FileLink href={files.allianceDossier(props.alliance.id)}>{t('alliance.dossier')}</FileLink>
      </div>
      <AllianceDocuments allianceId={props.alliance.id} />
      <HowToVerify of={`alliance-version-${props.alliance.version?.number ?? 1}`} />
    </div>
  )
}
