// The words of the mails that carry a one-time link, in both languages. Pure.
// Called by acts/links and acts/people; the postscript of every other letter by acts/post.
import type { Lang } from '../../shared/basics.ts'
import type { RecordHead } from '../../shared/meeting/events.ts'
import { recordHeadText } from '../../shared/meeting/record-head.ts'
import type { Mail } from '../context.ts'

interface Reader {
  readonly to: string
  readonly lang: Lang
  readonly name: string
  readonly link: string
}

export function invitationLetter(
  reader: Reader,
  { workspace, inviter }: { workspace: string; inviter: string },
): Mail {
  const fr = {
    subject: `Invitation : ${workspace}`,
    text: `Bonjour ${reader.name},

${inviter} vous invite à la démarche « ${workspace} », où les partenaires écrivent, décident et signent ensemble leur plan d’action.

Ouvrez ce lien pour entrer. Il sert une seule fois, dans les sept jours :

${reader.link}

Ne le transmettez à personne : il vous est propre. Si vous n’attendiez pas cette invitation, n’en faites rien.
`,
  }
  const en = {
    subject: `Invitation: ${workspace}`,
    text: `Hello ${reader.name},

${inviter} invites you to the workspace “${workspace}”, where the partners write, decide and sign their action plan together.

Open this link to enter. It works once, within seven days:

${reader.link}

Do not pass it on: it is yours alone. If you did not expect this invitation, do nothing.
`,
  }
  return letter(reader, { fr, en })
}

export function entryLetter(reader: Reader): Mail {
  const fr = {
    subject: 'Votre lien de connexion',
    text: `Bonjour ${reader.name},

Ouvrez ce lien pour vous connecter. Il sert une seule fois, dans les trente minutes :

${reader.link}

Ne le transmettez à personne. Si vous ne l’avez pas demandé, n’en faites rien.
`,
  }
  const en = {
    subject: 'Your sign-in link',
    text: `Hello ${reader.name},

Open this link to sign in. It works once, within thirty minutes:

${reader.link}

Do not pass it on. If you did not ask for it, do nothing.
`,
  }
  return letter(reader, { fr, en })
}

/** Under every letter of a workspace (REC-23): what its reader then holds, a server cannot take back. */
export function recordPostscript(head: RecordHead, lang: Lang): string {
  const text = recordHeadText(head, lang)
  return lang === 'fr'
    ? `-- \nRegistre des actes : ${text}.\nGardez ce courriel : il aide à prouver que rien n’a été retiré du registre depuis.\n`
    : `-- \nRecord of acts: ${text}.\nKeep this e-mail: it helps to prove that nothing was taken out of the record since.\n`
}

function letter({ to, lang, link }: Reader, words: Record<Lang, { subject: string; text: string }>): Mail {
  // A name or a title never adds a header of its own to the mail.
  const subject = words[lang].subject.replace(/\s+/g, ' ')
  return { to, lang, subject, text: words[lang].text, link }
}
