"""COUNT-7 to COUNT-12: what each of the ten methods finds in the valid papers of a poll."""
from fractions import Fraction
from functools import cmp_to_key

from consent import CannotCount

_GRADIENTS = ("endorse", "minor", "reservations", "abstain", "discuss", "support", "disagree", "veto")


class Paper:
    def __init__(self, ident, parts, college, value):
        self.id, self.parts, self.college, self.value = ident, parts, college, value


def sum_of(papers):
    return sum(one.parts for one in papers)


def mass_of(papers, scale):
    return {"seats": len(papers), "weight": str(Fraction(sum_of(papers), scale))}


def _share(part, whole):
    return str(Fraction(part, whole)) if whole else "0"


def _support(papers):
    colleges = {}
    for paper in papers:
        if paper.college:
            colleges[paper.college] = colleges.get(paper.college, 0) + paper.parts
    return sum_of(papers), colleges


def _groups(ids, figure):
    """COUNT-7: from the highest to the lowest, equal ones together in their shown order."""
    groups = []
    for ident in sorted(ids, key=lambda one: -figure[one]):
        if groups and figure[groups[-1][0]] == figure[ident]:
            groups[-1].append(ident)
        else:
            groups.append([ident])
    return groups


def _first(groups, expressed):
    if not expressed or not groups:
        return {}
    return {"retained": groups[0]} if len(groups[0]) == 1 else {"tied": groups[0]}


def _answers(papers, scale, answers, favourable, blocking, answer_of):
    given = {one: [] for one in answers}
    for paper in papers:
        given[answer_of(paper.value)].append(paper)
    whole = sum_of(papers)
    return {
        "tallies": [{"id": one, "mass": mass_of(given[one], scale), "figure": _share(sum_of(given[one]), whole)} for one in answers],
        "supports": [_support([paper for one in favourable for paper in given[one]])],
        "blocks": sorted((paper.id for one in blocking for paper in given.get(one, [])), key=lambda one: one.encode("utf-16-be")),
    }


def _consent(setting, papers, scale, passes):
    choices = ("support", "reserve", "abstain", "block")
    return _answers(papers, scale, choices, choices[:2], ("block",), lambda value: value["choice"])


def _gradients(setting, papers, scale, passes):
    most = setting["params"]["supportUpTo"]
    favourable = [one for level, one in enumerate(_GRADIENTS) if level <= most and level != 3]
    return _answers(papers, scale, _GRADIENTS, favourable, ("veto",), lambda value: _GRADIENTS[value["level"]])


def _fist(setting, papers, scale, passes):
    fingers = [str(at) for at in range(len(setting["params"]["meanings"]))]
    favourable = [one for one in fingers if int(one) >= setting["params"]["supportFrom"]]
    return _answers(papers, scale, fingers, favourable, ("0",), lambda value: str(value["fingers"]))


def _yes_no(setting, papers, scale, passes):
    found = _answers(papers, scale, ("yes", "no", "abstain"), ("yes",), (), lambda value: value["answer"])
    yes, no = (sum_of([one for one in papers if one.value["answer"] == answer]) for answer in ("yes", "no"))
    if yes == no > 0 and not passes(found["supports"][0]):
        found["tied"] = ["yes", "no"]
    return found


def _approval(setting, papers, scale, passes):
    """COUNT-8."""
    ids = [one["id"] for one in setting["options"]]
    approving = {one: [paper for paper in papers if one in paper.value["options"]] for one in ids}
    supports = {one: _support(approving[one]) for one in ids}
    groups = _groups(ids, {one: supports[one][0] for one in ids})
    seats, retained, tied = setting["params"]["seats"], [], []
    for group in groups:
        eligible = [one for one in group if supports[one][0] > 0 and passes(supports[one])]
        if not eligible:
            continue
        if len(retained) >= seats:
            break
        if len(retained) + len(eligible) > seats:
            tied = eligible
            break
        retained += eligible
    whole = sum_of(papers)
    # A named college may refuse the most approved: the first group from which one passes is what was held against the threshold.
    held_up = next((group for group in groups if any(passes(supports[one]) for one in group)), groups[0])
    return {
        "tallies": [
            {"id": one, "mass": mass_of(approving[one], scale), "figure": _share(supports[one][0], whole)} for one in ids
        ],
        "groups": groups,
        "retained": retained,
        "tied": tied,
        "supports": [supports[one] for one in held_up],
    }


def _dots(setting, papers, scale, passes):
    ids = [one["id"] for one in setting["options"]]
    sums = {one: sum(paper.value["dots"].get(one, 0) * paper.parts for paper in papers) for one in ids}
    placing = {one: [paper for paper in papers if paper.value["dots"].get(one, 0)] for one in ids}
    tallies = [{"id": one, "mass": mass_of(placing[one], scale), "figure": str(Fraction(sums[one], scale))} for one in ids]
    return {"tallies": tallies, "groups": _groups(ids, sums)}


def _score(setting, papers, scale, passes):
    ids = [one["id"] for one in setting["options"]]
    tallies, figures = [], {}
    for one in ids:
        marking = [paper for paper in papers if one in paper.value["scores"]]
        weight = sum_of(marking)
        total = sum(paper.value["scores"][one] * paper.parts for paper in marking)
        # Marked by nobody: under the lowest mark, never equal to it.
        figures[one] = Fraction(total, weight) if weight else Fraction(setting["params"]["min"] - 1)
        tallies.append({"id": one, "mass": mass_of(marking, scale), "figure": str(figures[one]) if weight else ""})
    return {"tallies": tallies, "groups": _groups(ids, figures)}


def _judgment(setting, papers, scale, passes):
    """COUNT-9."""
    worst_first = [one["id"] for one in setting["params"]["grades"]][::-1]
    whole = sum_of(papers)
    profiles = {}
    for option in setting["options"]:
        parts = [0] * len(worst_first)
        for paper in papers:
            parts[worst_first.index(paper.value["grades"].get(option["id"], worst_first[0]))] += paper.parts
        profiles[option["id"]] = parts
    ids = list(profiles) if len(profiles) == len(setting["options"]) else [one["id"] for one in setting["options"]]
    ranked = sorted(ids, key=cmp_to_key(lambda a, b: _better(profiles[b], profiles[a], whole)))
    groups = []
    for one in ranked:
        if groups and _better(profiles[groups[-1][0]], profiles[one], whole) == 0:
            groups[-1].append(one)
        else:
            groups.append([one])
    tallies = []
    for one in ids:
        median = worst_first[_grade_at(profiles[one], (whole - 1) // 2)] if whole else ""
        graded = [paper for paper in papers if one in paper.value["grades"]]
        tallies.append({"id": one, "mass": mass_of(graded, scale), "figure": median})
    return {"tallies": tallies, "groups": groups, **_first(groups, whole > 0)}


def _grade_at(profile, position):
    for grade, parts in enumerate(profile):
        position -= parts
        if position < 0:
            return grade
    raise CannotCount


def _better(a, b, whole):
    """
    Positive when a is the better. Lower medians taken away one by one read the grades outwards from the middle; only the positions
    where one of the two profiles changes grade, and the ends, can be the first to differ on their side.
    """
    if not whole:
        return 0
    middle = (whole - 1) // 2
    edges = {0, middle, middle + 1, whole}
    for profile in (a, b):
        at = 0
        for parts in profile:
            at += parts
            edges.add(at)
    candidates = {one for edge in edges for one in (edge - 1, edge) if 0 <= one < whole}

    def turn(position):
        """When the position is read: of an odd number the lower side comes first after the middle, of an even one the upper."""
        away = abs(position - middle)
        first = position < middle if whole % 2 else position > middle
        return 2 * away - 1 if first else 2 * away

    for position in sorted(candidates, key=turn):
        difference = _grade_at(a, position) - _grade_at(b, position)
        if difference:
            return difference
    return 0


def _schulze(setting, papers, scale, passes):
    """COUNT-10: winning votes, strongest paths, groups."""
    ids = [one["id"] for one in setting["options"]]
    size = len(ids)
    duels = [[0] * size for _ in ids]
    firsts = [[] for _ in ids]
    for paper in papers:
        ranking = paper.value["ranking"]
        places = {one: place for place, group in enumerate(ranking) for one in group}
        place = [places.get(one, len(ranking)) for one in ids]
        for a in range(size):
            if place[a] == 0:
                firsts[a].append(paper)
            for b in range(size):
                if place[a] < place[b]:
                    duels[a][b] += paper.parts
    strength = [[duels[a][b] if duels[a][b] > duels[b][a] else 0 for b in range(size)] for a in range(size)]
    for via in range(size):
        for a in range(size):
            if a == via:
                continue
            through = strength[a][via]
            for b in range(size):
                if b != a:
                    strength[a][b] = max(strength[a][b], min(through, strength[via][b]))
    groups, left = [], list(range(size))
    while left:
        unbeaten = [a for a in left if all(strength[b][a] <= strength[a][b] for b in left)]
        groups.append([ids[a] for a in unbeaten])
        left = [a for a in left if a not in unbeaten]
    tallies = [
        {"id": ids[a], "mass": mass_of(firsts[a], scale), "figure": str(sum(duels[a][b] > duels[b][a] for b in range(size)))}
        for a in range(size)
    ]
    return {"tallies": tallies, "groups": groups, **_first(groups, bool(papers))}


def _budget(setting, papers, scale, passes):
    return (_amounts if setting["params"]["kind"] == "amounts" else _projects)(setting, papers, scale)


def _amounts(setting, papers, scale):
    """COUNT-11: the exact mean, down to the cent."""
    ids = [one["id"] for one in setting["options"]]
    whole = sum_of(papers)
    sums = {one: sum(paper.value["amounts"].get(one, 0) * paper.parts for paper in papers) for one in ids}
    cents = {one: sums[one] // whole if whole else 0 for one in ids}
    given = {one: [paper for paper in papers if paper.value["amounts"].get(one, 0) > 0] for one in ids}
    tallies = [{"id": one, "mass": mass_of(given[one], scale), "figure": str(cents[one])} for one in ids]
    return {"tallies": tallies, "groups": _groups(ids, sums), "allocation": cents}


def _projects(setting, papers, scale):
    """COUNT-12: by support while they fit; those ex aequo that do not fit together stop it."""
    costs = {one["id"]: one["cost"] for one in setting["options"]}
    ids = [one["id"] for one in setting["options"]]
    backing = {one: [paper for paper in papers if one in paper.value["projects"]] for one in ids}
    support = {one: sum_of(backing[one]) for one in ids}
    groups = _groups(ids, support)
    left, retained, tied = setting["params"]["envelope"], [], []
    for group in groups:
        if support[group[0]] == 0:
            break
        fitting = [one for one in group if costs[one] <= left]
        if sum(costs[one] for one in fitting) > left:
            tied = fitting
            break
        for one in fitting:
            left -= costs[one]
            retained.append(one)
    whole = sum_of(papers)
    return {
        "tallies": [{"id": one, "mass": mass_of(backing[one], scale), "figure": _share(support[one], whole)} for one in ids],
        "groups": groups,
        "retained": retained,
        "tied": tied,
        "allocation": {one: costs[one] for one in retained},
    }


METHODS = {
    "consent": _consent,
    "gradients": _gradients,
    "fist": _fist,
    "yesNo": _yes_no,
    "approval": _approval,
    "dots": _dots,
    "score": _score,
    "judgment": _judgment,
    "schulze": _schulze,
    "budget": _budget,
}
