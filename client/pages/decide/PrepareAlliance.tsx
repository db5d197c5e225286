// Who signs: the parties of the Alliance and, under each, its signatories among the members who may sign, with their capacity.
// Called by the Alliance's page for a facilitator, until a first signature stands.
import { createMemo, createSignal, For, Show } from 'solid-js'
import { createStore, produce } from 'solid-js/store'
import { mandateMax } from '../../../shared/alliance-api.ts'
import type { AllianceView } from '../../../shared/alliance-views.ts'
import { can } from '../../../shared/roles.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { CheckField, SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'

interface SignatoryForm {
  userId: string
  capacity: string
  mandate: string
}

interface PartyForm {
  name: string
  signatories: SignatoryForm[]
}

const emptySignatory = (): SignatoryForm => ({ userId: '', capacity: '', mandate: '' })
const emptyParty = (): PartyForm => ({ name: '', signatories: [emptySignatory()] })

function formOf(alliance: AllianceView | null): PartyForm[] {
  if (!alliance || alliance.parties.length === 0) return [emptyParty()]
  return alliance.parties.map((party) => ({
    name: party.name,
    signatories: party.signatories.map(({ userId, capacity, mandate }) => ({ userId, capacity, mandate })),
  }))
}

export function PrepareAlliance(props: { alliance: AllianceView | null; onDone: () => void }) {
  const { planId, path } = useWorkspace()
  const [title, setTitle] = createSignal(props.alliance?.title ?? t('alliance.defaultName'))
  const [parties, setParties] = createStore<PartyForm[]>(formOf(props.alliance))
  const [ordered, setOrdered] = createSignal(props.alliance?.ordered ?? false)
  const [needsAdoptions, setNeedsAdoptions] = createSignal(props.alliance?.needsAdoptions ?? false)
  const [tried, setTried] = createSignal(false)
  const acting = createActing()
  const people = useSignatories()
  const complete = () =>
    title().trim() !== '' &&
    parties.every(
      (party) =>
        party.name.trim() !== '' &&
        party.signatories.every((one) => one.userId !== '' && one.capacity.trim() !== ''),
    )
  const save = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (!complete()) return
    const done = await acting.run(async () => {
      await call(doors.prepareAlliance, {
        params: { planId: planId() },
        body: {
          title: title(),
          parties: JSON.parse(JSON.stringify(parties)) as PartyForm[],
          ordered: ordered(),
          needsAdoptions: needsAdoptions(),
        },
      })
      announceTopic('alliance')
    })
    if (!done) return
    announce(t('alliance.saved'))
    props.onDone()
  }
  return (
    <form class="form prepare" onSubmit={(event) => void save(event)} noValidate>
      <TextField label={t('alliance.name')} value={title()} onInput={setTitle} maxLength={200} required />
      <Show when={people().length === 0}>
        <div class="row">
          <p>{t('alliance.nobody')}</p>
          <ButtonLink href={path('personnes')} small>
            {t('alliance.toPeople')}
          </ButtonLink>
        </div>
      </Show>
      <For each={parties}>
        {(party, at) => (
          <PartyFields
            party={party}
            number={at() + 1}
            people={people()}
            onChange={(change) => setParties(at(), produce(change))}
            onRemove={
              parties.length > 1 ? () => setParties(produce((list) => void list.splice(at(), 1))) : undefined
            }
          />
        )}
      </For>
      <div>
        <Button onClick={() => setParties(parties.length, emptyParty())}>{t('alliance.addParty')}</Button>
      </div>
      <CheckField
        label={t('round.orderedField')}
        note={t('round.orderedNote')}
        checked={ordered()}
        onChange={setOrdered}
      />
      <CheckField
        label={t('round.adoptionsField')}
        note={t('round.adoptionsNote')}
        checked={needsAdoptions()}
        onChange={setNeedsAdoptions}
      />
      <Show when={tried() && !complete()}>
        <p class="field-error" role="alert">
          {t('alliance.incomplete')}
        </p>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" look="main" busy={acting.busy()}>
          {t('alliance.saveParties')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface Candidate {
  readonly userId: string
  readonly name: string
  readonly title: string
  readonly organization: string
}

/** The members whose role may sign, by name. */
function useSignatories(): () => Candidate[] {
  const { workspace } = useWorkspace()
  return createMemo(() => {
    const names = new Map(workspace().organizations.map(({ id, name }) => [id, name]))
    return workspace()
      .people.filter((person) => can(person.role, 'alliance.sign'))
      .map(({ userId, name, title, organizationId }) => ({
        userId,
        name,
        title,
        organization: names.get(organizationId ?? '') ?? '',
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'fr'))
  })
}

function PartyFields(props: {
  party: PartyForm
  number: number
  people: readonly Candidate[]
  onChange: (change: (party: PartyForm) => void) => void
  onRemove: (() => void) | undefined
}) {
  return (
    <fieldset class="party stack">
      <legend>{t('alliance.party', { number: props.number })}</legend>
      <TextField
        label={t('alliance.partyName')}
        value={props.party.name}
        maxLength={200}
        required
        onInput={(name) => props.onChange((party) => Object.assign(party, { name }))}
      />
      <For each={props.party.signatories}>
        {(one, at) => (
          <SignatoryFields
            one={one}
            people={props.people}
            onChange={(change) => props.onChange((party) => change(party.signatories[at()]!))}
            onRemove={
              props.party.signatories.length > 1
                ? () => props.onChange((party) => void party.signatories.splice(at(), 1))
                : undefined
            }
          />
        )}
      </For>
      <div class="row">
        <Button
          small
          onClick={() => props.onChange((party) => void party.signatories.push(emptySignatory()))}
        >
          {t('alliance.addSignatory')}
        </Button>
        <Show when={props.onRemove}>
          {(remove) => (
            <Button small look="plain" onClick={remove()}>
              {t('alliance.removeParty', { number: props.number })}
            </Button>
          )}
        </Show>
      </div>
    </fieldset>
  )
}

function SignatoryFields(props: {
  one: SignatoryForm
  people: readonly Candidate[]
  onChange: (change: (one: SignatoryForm) => void) => void
  onRemove: (() => void) | undefined
}) {
  const options = () => [
    { value: '', label: t('alliance.signatoryChoose') },
    ...props.people.map(({ userId, name, organization }) => ({
      value: userId,
      label: organization ? `${name} (${organization})` : name,
    })),
  ]
  const nameOf = (userId: string) => props.people.find((person) => person.userId === userId)
  return (
    <div class="form-pair">
      <SelectField
        label={t('alliance.signatory')}
        value={props.one.userId}
        options={options()}
        onChange={(userId) =>
          props.onChange((one) => {
            one.userId = userId
            // The function on the person's card is the likely capacity; what was typed stays.
            if (!one.capacity.trim()) one.capacity = nameOf(userId)?.title ?? ''
          })
        }
      />
      <TextField
        label={t('alliance.capacity')}
        value={props.one.capacity}
        maxLength={200}
        required
        onInput={(capacity) => props.onChange((one) => Object.assign(one, { capacity }))}
      />
      <TextField
        label={t('round.mandate')}
        note={t('round.mandateNote')}
        value={props.one.mandate}
        maxLength={mandateMax}
        optional
        onInput={(mandate) => props.onChange((one) => Object.assign(one, { mandate }))}
      />
      <Show when={props.onRemove}>
        {(remove) => (
          <div>
            <Button small look="plain" onClick={remove()}>
              {t('alliance.removeSignatory', {
                name: nameOf(props.one.userId)?.name ?? t('alliance.signatory'),
              })}
            </Button>
          </div>
        )}
      </Show>
    </div>
  )
}
