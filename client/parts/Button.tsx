// The buttons. A button says its act (« Ouvrir le scrutin »); while it is on its way it says so and cannot be pressed twice.
// Called by every page.
import { type JSX, Show, splitProps } from 'solid-js'
import { t } from '../i18n.ts'

type Look = 'main' | 'danger' | 'plain'

interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'class'> {
  readonly look?: Look
  readonly small?: boolean
  readonly wide?: boolean
  readonly busy?: boolean
}

const classes = (props: { look?: Look; small?: boolean; wide?: boolean }) => ({
  button: true,
  'is-main': props.look === 'main',
  'is-danger': props.look === 'danger',
  'is-plain': props.look === 'plain',
  'is-small': props.small ?? false,
  'is-wide': props.wide ?? false,
})

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['look', 'small', 'wide', 'busy', 'children', 'disabled'])
  return (
    // aria-disabled rather than disabled while busy: the focus must stay where the person left it.
    <button
      type="button"
      {...rest}
      classList={classes(own)}
      disabled={own.disabled}
      aria-disabled={own.busy ? 'true' : undefined}
      onClick={(event) => {
        if (own.busy) event.preventDefault()
        else if (typeof rest.onClick === 'function') rest.onClick(event)
      }}
    >
      {own.children}
      <Show when={own.busy}>
        <span aria-hidden="true">…</span>
        <span class="visually-hidden">{t('shell.busy')}</span>
      </Show>
    </button>
  )
}

interface ButtonLinkProps {
  readonly href: string
  readonly look?: Look
  readonly small?: boolean
  readonly wide?: boolean
  readonly children: JSX.Element
  /** A file of the server, not a page of ours. */
  readonly file?: boolean
  readonly busy?: boolean
  readonly onClick?: (event: MouseEvent) => void
}

export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a
      href={props.href}
      classList={classes(props)}
      rel={props.file ? 'external' : undefined}
      aria-busy={props.busy ? 'true' : undefined}
      onClick={(event) => props.onClick?.(event)}
    >
      {props.children}
      <Show when={props.busy}>
        <span aria-hidden="true">…</span>
      </Show>
    </a>
  )
}
