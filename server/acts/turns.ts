// One act at a time on one meeting or poll, on this node: acts that would each take the next number, or a hundred voices at once, wait
// here instead of undoing one another in the database. Other nodes' acts still meet there, and run again. Called by the acts that write.
import type { Context } from '../context.ts'

/** By node: its rooms are one object, whatever context is made of them. */
const nodes = new WeakMap<Context['rooms'], Map<string, Promise<unknown>>>()

/**
 * Runs `act` after those already waiting for the same thing; what another one throws is its own. The next one's turn comes when it has
 * ended, or as soon as it says that it is `committed`: what follows a commit (the record's signature) need not keep anyone waiting.
 */
export async function inTurn<T>(
  { rooms }: Context,
  of: string,
  act: (committed: () => void) => Promise<T>,
): Promise<T> {
  const waiting = nodes.get(rooms) ?? new Map<string, Promise<unknown>>()
  nodes.set(rooms, waiting)
  const before = waiting.get(of) ?? Promise.resolve()
  const { promise: over, resolve: committed } = Promise.withResolvers<void>()
  const start = () => act(committed)
  const mine = before.then(start, start)
  const settled = Promise.race([
    over,
    mine.then(
      () => committed(),
      () => committed(),
    ),
  ])
  waiting.set(of, settled)
  try {
    return await mine
  } finally {
    if (waiting.get(of) === settled) waiting.delete(of)
  }
}

/** What became of one of those who went together. `again`: it must see what another of them did first, and goes with the next. */
export type Answer<R> = { readonly done: R } | { readonly refused: unknown } | 'again'

/** One act for many: says the answers, in the order of `all`, once they are committed; or throws, and nothing of it stands. */
type Together<A, R> = (all: readonly A[], committed: (answers: readonly Answer<R>[]) => void) => Promise<void>

interface Waiter<A, R> {
  readonly one: A
  resolve(value: R): void
  reject(why: unknown): void
}

const companies = new WeakMap<Context['rooms'], Map<string, Waiter<unknown, unknown>[]>>()

/** Powers of two: a statement on a list is another one for each length, and PostgreSQL prepares each. */
const companySizes = [32, 16, 8, 4, 2, 1]

/**
 * Runs `one` in its turn, together with those who wait for the same thing when that comes: one transaction for many. Where it throws,
 * each is done alone, so that the fault of one is nobody else's.
 */
export function withOthers<A, R>(ctx: Context, of: string, one: A, act: Together<A, R>): Promise<R> {
  const ours = companies.get(ctx.rooms) ?? new Map<string, Waiter<A, R>[]>()
  companies.set(ctx.rooms, ours as Map<string, Waiter<unknown, unknown>[]>)
  const waiting = (ours.get(of) ?? []) as Waiter<A, R>[]
  ours.set(of, waiting as Waiter<unknown, unknown>[])
  const { promise, resolve, reject } = Promise.withResolvers<R>()
  waiting.push({ one, resolve, reject })
  // A turn for each, though the first may serve them all: one is always left for whoever must go again.
  void inTurn(ctx, of, async (committed) => {
    const size = companySizes.find((size) => size <= waiting.length) ?? 0
    const again = (those: Waiter<A, R>[]) => void waiting.unshift(...those)
    if (size > 0) await goTogether(waiting.splice(0, size), act, { committed, again })
    if (waiting.length === 0 && ours.get(of) === waiting) ours.delete(of)
  })
  return promise
}

interface Turn<A, R> {
  committed(): void
  again(those: Waiter<A, R>[]): void
}

async function goTogether<A, R>(
  taken: readonly Waiter<A, R>[],
  act: Together<A, R>,
  { committed, again }: Turn<A, R>,
): Promise<void> {
  const settle = (answers: readonly Answer<R>[]) => {
    again(taken.filter((_, at) => answers[at] === 'again'))
    for (const [at, { resolve, reject }] of taken.entries()) {
      const answer = answers[at]!
      if (answer === 'again') continue
      if ('done' in answer) resolve(answer.done)
      else reject(answer.refused)
    }
    committed()
  }
  try {
    await act(
      taken.map(({ one }) => one),
      settle,
    )
  } catch (error) {
    if (taken.length === 1) taken[0]!.reject(error)
    else for (const alone of taken) await goTogether([alone], act, { committed: () => {}, again })
  }
}
