// The post: writes the letters that time makes due, then sends what waits, a few at a time. Correct without any clock of its own:
// whoever looks sends. Called by acts that want their letters gone, by the server's timer and by reads of what waits.
import type { Context, Mail } from '../context.ts'
import { signLetter } from './alliance-letters.ts'
import { digestLetter, writeDigests } from './digest-letters.ts'
import { recordPostscript } from './letters.ts'
import { meetingLetter } from './meeting-letters.ts'
import { endLetter, sweepLetters, type TakenLetter, takeLetters } from './outbox.ts'
import { recordHead } from './record.ts'
import { voteLetter, writeReminders } from './vote-letters.ts'

/** Letters at once: a mail server is somebody's. */
const atOnce = 8
const batchMax = 200

/** Sends what waits and is due; how many left. What fails stays and is tried again. `only`: letters of these keys. */
export async function sendLetters(ctx: Context, only?: readonly string[]): Promise<number> {
  if (only?.length === 0) return 0
  let sent = 0
  for (;;) {
    const taken = await takeLetters(ctx, batchMax, only)
    const queue = [...taken]
    const send = async () => {
      for (let letter = queue.shift(); letter; letter = queue.shift())
        if (await sendOne(ctx, letter)) sent += 1
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, taken.length) }, send))
    if (taken.length < batchMax) return sent
  }
}

/** What is due by the hour: reminders before a closing, the digest of the week; then everything that waits. */
export async function lookAtLetters(ctx: Context): Promise<number> {
  await writeReminders(ctx)
  await writeDigests(ctx)
  await sweepLetters(ctx)
  return sendLetters(ctx)
}

async function sendOne(ctx: Context, letter: TakenLetter): Promise<boolean> {
  const mail = await worded(ctx, letter)
  if (!mail) {
    await endLetter(ctx, letter, 'moot')
    return false
  }
  const head = await ctx.look((tx) => recordHead(tx, letter.workspaceId))
  const text = head ? `${mail.text}\n${recordPostscript(head, mail.lang)}` : mail.text
  // The same letter tried twice bears one name, by which mail programs know it again.
  const sent = await ctx.mail({ ...mail, text, id: letter.id })
  await endLetter(ctx, letter, sent ? 'sent' : 'unsent')
  return sent
}

/** Null when there is nothing to say any more: whoever it was for left, the poll is over, they asked for no such letter. */
function worded(ctx: Context, letter: TakenLetter): Promise<Mail | null> {
  const { about } = letter
  switch (about.kind) {
    case 'meeting':
      return meetingLetter(ctx, letter, about)
    case 'vote':
      return voteLetter(ctx, letter, about)
    case 'digest':
      return digestLetter(ctx, letter, about)
    case 'sign':
      return signLetter(ctx, letter, about)
  }
}
