// The seats on the desk: found by name, college or person, each with who holds it and what can be done with it. Called by FloorDesk.
import { createMemo, createSignal, For, Show } from 'solid-js'
import { type College, colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { SelectField } from '../../../parts/Field.tsx'
import { byName } from '../../options.ts'
import { SeatMark } from '../MeetingMark.tsx'
import { type SeatRow, useMeeting } from '../meeting.ts'
import { plain, presenceWord } from '../say.ts'
import { searchId } from './acts.ts'
import { OthersHere } from './OthersHere.tsx'
import { SeatMenu } from './SeatMenu.tsx'

/** More rows than this are drawn only when asked for. */
const shownAtFirst = 80
/** On a phone a page of eighty seats is thirty screens high: one searches. */
const shownOnPhone = 12

type Filter = 'all' | 'present' | 'represented' | 'absent' | 'recused'
const filters = ['all', 'present', 'represented', 'absent', 'recused'] as const satisfies readonly Filter[]

export function FloorSeats() {
  const { view } = useMeeting()
  const [search, setSearch] = createSignal('')
  const [filter, setFilter] = createSignal<Filter>('all')
  const [whole, setWhole] = createSignal(false)
  const narrow = matchMedia('(max-width: 47.99rem)').matches
  const sorted = createMemo(() => byName(view().seats))
  const found = createMemo(() => {
    const wanted = plain(search()).split(/\s+/).filter(Boolean)
    return sorted().filter((seat) => {
      const text = searchText(seat)
      return matches(seat, filter(), view().activeItem) && wanted.every((word) => text.includes(word))
    })
  })
  const shown = () => (whole() ? found() : found().slice(0, narrow ? shownOnPhone : shownAtFirst))
  return (
    <section class="stack" aria-labelledby="floor-seats">
      <div class="section-head">
        <h2 id="floor-seats">{t('meeting.seats.title')}</h2>
        <p class="small quiet figures">{countText()}</p>
      </div>
      <search class="seat-search">
        <div class="field">
          <label for={searchId}>{t('meeting.seats.search')}</label>
          <input
            id={searchId}
            class="input"
            type="search"
            autocomplete="off"
            value={search()}
            onInput={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              // From the search to the first act of what was found.
              if (event.key === 'Enter')
                document.querySelector<HTMLElement>('.seats-table .is-acts button')?.focus()
              if (event.key === 'Escape') setSearch('')
            }}
          />
        </div>
        <SelectField
          label={t('meeting.seats.filter')}
          value={filter()}
          options={filters.map((value) => ({ value, label: t(`meeting.seats.filter.${value}`) }))}
          onChange={(value) => setFilter(filters.find((one) => one === value) ?? 'all')}
        />
      </search>
      <p class="visually-hidden" role="status">
        {search() === '' && filter() === 'all' ? '' : t('meeting.seats.found', { count: found().length })}
      </p>
      <Show when={found().length > 0} fallback={<p class="quiet">{t('meeting.seats.none')}</p>}>
        <SeatTable seats={shown()} />
      </Show>
      <Show when={shown().length < found().length}>
        <div>
          <Button onClick={() => setWhole(true)}>
            {t('meeting.seats.more', { count: found().length - shown().length })}
          </Button>
        </div>
      </Show>
      <OthersHere />
    </section>
  )

  function countText(): string {
    const voting = view().seats.filter(({ right }) => right === 'deliberative')
    const there = voting.filter(({ presence }) => presence !== 'absent').length
    return t('meeting.seats.count', { there, count: voting.length })
  }
}

function searchText(seat: SeatRow): string {
  const people = seat.people.map(({ name }) => name)
  return plain([seat.name, pick(colleges[seat.college as College]), ...people].join(' '))
}

function matches(seat: SeatRow, filter: Filter, activeItem: string | null): boolean {
  if (filter === 'all') return true
  if (filter === 'recused') return seat.recusals.some(({ itemId }) => itemId === activeItem)
  return seat.presence === filter
}

function SeatTable(props: { readonly seats: readonly SeatRow[] }) {
  return (
    <table class="table folds seats-table" aria-labelledby="floor-seats">
      <thead>
        <tr>
          <th scope="col">{t('meeting.seats.organization')}</th>
          <th scope="col">{t('meeting.seats.holder')}</th>
          <th scope="col">{t('meeting.seats.presence')}</th>
          <td class="is-acts" />
        </tr>
      </thead>
      <tbody>
        <For each={props.seats}>{(seat) => <Row seat={seat} />}</For>
      </tbody>
    </table>
  )
}

function Row(props: { readonly seat: SeatRow }) {
  const { view, act } = useMeeting()
  const first = () => props.seat.people[0]
  const mode = () => (view().about.mode === 'remote' ? 'remote' : 'room')
  const arrive = () => {
    const person = first()?.userId
    if (person) void act({ kind: 'arrive', mode: mode(), seatId: props.seat.seatId, person })
  }
  return (
    <tr>
      <th scope="row">
        {props.seat.name}
        <span class="under">
          {pick(colleges[props.seat.college as College])}
          <Show when={props.seat.right !== 'deliberative'}>
            {' · '}
            {t(`meeting.seat.right.${props.seat.right}`)}
          </Show>
        </span>
      </th>
      <td>
        <Show
          when={props.seat.holder}
          fallback={<span class="quiet">{first()?.name ?? t('meeting.seats.nobody')}</span>}
        >
          {(holder) => (
            <>
              {holder().name}
              <span class="under">
                {holder().as === 'alternate'
                  ? `${t('meeting.seat.alternate', { rank: holder().rank })} · `
                  : ''}
                {presenceWord(holder().mode)}
              </span>
            </>
          )}
        </Show>
      </td>
      <td>
        <SeatMark presence={props.seat.presence} />
        <SeatTies seat={props.seat} />
      </td>
      <td class="is-acts">
        <span class="row seat-row-acts">
          <Show when={!props.seat.holder && first()}>
            {(person) => (
              <Button small onClick={arrive}>
                {t('meeting.seats.arrive')}
                <span class="visually-hidden">
                  {' '}
                  : {person().name}, {props.seat.name}
                </span>
              </Button>
            )}
          </Show>
          <SeatMenu seat={props.seat} />
        </span>
      </td>
    </tr>
  )
}

/** Voices lent and borrowed, and items it stepped aside from. */
function SeatTies(props: { readonly seat: SeatRow }) {
  const { view } = useMeeting()
  const nameOf = (id: string | null) => view().seats.find(({ seatId }) => seatId === id)?.name ?? ''
  return (
    <>
      <Show when={props.seat.proxyTo}>
        <span class="under">
          {t(props.seat.proxyAwake ? 'meeting.seats.proxyTo' : 'meeting.seats.proxyAsleep', {
            organization: nameOf(props.seat.proxyTo),
          })}
        </span>
      </Show>
      <Show when={props.seat.carries.length > 0}>
        <span class="under">
          {t('meeting.seats.carries', { names: props.seat.carries.map(nameOf).join(', ') })}
        </span>
      </Show>
      <Show when={props.seat.recusals.some(({ itemId }) => itemId === view().activeItem)}>
        <span class="under tone-ochre">{t('meeting.seats.recused')}</span>
      </Show>
    </>
  )
}
