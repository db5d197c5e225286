// The rules by which the body decides: those in force in words, how they came to be, the versions before, the next one. Route …/regles.
import { createSignal, For, Show } from 'solid-js'
import type { RuleSetView } from '../../../../shared/meeting/views.ts'
import { call, doors } from '../../../api.ts'
import { lang, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { Button } from '../../../parts/Button.tsx'
import { DigestFrame } from '../../../parts/Digest.tsx'
import { day, dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { RuleSetForm } from './RuleSetForm.tsx'
import { RuleWords } from './RuleWords.tsx'

export function RuleSetsPage() {
  const { workspace, may, path } = useWorkspace()
  const sets = live('people', () => call(doors.ruleSets, { params: { workspaceId: workspace().id } }))
  const [changing, setChanging] = createSignal(false)
  const current = () => sets()?.[0]
  const done = () => {
    setChanging(false)
    // The form is gone with its focus: the page begins again at its title.
    document.querySelector('h1')?.focus()
    window.scrollTo(0, 0)
  }
  return (
    <Place
      title={t('rules.title')}
      text={t('rules.text')}
      aside={
        <Show when={may('workspace.change') && current() && !changing()}>
          <div>
            <Button look="main" onClick={() => setChanging(true)}>
              {t('rules.prepare')}
            </Button>
          </div>
        </Show>
      }
    >
      <div class="stack sections">
        <RefusalBanner refusal={sets.error()} />
        <Show when={current()} fallback={<p aria-busy="true" />}>
          {(set) => (
            <Show
              when={!changing()}
              fallback={<RuleSetForm current={set().rules} onDone={done} refetch={sets.refetch} />}
            >
              <OneSet set={set()} before={sets()?.[1]} current />
              <Show when={(sets()?.length ?? 0) > 1}>
                <section class="stack" aria-labelledby="rules-history">
                  <h2 id="rules-history">{t('rules.history')}</h2>
                  <For each={sets()?.slice(1)}>
                    {(older, at) => (
                      <details>
                        <summary>{setTitle(older)}</summary>
                        <OneSet set={older} before={sets()?.[at() + 2]} />
                      </details>
                    )}
                  </For>
                </section>
              </Show>
              <p class="small">
                <a href={path('organisations')}>{t('mandate.toOrganizations')}</a>
              </p>
            </Show>
          )}
        </Show>
      </div>
    </Place>
  )
}

function setTitle({ rules, adoptedAt }: RuleSetView): string {
  const version = t('meeting.rules.version', { version: rules.version })
  return adoptedAt ? `${version} · ${day(adoptedAt)}` : version
}

function OneSet(props: {
  readonly set: RuleSetView
  readonly before?: RuleSetView
  readonly current?: boolean
}) {
  return (
    <section class="stack" aria-label={setTitle(props.set)}>
      <Show when={props.current}>
        <div class="section-head">
          <h2>{t('rules.now')}</h2>
          <p class="small quiet">{setTitle(props.set)}</p>
        </div>
      </Show>
      <RuleWords rules={props.set.rules} lang={lang()} against={props.before?.rules} />
      <DigestFrame
        title={t('rules.adoptedTitle', { version: props.set.rules.version })}
        digest={props.set.digest}
        foot={<Adopted set={props.set} />}
      />
    </section>
  )
}

function Adopted(props: { readonly set: RuleSetView }) {
  const { path } = useWorkspace()
  const by = () => props.set.decidedBy
  return (
    <Show when={by()} fallback={t('rules.fromStart')}>
      {(decision) => {
        const one = decision()
        return (
          <>
            {'pollId' in one ? (
              <a href={path(`scrutins/${one.pollId}`)}>{t('rules.byPoll')}</a>
            ) : (
              <>
                {one.instance}, {day(one.date)}
                {one.reference ? ` (${one.reference})` : ''}
              </>
            )}
            <br />
            {t('rules.writtenBy', {
              name: props.set.adoptedByName ?? '',
              when: dayAndHour(props.set.adoptedAt ?? ''),
            })}
          </>
        )
      }}
    </Show>
  )
}
