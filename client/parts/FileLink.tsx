// A link to a file that the server makes when it is asked: while it is made the link says so, and when it fails it says why and may be
// pressed again. Opened in another way (a new tab, by keyboard menu), it is a plain link. Called by pages that give documents.
import { type JSX, Show } from 'solid-js'
import { fetchFile } from '../api.ts'
import { t } from '../i18n.ts'
import { createActing } from './acting.ts'
import { announce } from './announce.tsx'
import { ButtonLink } from './Button.tsx'
import { RefusalBanner } from './Notice.tsx'

interface FileLinkProps {
  readonly href: string
  readonly look?: 'main' | 'plain'
  readonly small?: boolean
  readonly children: JSX.Element
}

export function FileLink(props: FileLinkProps) {
  const acting = createActing()
  const take = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    announce(t('files.making'))
    void acting.run(async () => {
      const { blob, name } = await fetchFile(props.href)
      save(blob, name)
      announce(t('files.ready', { name }))
    })
  }
  return (
    <span class="file-link">
      <ButtonLink
        href={props.href}
        look={props.look}
        small={props.small}
        file
        busy={acting.busy()}
        onClick={take}
      >
        {props.children}
      </ButtonLink>
      <Show when={acting.busy()}>
        <span class="field-note">{t('files.making')}</span>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
    </span>
  )
}

const keptMs = 60_000

/** The browser keeps the file as if it had followed the link. */
function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), keptMs)
}
