// Those who are in the meeting without a seat, and how the facilitator lets one more in. Called by the desk's seats.
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { SelectField } from '../../../parts/Field.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'
import { useMeeting } from '../meeting.ts'
import { presenceWord } from '../say.ts'

export function OthersHere() {
  const { view, act } = useMeeting()
  const { workspace } = useWorkspace()
  const others = () => byName(view().people.filter(({ seats }) => seats.length === 0))
  const away = () =>
    byName(workspace().people.filter(({ userId }) => !view().people.some((one) => one.userId === userId)))
  const [person, setPerson] = createSignal('')
  const mode = () => (view().about.mode === 'remote' ? 'remote' : 'room')
  const enter = async () => {
    if (person() === '') return
    if (await act({ kind: 'arrive', mode: mode(), person: person() })) setPerson('')
  }
  return (
    <details class="others-here">
      <summary>{t('meeting.others.title', { count: others().length })}</summary>
      <Show when={others().length > 0}>
        <ul class="things">
          <For each={others()}>
            {({ userId, name, mode: by }) => (
              <li>
                <span>
                  {name} <span class="small quiet">{presenceWord(by)}</span>
                </span>
                <Button small onClick={() => void act({ kind: 'leave', person: userId })}>
                  {t('meeting.others.leave')}
                  <span class="visually-hidden"> : {name}</span>
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="row enter-person">
        <SelectField
          label={t('meeting.others.enter')}
          value={person()}
          options={[
            { value: '', label: t('meeting.seat.choose') },
            ...away().map(({ userId, name }) => ({ value: userId, label: name })),
          ]}
          onChange={setPerson}
        />
        <Button disabled={person() === ''} onClick={() => void enter()}>
          {t('meeting.others.enterAct')}
        </Button>
      </div>
    </details>
  )
}
