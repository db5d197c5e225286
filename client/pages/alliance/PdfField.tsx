// Choosing a PDF, and bringing it to an Alliance. Called by the forms of adoptions, of mandates and of signatures made elsewhere.
import { createUniqueId, Show } from 'solid-js'
import { paperBytesMax } from '../../../shared/alliance-api.ts'
import type { FileAdded } from '../../../shared/alliance-views.ts'
import { files } from '../../../shared/api.ts'
import { addFile } from '../../api.ts'
import { t } from '../../i18n.ts'

/** The size alone is judged here: what it is, the server reads in its first bytes. */
export function fits(file: File | null): file is File {
  return file !== null && file.size > 0 && file.size <= paperBytesMax
}

export function PdfField(props: {
  readonly file: File | null
  readonly onChoose: (file: File | null) => void
  readonly tried: boolean
}) {
  const id = createUniqueId()
  const wrong = () => props.tried && !fits(props.file)
  return (
    <div class="field">
      <label for={id}>{t('round.file')}</label>
      <input
        id={id}
        class="input"
        type="file"
        accept="application/pdf"
        aria-invalid={wrong() ? 'true' : undefined}
        aria-describedby={wrong() ? `${id}-error` : undefined}
        onChange={(event) => props.onChoose(event.currentTarget.files?.[0] ?? null)}
      />
      <Show when={wrong()}>
        <p class="field-error" id={`${id}-error`} role="alert">
          {t('round.fileNeeded')}
        </p>
      </Show>
    </div>
  )
}

export async function upload(allianceId: string, file: File): Promise<FileAdded> {
  return (await addFile(files.allianceUpload(allianceId), file)) as FileAdded
}
