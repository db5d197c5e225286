// The fields of a ballot by its method, and what is left said as one goes. Called by the ballot form; the one place that knows which
// fields belong to which method.
import type { Component } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { MethodKey, PollSetting } from '../../../../shared/poll/setting.ts'
import { leftOf, narrow } from '../paper.ts'
import { say } from '../say.ts'
import { AmountFields } from './AmountFields.tsx'
import { DotFields } from './DotFields.tsx'
import type { FieldProps } from './field-props.ts'
import { RankFields } from './RankFields.tsx'
import { GradeFields, ScoreFields } from './ScaleFields.tsx'
import { SingleFields } from './SingleFields.tsx'
import { TickFields } from './TickFields.tsx'

const fieldsOf = {
  consent: SingleFields,
  gradients: SingleFields,
  fist: SingleFields,
  yesNo: SingleFields,
  approval: TickFields,
  dots: DotFields,
  score: ScoreFields,
  judgment: GradeFields,
  schulze: RankFields,
  budget: AmountFields,
} as const satisfies { readonly [M in MethodKey]: unknown }

function fieldsFor(given: PollSetting): Component<FieldProps> {
  const setting = narrow(given)
  const projects = setting.method === 'budget' && setting.params.kind === 'projects'
  return (projects ? TickFields : fieldsOf[setting.method]) as Component<FieldProps>
}

export function MethodFields(props: FieldProps) {
  const left = () => leftOf(props.setting, props.paper)
  const leftWords = () => {
    const words = left()
    return words ? say(words) : ''
  }
  return (
    <div class="method-fields">
      {/* Said politely at each change, and before the fields so that a reader meets it first. */}
      <p
        class="vote-left figures"
        classList={{ 'is-over': /Over$/.test(left()?.key ?? '') }}
        id={`${props.name}-left`}
        role="status"
        hidden={left() === null}
      >
        {leftWords()}
      </p>
      <Dynamic
        component={fieldsFor(props.setting)}
        setting={props.setting}
        paper={props.paper}
        name={props.name}
        error={props.error}
        onChange={props.onChange}
      />
      <p class="field-error" id={`${props.name}-error`} role="alert">
        {props.error}
      </p>
    </div>
  )
}
