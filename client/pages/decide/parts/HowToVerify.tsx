// How anyone verifies a PDF without believing this server: the command with the reader's own policy, and the page to keep. Called beside the
// files of a version (its page, the lock's) and of an Alliance.
import { lang, t } from '../../../i18n.ts'
import { ButtonLink } from '../../../parts/Button.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'

/** `of` is the file's name in French, without its end: documents of other languages say so in theirs. */
export function HowToVerify(props: { readonly of: string }) {
  const { path } = useWorkspace()
  const end = () => (lang() === 'fr' ? '.pdf' : `-${lang()}.pdf`)
  const policy = () => (lang() === 'fr' ? '--politique politique.json' : '--policy policy.json --en')
  return (
    <section class="stack verify" aria-labelledby="verify">
      <h2 id="verify">{t('alliance.verifyTitle')}</h2>
      <p>{t('alliance.verifyText')}</p>
      <pre>
        <code>
          npx assise verify {`${props.of}${end()}`} {policy()}
        </code>
      </pre>
      <p>
        {t('alliance.verifyPolicy')} <a href={path('cles')}>{t('keys.link')}</a>
      </p>
      <p>{t('alliance.verifyPageText')}</p>
      <div class="row">
        <ButtonLink href="/verificateur-assise.html" file>
          {t('alliance.verifyPage')}
        </ButtonLink>
      </div>
    </section>
  )
}
