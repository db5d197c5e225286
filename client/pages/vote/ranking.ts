// Moves in a ranking with ties: groups of option ids, best first, no group empty, no option twice. Pure.
// Called by the ranking ballot's buttons.
export type Ranking = readonly (readonly string[])[]

const placeIn = (ranking: Ranking, id: string) => ranking.findIndex((group) => group.includes(id))

/** The ranking without the option. */
export function unrank(ranking: Ranking, id: string): Ranking {
  return ranking.map((group) => group.filter((other) => other !== id)).filter((group) => group.length > 0)
}

/** The option alone at place `at` (0 is first; past the end is last), those from there on pushed down. */
export function placeAt(ranking: Ranking, id: string, at: number): Ranking {
  const others = unrank(ranking, id)
  const to = Math.max(0, Math.min(at, others.length))
  return [...others.slice(0, to), [id], ...others.slice(to)]
}

/** One step up: out of a tie it stands alone just above it; alone, it passes over the group above. */
export function moveUp(ranking: Ranking, id: string): Ranking {
  const at = placeIn(ranking, id)
  if (at < 0) return ranking
  const tied = ranking[at]!.length > 1
  return placeAt(ranking, id, tied ? at : at - 1)
}

/** One step down: out of a tie it stands alone just below it; alone, it passes under the group below. */
export function moveDown(ranking: Ranking, id: string): Ranking {
  const at = placeIn(ranking, id)
  return at < 0 ? ranking : placeAt(ranking, id, at + 1)
}

/** Ex aequo with the group above; nothing for one that is first. */
export function joinAbove(ranking: Ranking, id: string): Ranking {
  const at = placeIn(ranking, id)
  if (at < 1) return ranking
  const above = ranking[at - 1]!
  return unrank(ranking, id).map((group) =>
    group.every((other) => above.includes(other)) ? [...group, id] : group,
  )
}

/** Each ranked option with its place (1 is first) and whether it shares it, in reading order. */
export function placesOf(ranking: Ranking): { id: string; place: number; tied: boolean }[] {
  return ranking.flatMap((group, at) => group.map((id) => ({ id, place: at + 1, tied: group.length > 1 })))
}
