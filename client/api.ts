// Calls the doors of shared/api.ts. A refusal of the server comes back as a RefusedByServer, with its words in both languages;
// a network failure as one too, so that a screen has one thing to show.

import { type Door, doors, type ParamsOf } from '../shared/api.ts'
import type { Bilingual } from '../shared/basics.ts'
import type { Refusal } from '../shared/refusals.ts'

export { doors }

export class RefusedByServer extends Error {
  readonly refusal: Refusal | null
  readonly words: Bilingual
  readonly status: number
  constructor(status: number, refusal: Refusal | null, words: Bilingual) {
    super(refusal?.code ?? 'network')
    this.status = status
    this.refusal = refusal
    this.words = words
  }
}

type Input<Path extends string, Body> = (keyof ParamsOf<Path> extends never
  ? object
  : { params: ParamsOf<Path> }) &
  (Body extends null ? object : { body: Body })

/** Calls a door: `call(doors.castBallot, { params: { pollId }, body: { … } })`. Throws RefusedByServer. */
export async function call<Path extends string, Body, Reply>(
  door: Door<Path, Body, Reply>,
  input: Input<Path, Body>,
): Promise<Reply> {
  const { params = {}, body } = input as { params?: Record<string, string>; body?: unknown }
  const path = door.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return (await answerOf(path, {
    method: door.method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  })) as Reply
}

/** Sends a file to one of the addresses of `files`. Throws RefusedByServer. */
export async function sendFile(path: string, file: Blob): Promise<void> {
  await answerOf(path, { method: 'PUT', body: file })
}

/** Fetches a file of `files`, under the name the server gives it. Throws RefusedByServer. */
export async function fetchFile(path: string): Promise<{ blob: Blob; name: string }> {
  let response: Response
  try {
    response = await fetch(path)
    if (response.ok) {
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
      return { blob: await response.blob(), name: name ?? 'document' }
    }
  } catch {
    throw new RefusedByServer(0, null, unreachableServer)
  }
  const answer = await response.json().catch(() => null)
  throw new RefusedByServer(response.status, answer?.refusal ?? null, answer?.message ?? unreachableServer)
}

/** Adds a file to a place that keeps several; what the server says of it. */
export function addFile(path: string, file: Blob): Promise<unknown> {
  return answerOf(path, { method: 'POST', body: file })
}

async function answerOf(path: string, request: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, request)
  } catch {
    throw new RefusedByServer(0, null, unreachableServer)
  }
  const answer = await response.json().catch(() => null)
  if (response.ok) return answer
  throw new RefusedByServer(response.status, answer?.refusal ?? null, answer?.message ?? unreachableServer)
}

const unreachableServer: Bilingual = {
  fr: 'Le serveur ne répond pas. Rien n’a été perdu à l’écran ; réessayez.',
  en: 'The server does not answer. Nothing on screen was lost; try again.',
}
