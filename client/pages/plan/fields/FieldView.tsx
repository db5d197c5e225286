// One field of the plan, by its kind: its label, who else is in it, its comments, and the editor that suits it. Generic: what a
// field is comes from sections.ts. Called by SectionView and ItemList.
import { useNavigate } from '@solidjs/router'
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
} from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type * as Y from 'yjs'
import { setItemValue, setValue } from '../../../../shared/plan/draft.ts'
import type { Field, ListKey, SectionKey } from '../../../../shared/plan/sections.ts'
import { Prose } from '../../../editor/Prose.tsx'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { openingAddress } from '../../vote/open/addresses.ts'
import { useDesk } from '../desk.ts'
import { editOrigin, makeType, type PlanPlace, placeId, typeAt } from '../places.ts'
import { PlainEdit, type PlainKind, PlainShown } from './PlainFields.tsx'
import { TextEdit, TextShown } from './TextEdit.tsx'

interface FieldProps {
  readonly place: PlanPlace & { readonly field: string }
  readonly field: Field
  readonly value: unknown
  /** The level of the heading it stands under. */
  readonly level: number
  /** What changes when the field's own type in the live document is another one. */
  readonly typeKey: string
}

const narrow = ['cents', 'day', 'choice', 'territory']

export function FieldView(props: FieldProps) {
  const desk = useDesk()
  const id = createUniqueId()
  const isTitle = () => props.field.key === 'title' && props.place.list !== undefined
  // A rich text that stands by itself in its section may hold headings: its label is the heading above them.
  const heads = () => props.field.kind === 'prose' && props.level === 1
  const writers = () => desk.writers(props.place)
  return (
    <div
      class="plan-field"
      classList={{ 'is-narrow': narrow.includes(props.field.kind), 'is-title': isTitle() }}
      id={placeId(props.place)}
      data-kind={props.field.kind}
      onFocusIn={() => desk.standAt(props.place)}
      onFocusOut={() => desk.standAt(null)}
    >
      <div class="plan-field-head">
        <Dynamic
          component={heads() ? 'h2' : 'span'}
          class="plan-label"
          classList={{ 'visually-hidden': isTitle() }}
          id={`${id}-label`}
        >
          {pick(props.field.label)}
        </Dynamic>
        <Show when={writers().length > 0}>
          <span class="plan-writers">{t('plan.writers', { names: writers().join(', ') })}</span>
        </Show>
        {/* A title is its item's name: the item's own head has the comments. */}
        <Show when={!isTitle()}>
          <FieldComments
            place={props.place}
            label={pick(props.field.label)}
            pollable={props.field.kind === 'prose' || props.field.kind === 'text'}
          />
        </Show>
      </div>
      <Show when={props.field.hint}>
        {(hint) => (
          <p class="field-note" id={`${id}-hint`}>
            {pick(hint())}
          </p>
        )}
      </Show>
      <FieldEdit {...props} id={id} isTitle={isTitle()} />
    </div>
  )
}

interface EditProps extends FieldProps {
  readonly id: string
  readonly isTitle: boolean
}

function FieldEdit(props: EditProps) {
  const hint = () => (props.field.hint ? `${props.id}-hint` : undefined)
  return (
    <Switch fallback={<PlainField {...props} kind={props.field.kind as PlainKind} describedBy={hint()} />}>
      <Match when={props.field.kind === 'prose'}>
        <ProseField {...props} describedBy={hint()} />
      </Match>
      <Match when={props.field.kind === 'text'}>
        <TextField {...props} describedBy={hint()} />
      </Match>
    </Switch>
  )
}

type Described = EditProps & { readonly describedBy: string | undefined }

function TextField(props: Described) {
  const desk = useDesk()
  const text = useType(props)
  return (
    <Show
      when={desk.canWrite()}
      fallback={<TextShown text={String(props.value ?? '')} isTitle={props.isTitle} />}
    >
      <Show when={text() as Y.Text | undefined} keyed fallback={<Missing {...props} kind="text" />}>
        {(found) => (
          <TextEdit
            text={found}
            id={props.id}
            labelledBy={`${props.id}-label`}
            describedBy={props.describedBy}
            oneLine={props.field.key === 'title'}
            isTitle={props.isTitle}
          />
        )}
      </Show>
    </Show>
  )
}

function ProseField(props: Described) {
  const desk = useDesk()
  const fragment = useType(props)
  return (
    <Show when={fragment() as Y.XmlFragment | undefined} keyed fallback={<Missing {...props} kind="prose" />}>
      {(found) => (
        <Prose
          fragment={found}
          awareness={desk.awareness}
          headingLevel={props.level === 1 ? 3 : props.level + 1}
          labelledBy={`${props.id}-label`}
          describedBy={props.describedBy}
          canWrite={desk.canWrite()}
          placeholder={t('plan.prose.empty')}
          passages={desk.comments.passages(props.place)}
          onPassage={(thread) => thread !== 'draft' && desk.comments.open(thread)}
          onComment={
            desk.canComment() ? (anchor, quote) => desk.comments.begin(props.place, anchor, quote) : undefined
          }
        />
      )}
    </Show>
  )
}

/** The field's Y type, looked up again when the item was brought back or the type was made. */
function useType(props: Described) {
  const { doc } = useDesk()
  const [made, setMade] = createSignal(0)
  const found = createMemo(() => {
    made()
    props.typeKey
    return typeAt(doc, props.place)
  })
  createEffect(() => {
    if (found()) return
    const look = () => setMade((count) => count + 1)
    doc.on('afterTransaction', look)
    onCleanup(() => doc.off('afterTransaction', look))
  })
  return found
}

/** An item made before its list had this field: writing in it begins with a click, since opening writes nothing. */
function Missing(props: Described & { readonly kind: 'text' | 'prose' }) {
  const desk = useDesk()
  return (
    <Show when={desk.canWrite()} fallback={<p class="plan-none">—</p>}>
      <div>
        <Button small id={props.id} onClick={() => makeType(desk.doc, props.place, props.kind)}>
          {t('plan.prose.begin')}
        </Button>
      </div>
    </Show>
  )
}

function PlainField(props: Described & { readonly kind: PlainKind }) {
  const desk = useDesk()
  const set = (value: unknown) => {
    const { section, list, item, field } = props.place
    desk.doc.transact(() => {
      if (list === undefined || item === undefined) setValue(desk.doc, section as SectionKey, field, value)
      else setItemValue(desk.doc, list as ListKey, item, field, value)
    }, editOrigin)
  }
  return (
    <Show when={desk.canWrite()} fallback={<PlainShown field={props.field} value={props.value} />}>
      <PlainEdit
        id={props.id}
        labelledBy={`${props.id}-label`}
        describedBy={props.describedBy}
        field={props.field}
        value={props.value}
        onSet={set}
      />
    </Show>
  )
}

/** How many threads stand on this field, and the way to start one. */
export function FieldComments(props: {
  readonly place: PlanPlace
  readonly label: string
  /** A text of its own, that may be put to the vote. */
  readonly pollable?: boolean
}) {
  const desk = useDesk()
  const { may, path } = useWorkspace()
  const navigate = useNavigate()
  const count = createMemo(() => desk.comments.count(props.place))
  const [quote, setQuote] = createSignal('')
  createEffect(
    on(
      () => props.place,
      () => setQuote(''),
      { defer: true },
    ),
  )
  const first = () =>
    (desk.comments.threads() ?? []).find(
      (thread) => thread.state === 'open' && placeId(thread.place) === placeId(props.place),
    )
  return (
    <span class="plan-field-acts">
      <Show when={count() > 0}>
        <button type="button" class="comment-count" onClick={() => desk.comments.open(first()?.id ?? null)}>
          {t(count() === 1 ? 'plan.comment.one' : 'plan.comment.many', { count: count() })}
          <span class="visually-hidden"> · {props.label}</span>
        </button>
      </Show>
      <Show when={props.pollable && may('poll.open') && !desk.isLocked()}>
        <button
          type="button"
          class="comment-start"
          onPointerDown={(event) => setQuote(quoteUnder(event.currentTarget))}
          onClick={() => {
            const { section, list, item, field = '' } = props.place
            const place = { section, ...(list && { list }), ...(item && { item }), field }
            // The words pointed at stay with the page's own state: they may be long, and are nobody else's.
            navigate(path(openingAddress({ subject: { kind: 'passage', ...place, quote: '' } })), {
              state: { quote: quote() },
            })
          }}
        >
          {t('plan.poll.start')}
          <span class="visually-hidden"> · {props.label}</span>
        </button>
      </Show>
      <Show when={desk.canComment()}>
        <button
          type="button"
          class="comment-start"
          // The selection is lost once the button has the focus: it is read before.
          onPointerDown={(event) => setQuote(quoteUnder(event.currentTarget))}
          onClick={(event) => {
            desk.comments.begin(props.place, null, quote() || valueUnder(event.currentTarget))
            setQuote('')
          }}
        >
          {t('plan.comment.start')}
          <span class="visually-hidden"> · {props.label}</span>
        </button>
      </Show>
    </span>
  )
}

/** What is selected inside the field the button belongs to. */
function quoteUnder(button: HTMLElement): string {
  const field = button.closest('.plan-field, .plan-item')
  const control = field?.querySelector<HTMLTextAreaElement>('textarea')
  if (control && document.activeElement === control) {
    return control.value.slice(control.selectionStart, control.selectionEnd).trim().slice(0, 2000)
  }
  const selection = getSelection()
  if (!field || !selection?.anchorNode || !field.contains(selection.anchorNode)) return ''
  return selection.toString().trim().slice(0, 2000)
}

/** Otherwise the value itself is quoted, so that the comment says what it was about. */
function valueUnder(button: HTMLElement): string {
  const field = button.closest('.plan-field, .plan-item')
  const control = field?.querySelector<HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement>(
    'textarea, input:not([type=checkbox]), select',
  )
  const value =
    control instanceof HTMLSelectElement
      ? (control.selectedOptions[0]?.textContent ?? '')
      : (control?.value ?? field?.querySelector('.plan-shown, .prose')?.textContent ?? '')
  return value.trim().slice(0, 300).toWellFormed()
}
