// What each method's fields receive and answer: the setting, the ballot as it stands, and how to change it.
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import type { Paper } from '../paper.ts'

export interface FieldProps<Setting extends PollSetting = PollSetting> {
  readonly setting: Setting
  readonly paper: Paper
  /** Begins the ids of this ballot's controls: several ballots may stand on one page. */
  readonly name: string
  /** Why the ballot cannot go as it is, once asked; each field says it in its own fieldset. */
  readonly error: string | null
  readonly onChange: (part: Partial<Paper>) => void
}
