// The offline page: takes a file and perhaps a policy, has them verified in a worker made of this very script, shows the report.
// Built into one HTML file that can be kept (server/verifier-page.ts). It reaches nothing: the page's policy forbids every request.
import type { Lang } from '../../shared/basics.ts'
import { type Answer, type Asked, answerTo, fileBytesMax, type Line } from './check.ts'
import { words } from './words.ts'

interface Shown {
  lang: Lang
  file: File | null
  policy: File | null
  answer: Answer | { readonly kind: 'tooLarge' | 'working' } | null
}

const shown: Shown = { lang: 'fr', file: null, policy: null, answer: null }
const own = typeof document === 'undefined' ? null : document.currentScript

if (own) openPage()
else addEventListener('message', async ({ data }: MessageEvent<Asked>) => postMessage(await answerTo(data)))

function openPage(): void {
  const wanted = navigator.language.startsWith('en') ? 'en' : 'fr'
  shown.lang = wanted
  addEventListener('dragover', (event) => event.preventDefault())
  addEventListener('drop', (event) => {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    if (file) void take({ file })
  })
  byId('file').addEventListener('change', ({ target }) => {
    void take({ file: (target as HTMLInputElement).files?.[0] ?? null })
  })
  byId('policy').addEventListener('change', ({ target }) => {
    void take({ policy: (target as HTMLInputElement).files?.[0] ?? null })
  })
  byId('lang').addEventListener('click', () => {
    shown.lang = shown.lang === 'fr' ? 'en' : 'fr'
    draw()
  })
  draw()
}

async function take(change: Partial<Pick<Shown, 'file' | 'policy'>>): Promise<void> {
  Object.assign(shown, change)
  const { file, policy } = shown
  if (!file) return
  shown.answer = { kind: file.size > fileBytesMax ? 'tooLarge' : 'working' }
  draw()
  if (shown.answer.kind !== 'working') return
  const asked: Asked = { file: await bytesOf(file), policy: policy && (await bytesOf(policy)) }
  const answer = await verifyApart(asked)
  // Another file was chosen meanwhile: its own answer comes.
  if (file !== shown.file || policy !== shown.policy) return
  shown.answer = answer
  draw()
  byId('verdict')?.focus()
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer())
}

/** In a worker, so that the page stays alive; here, where a browser makes none for a page opened from a file. */
function verifyApart(asked: Asked): Promise<Answer> {
  return new Promise((done) => {
    const here = () => void answerTo(asked).then(done)
    let place = ''
    try {
      place = URL.createObjectURL(new Blob([own?.textContent ?? ''], { type: 'text/javascript' }))
      const worker = new Worker(place)
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        worker.terminate()
        done(data)
      }
      worker.onerror = (event) => {
        event.preventDefault()
        worker.terminate()
        here()
      }
      worker.postMessage(asked)
    } catch {
      here()
    } finally {
      URL.revokeObjectURL(place)
    }
  })
}

function byId(id: string): HTMLElement {
  return document.getElementById(id)!
}

function draw(): void {
  const { lang, file, policy, answer } = shown
  document.documentElement.lang = lang === 'fr' ? 'fr-CA' : 'en-CA'
  document.title = words.title[lang]
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]'))
    place.textContent = words[place.dataset.word as keyof typeof words][lang]
  byId('lang').lang = lang === 'fr' ? 'en' : 'fr'
  byId('file-name').textContent = file?.name ?? ''
  byId('policy-name').textContent = policy?.name ?? ''
  const report = byId('report')
  report.replaceChildren(...(answer ? drawn(answer, lang) : []))
  report.setAttribute('aria-busy', String(answer?.kind === 'working'))
}

function drawn(answer: NonNullable<Shown['answer']>, lang: Lang): Node[] {
  if (answer.kind !== 'report') {
    const bad = answer.kind === 'working' ? 'said' : 'said bad'
    return [element('p', { id: 'verdict', class: bad, tabindex: '-1' }, words[answer.kind][lang])]
  }
  const { holds, lines, about } = answer
  const of = (status: Line['status']) => lines.filter((line) => line.status === status)
  const verdict = `${holds ? '✓' : '✗'} ${holds ? words.holds[lang] : words.refused[lang]}`
  return [
    element('h2', { id: 'verdict', class: holds ? 'good' : 'bad', tabindex: '-1' }, verdict),
    ...(about
      ? [
          element('p', { class: 'about' }, `${about.title} · ${words.version[lang]} ${about.version}`),
          element(
            'p',
            { class: 'digest' },
            `${words.planDigest[lang]} : `,
            element('code', {}, about.planDigest),
          ),
        ]
      : []),
    ...part('failed', of('failed'), { lang, open: true }),
    ...part('notChecked', of('notChecked'), { lang, open: true }),
    ...part('ok', of('ok'), { lang, open: false }),
  ]
}

const marks = { ok: '✓', failed: '✗', notChecked: '–' } as const

function part(
  status: Line['status'],
  lines: readonly Line[],
  { lang, open }: { lang: Lang; open: boolean },
): Node[] {
  if (lines.length === 0) return []
  const list = element(
    'ul',
    { class: status },
    ...lines.map((line) =>
      element(
        'li',
        {},
        element('span', { class: 'mark', 'aria-hidden': 'true' }, marks[status]),
        element('span', {}, line.text[lang], ...placed(line, lang)),
      ),
    ),
  )
  const title = `${words[status][lang]} (${lines.length})`
  return [element('details', open ? { open: '' } : {}, element('summary', {}, title), list)]
}

/** Where it is: the name people know, then the place in the file. */
function placed({ code, path }: Line, lang: Lang): Node[] {
  const about = shown.answer?.kind === 'report' ? shown.answer.about : null
  const key = path.split('/').slice(1, 3).join('/')
  const name = about?.places[key]
  const text = `${name ? `${name} · ` : ''}${code}${path ? ` · ${words.place[lang]} ${path}` : ''}`
  return [element('small', {}, text)]
}

/** Text goes in as text: nothing that a file says becomes markup. */
function element(
  name: string,
  attributes: Record<string, string>,
  ...inside: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...inside)
  return made
}
