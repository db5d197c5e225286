// Starts the application in the browser: fonts and styles of our own, the language, who is signed in. Called by index.html.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css'
import '@fontsource-variable/source-serif-4/wght.css'
import '@fontsource-variable/source-serif-4/wght-italic.css'
import '@fontsource/noto-sans-canadian-aboriginal/canadian-aboriginal-400.css'
import './style/tokens.css'
import './style/base.css'
import './style/layout.css'
import './style/parts.css'
import './style/pages.css'
import './style/decide.css'
import './style/plan.css'
import './style/vote.css'
import './style/vote-pages.css'
import './style/meeting.css'
import './style/minutes.css'
import './style/keys.css'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { lang, setLang } from './i18n.ts'
import { refreshMe } from './me.ts'

setLang(lang())
void refreshMe()
render(App, document.getElementById('app')!)
