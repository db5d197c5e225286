// « Ouvrir un scrutin »: on what. The plan, a priority, the allocation, a question of its own; a passage is pointed at in the plan.
// Called by PollsPage, for whoever conducts.
import { For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { ButtonLink } from '../../../parts/Button.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import type { SubjectLine } from '../../decide/parts/SubjectRow.tsx'
import { openingAddress } from './addresses.ts'

export function ChooseSubject(props: { readonly lines: readonly SubjectLine[] }) {
  const { path, planState } = useWorkspace()
  const locked = () => Boolean(planState()?.version)
  return (
    <Place title={t('open.one')} text={t('open.oneText')}>
      <div class="stack decide">
        <Show when={!locked()}>
          <section class="stack" aria-labelledby="choose-text">
            <h2 id="choose-text">{t('open.onText')}</h2>
            <ul class="subject-choices">
              <For each={props.lines}>
                {(line) => {
                  const { subject } = line.standing
                  const word = subject.kind === 'plan' ? 'plan' : subject.id
                  return (
                    <li>
                      <span class="choice-name">{line.title}</span>
                      <span class="row">
                        <ButtonLink small href={`${path('scrutins')}?ouvrir=${word}`}>
                          {t('open.byConsent')}
                          <span class="visually-hidden"> : {line.title}</span>
                        </ButtonLink>
                        <ButtonLink small look="plain" href={path(openingAddress({ subject }))}>
                          {t('open.other')}
                          <span class="visually-hidden"> : {line.title}</span>
                        </ButtonLink>
                      </span>
                    </li>
                  )
                }}
              </For>
              <li>
                <span class="choice-name">{t('open.allocation')}</span>
                <ButtonLink
                  small
                  look="plain"
                  href={path(openingAddress({ subject: { kind: 'allocation' } }))}
                >
                  {t('open.other')}
                  <span class="visually-hidden"> : {t('open.allocation')}</span>
                </ButtonLink>
              </li>
            </ul>
            <p>
              {t('open.passage')} <a href={path('plan')}>{t('open.toPlan')}</a>
            </p>
          </section>
        </Show>
        <section class="stack" aria-labelledby="choose-question">
          <h2 id="choose-question">{t('open.onQuestion')}</h2>
          <p>{t('open.onQuestionText')}</p>
          <div>
            <ButtonLink href={path(openingAddress({ subject: { kind: 'question' } }))}>
              {t('open.aQuestion')}
            </ButtonLink>
          </div>
        </section>
        <div>
          <ButtonLink look="plain" href={path('scrutins')}>
            {t('open.cancel')}
          </ButtonLink>
        </div>
      </div>
    </Place>
  )
}
