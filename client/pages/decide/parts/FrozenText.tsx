// The exact text of a poll: its words, its digest recomputed on this device, and what the live text has become since.
// Called by the poll's page and by the opening of a poll.
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { Change } from '../../../../shared/plan/changes.ts'
import { itemsOf, type Plan } from '../../../../shared/plan/plan.ts'
import { outlinePollText, pollTextChanges } from '../../../../shared/poll/text-outline.ts'
import type { PollText } from '../../../../shared/poll/texts.ts'
import { digest } from '../../../../shared/record/canonical.ts'
import { Blocks } from '../../../document.tsx'
import { lang, pick, t } from '../../../i18n.ts'
import { Digest } from '../../../parts/Digest.tsx'
import { Notice } from '../../../parts/Notice.tsx'
import { wordDiff } from './word-diff.ts'

/** digest('text') of a text, or null for one that has no canonical form (a stray character a peer can write). */
export function textDigest(text: PollText): string | null {
  try {
    return digest('text', text)
  } catch {
    return null
  }
}

/** The words of a text. `plan` is the live plan, which names what the text only points at. */
export function SubjectWords(props: { text: PollText; plan: Plan | null; level: number }) {
  const titles = createMemo(() => {
    const issues = props.plan ? itemsOf(props.plan, 'issues') : []
    return new Map(issues.map((issue) => [issue.id, String(issue.fields.title ?? '')]))
  })
  return (
    <div class="prose frozen-words">
      <Blocks
        blocks={outlinePollText(props.text, lang(), (id) => titles().get(id) || undefined)}
        level={props.level}
      />
    </div>
  )
}

/** A digest with what this device found when it computed it again. `computed` null: it could not. */
export function CheckedDigest(props: {
  readonly label: string
  readonly announced: string
  readonly computed: string | null
}) {
  const holds = () => props.announced === props.computed
  return (
    <div class="checked-digest">
      <p class="field-note">{props.label}</p>
      <Digest value={props.announced} />
      <Show when={holds()} fallback={<p class="digest-fails">{t('text.digestFails')}</p>}>
        <p class="digest-holds">
          <Tick />
          {t('text.digestHolds')}
        </p>
      </Show>
    </div>
  )
}

export function Tick() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3 8.5l3.2 3.2L13 4.8" fill="none" stroke="currentColor" stroke-width="2" />
    </svg>
  )
}

/** What a text that moved means: for a poll still open, for a consensus, for a poll that reached none. */
export type Moved = 'open' | 'consensus' | 'refused'

const movedWords = {
  open: { title: 'text.movedTitle', text: 'text.movedText' },
  consensus: { title: 'text.staleTitle', text: 'text.staleText' },
  refused: { title: 'text.changedTitle', text: null },
} as const satisfies Record<Moved, object>

/**
 * Says, visibly, that the live text is no longer the one voted on, and shows each difference when the live text is on this device
 * (`live` undefined: it is not; null: the subject left the plan). Nothing when `moved` is null.
 */
export function ChangedSince(props: {
  readonly text: PollText
  readonly live: PollText | null | undefined
  readonly moved: Moved | null
}) {
  const changes = createMemo(() => (props.moved && props.live ? pollTextChanges(props.text, props.live) : []))
  return (
    <Show when={props.moved}>
      {(moved) => (
        <Notice look="warning" title={t(movedWords[moved()].title)}>
          <Show when={props.live !== null} fallback={<p>{t('text.goneText')}</p>}>
            <Show when={movedWords[moved()].text}>{(text) => <p>{t(text())}</p>}</Show>
          </Show>
          <Show when={changes().length > 0}>
            <details class="changes">
              <summary>{t('text.changes', { count: changes().length })}</summary>
              <ChangeList changes={changes()} />
            </details>
          </Show>
        </Notice>
      )}
    </Show>
  )
}

/** Each difference, its words before and after. */
export function ChangeList(props: { readonly changes: readonly Change[] }) {
  return (
    <ul class="change-list">
      <For each={props.changes}>{(change) => <OneChange change={change} />}</For>
    </ul>
  )
}

function OneChange(props: { change: Change }) {
  const pieces = createMemo(() => {
    const [before, after] = [pick(props.change.before), pick(props.change.after)]
    return before && after ? wordDiff(before, after) : null
  })
  const Before = (): JSX.Element => <del>{pick(props.change.before) || t('text.empty')}</del>
  const After = (): JSX.Element => <ins>{pick(props.change.after) || t('text.empty')}</ins>
  return (
    <li>
      <p class="change-label">{pick(props.change.label)}</p>
      <Switch>
        <Match when={props.change.kind === 'added'}>
          <p>
            {t('text.added')} <After />
          </p>
        </Match>
        <Match when={props.change.kind === 'removed'}>
          <p>
            {t('text.removed')} <Before />
          </p>
        </Match>
        <Match when={props.change.kind === 'shape'}>
          <p>{t('text.shape')}</p>
        </Match>
        <Match when={props.change.kind === 'order'}>
          <p>{t('text.order', { order: pick(props.change.after) })}</p>
        </Match>
        <Match when={props.change.kind === 'changed' && pieces()}>
          {(all) => (
            <p class="word-diff">
              <For each={all()}>
                {(piece) => (
                  <Switch fallback={piece.text}>
                    <Match when={piece.kind === 'gone'}>
                      <del>{piece.text}</del>
                    </Match>
                    <Match when={piece.kind === 'come'}>
                      <ins>{piece.text}</ins>
                    </Match>
                  </Switch>
                )}
              </For>
            </p>
          )}
        </Match>
        <Match when={props.change.kind === 'changed'}>
          <p>
            {t('text.before')} <Before />
          </p>
          <p>
            {t('text.after')} <After />
          </p>
        </Match>
      </Switch>
    </li>
  )
}
