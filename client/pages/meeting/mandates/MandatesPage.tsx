// Mandates: who may hold the seat of each organisation, from which day to which, with the paper that says so. Route …/mandats.
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { MandateView } from '../../../../shared/meeting/views.ts'
import { colleges } from '../../../../shared/territory.ts'
import type { OrganizationView } from '../../../../shared/views.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { Button } from '../../../parts/Button.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { SelectField, TextField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'
import { plain } from '../say.ts'
import { MandateForm } from './MandateForm.tsx'
import { DelegateRow, MandateRow } from './MandateRow.tsx'

type Shown = 'all' | 'without' | 'ended'

export function MandatesPage() {
  const { workspace, may, path } = useWorkspace()
  const mandates = live('people', () => call(doors.mandates, { params: { workspaceId: workspace().id } }))
  const [search, setSearch] = createSignal('')
  const [shown, setShown] = createSignal<Shown>('all')
  const [adding, setAdding] = createSignal<string | null>(null)
  const ofOrganization = createMemo(() =>
    Map.groupBy(mandates() ?? [], ({ organizationId }) => organizationId),
  )
  const delegatesOf = ({ id }: OrganizationView) =>
    workspace().people.filter(({ role, organizationId }) => role === 'delegate' && organizationId === id)
  const held = (one: OrganizationView) =>
    delegatesOf(one).length > 0 ||
    (ofOrganization().get(one.id) ?? []).some(
      ({ runs, role }) => runs && (role === 'delegate' || role === 'alternate'),
    )
  const found = () => {
    const wanted = plain(search()).split(/\s+/).filter(Boolean)
    return byName(workspace().organizations).filter((one) => {
      if (shown() === 'without' && held(one)) return false
      const people = [...delegatesOf(one), ...(ofOrganization().get(one.id) ?? [])]
      const names = people.map((person) => ('personName' in person ? person.personName : person.name))
      const text = plain([one.name, ...names].join(' '))
      return wanted.every((word) => text.includes(word))
    })
  }
  const rowsOf = ({ id }: OrganizationView): readonly MandateView[] =>
    (ofOrganization().get(id) ?? []).filter(({ endedAt }) => shown() === 'ended' || endedAt === null)
  return (
    <Place
      title={t('mandate.title')}
      text={t('mandate.text')}
      aside={
        <Show when={may('people.change')}>
          <div>
            <Button look="main" onClick={() => setAdding('')}>
              {t('mandate.add')}
            </Button>
          </div>
        </Show>
      }
    >
      <div class="stack sections">
        <RefusalBanner refusal={mandates.error()} />
        <search class="seat-search">
          <TextField label={t('meeting.seats.search')} value={search()} onInput={setSearch} />
          <SelectField
            label={t('meeting.seats.filter')}
            value={shown()}
            options={(['all', 'without', 'ended'] as const).map((value) => ({
              value,
              label: t(`mandate.shown.${value}`),
            }))}
            onChange={(value) => setShown(value === 'without' || value === 'ended' ? value : 'all')}
          />
        </search>
        <Show when={found().length > 0} fallback={<p class="quiet">{t('mandate.none')}</p>}>
          <ul class="mandates">
            <For each={found()}>
              {(one) => (
                <li>
                  <div class="section-head">
                    <h2 class="mandate-organization">{one.name}</h2>
                    <p class="small quiet">{pick(colleges[one.college])}</p>
                  </div>
                  <ul class="things">
                    <For each={delegatesOf(one)}>{(person) => <DelegateRow name={person.name} />}</For>
                    <For each={rowsOf(one)}>
                      {(mandate) => <MandateRow mandate={mandate} refetch={mandates.refetch} />}
                    </For>
                  </ul>
                  <Show when={!held(one)}>
                    <p class="small tone-ochre">{t('mandate.nobody')}</p>
                  </Show>
                  <Show when={may('people.change')}>
                    <div>
                      <Button small look="plain" onClick={() => setAdding(one.id)}>
                        {t('mandate.addTo')}
                        <span class="visually-hidden"> : {one.name}</span>
                      </Button>
                    </div>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <p class="small">
          <a href={path('organisations')}>{t('mandate.toOrganizations')}</a>
        </p>
      </div>
      <Dialog
        open={adding() !== null}
        onClose={() => setAdding(null)}
        title={t('mandate.add')}
        text={t('mandate.addText')}
      >
        <MandateForm
          organizationId={adding() ?? ''}
          onDone={() => setAdding(null)}
          refetch={mandates.refetch}
        />
      </Dialog>
    </Place>
  )
}
