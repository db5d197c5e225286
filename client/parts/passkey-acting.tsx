// An act that also asks a passkey: a device that gives no answer is told apart from a server that refuses. Called by the pages on which one
// signs or attests.
import { createSignal, Show } from 'solid-js'
import { t } from '../i18n.ts'
import { PasskeyFailed, type PasskeyFailure } from '../sign.ts'
import { createActing } from './acting.ts'
import { Notice } from './Notice.tsx'

const failureWords = {
  cancelled: 'sign.cancelled',
  unsupported: 'sign.unsupported',
  known: 'sign.known',
  failed: 'sign.failed',
} as const satisfies Record<PasskeyFailure, string>

export function createPasskeyActing() {
  const acting = createActing()
  const [failure, setFailure] = createSignal<PasskeyFailure | null>(null)
  /** True when it was done; false when the device or the server said no. */
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setFailure(null)
    const answered = await acting.run(async () => {
      try {
        await act()
      } catch (error) {
        if (!(error instanceof PasskeyFailed)) throw error
        setFailure(error.why)
      }
    })
    return answered && failure() === null
  }
  return { acting, failure, run }
}

export function Failure(props: { why: PasskeyFailure | null }) {
  return (
    <div role="status">
      <Show when={props.why}>
        {(why) => (
          <Notice look="warning">
            <p>{t(failureWords[why()])}</p>
          </Notice>
        )}
      </Show>
    </div>
  )
}
