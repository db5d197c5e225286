// The bar at the top of every page: the product's mark, where one is, the language, the account. Called by the layouts.
import { useNavigate } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { type Lang, langs } from '../../shared/basics.ts'
import { call, doors } from '../api.ts'
import { lang, setLang, t } from '../i18n.ts'
import { leavePage, me, setMe } from '../me.ts'
import { Menu } from '../parts/Menu.tsx'

export function TopBar(props: { readonly children?: JSX.Element; readonly onSkip: () => void }) {
  return (
    <>
      <button type="button" class="skip" onClick={() => props.onSkip()}>
        {t('shell.skip')}
      </button>
      <header class="bar">
        <a class="bar-mark" href="/">
          <Mark />
          <span>{t('shell.name')}</span>
        </a>
        <Show when={props.children} fallback={<span class="bar-space" />}>
          {props.children}
        </Show>
        <Languages />
        {/* The first person of an installation has no name until they say it. */}
        <Show when={me()?.name}>
          <AccountMenu />
        </Show>
      </header>
    </>
  )
}

/** Three courses of stone: une assise. */
function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" fill="currentColor">
      <rect x="7" y="2.5" width="6" height="4" />
      <rect x="4" y="8" width="12" height="4" />
      <rect x="1" y="13.5" width="18" height="4" />
    </svg>
  )
}

const langNames = { fr: 'Français', en: 'English' } as const

function Languages() {
  const choose = (next: Lang) => {
    setLang(next)
    const person = me()
    if (!person || person.lang === next) return
    setMe({ ...person, lang: next })
    // The choice already holds on this screen; the server only keeps it for mails and other devices.
    call(doors.changeMe, { body: { lang: next } }).catch(() => {})
  }
  return (
    <fieldset class="langs" aria-label={t('shell.language')}>
      <For each={langs}>
        {(key) => (
          <button
            type="button"
            lang={key === 'fr' ? 'fr-CA' : 'en-CA'}
            aria-pressed={lang() === key}
            onClick={() => choose(key)}
          >
            <span aria-hidden="true">{key.toUpperCase()}</span>
            <span class="visually-hidden">{langNames[key]}</span>
          </button>
        )}
      </For>
    </fieldset>
  )
}

function AccountMenu() {
  const navigate = useNavigate()
  const leave = async () => {
    try {
      await call(doors.logout, {})
      await leavePage()
    } catch {
      // Still signed in: the account page has the same button, and room to say why.
      navigate('/compte')
    }
  }
  const acts = () => [
    { label: t('shell.account.title'), act: () => navigate('/compte') },
    ...((me()?.memberships.length ?? 0) > 1 || me()?.mayCreateWorkspace
      ? [{ label: t('shell.home.title'), act: () => navigate('/?toutes') }]
      : []),
    { label: t('shell.account.leave'), act: () => void leave() },
  ]
  return (
    <Menu
      label={t('shell.account.menu', { name: me()?.name ?? '' })}
      acts={acts()}
      buttonClass="bar-account"
      face={
        <span class="token" aria-hidden="true">
          {initials(me()?.name ?? '')}
        </span>
      }
      head={
        <p class="menu-head" role="presentation">
          <strong>{me()?.name}</strong>
          <span class="small quiet">{me()?.email}</span>
        </p>
      }
    />
  )
}

/** « Marie-Ève Tremblay » → MT */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const first = words[0]?.[0] ?? ''
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toLocaleUpperCase('fr')
}
