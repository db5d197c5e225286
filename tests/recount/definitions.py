"""The ten methods by their definitions, slowly: fractions, and medians taken away one by one. From the papers and from the format in
shared/README.md, and from no other code of ours. Called by second_count.py."""
from fractions import Fraction as F

GRADIENTS = ["endorse", "minor", "reservations", "abstain", "discuss", "support", "disagree", "veto"]
ADOPTING = ("consent", "gradients", "fist", "yesNo")
_KEYS = dict(
    consent="choice", gradients="level", fist="fingers", yesNo="answer", approval="options", dots="dots", score="scores",
    judgment="grades", schulze="ranking",
)


def utf16(text):
    return text.encode("utf-16-be")


def is_sorted(ids):
    return all(utf16(one) < utf16(two) for one, two in zip(ids, ids[1:]))


def ids_of(setting):
    return [one["id"] for one in setting["options"]]


def is_blank(value):
    return isinstance(value, dict) and list(value) == ["blank"] and value["blank"] is True


# ---- what is valid


def is_valid(setting, value):
    method, params, known = setting["method"], setting["params"], ids_of(setting)
    if is_blank(value):
        return method != "consent"
    key = _KEYS.get(method) or params["kind"]
    if not isinstance(value, dict) or list(value) != [key]:
        return False
    said = value[key]
    if method in ("consent", "yesNo"):
        words = ("support", "reserve", "abstain", "block") if method == "consent" else ("yes", "no", "abstain")
        return isinstance(said, str) and said in words
    if method in ("gradients", "fist"):
        return _whole(said) and 0 <= said <= (7 if method == "gradients" else 5)
    if method == "approval":
        return _ids(said, known) and params["min"] <= len(said) <= params["max"]
    if method == "dots":
        if not _numbers(said, known, 0, params["cap"]):
            return False
        total = sum(said.values())
        return total == params["dots"] if params["all"] else 1 <= total <= params["dots"]
    if method == "score":
        return _numbers(said, known, params["min"], params["max"]) and len(said) > 0
    if method == "judgment":
        grades = [one["id"] for one in params["grades"]]
        fits = isinstance(said, dict) and all(one in known for one in said)
        return fits and len(said) > 0 and all(isinstance(one, str) and one in grades for one in said.values())
    if method == "schulze":
        return _ranking(said, known)
    if key == "amounts":
        return _numbers(said, known, 0, 10**13) and 1 <= sum(said.values()) <= params["envelope"]
    cost = {one["id"]: one["cost"] for one in setting["options"]}
    return _ids(said, known) and len(said) > 0 and sum(cost[one] for one in said) <= params["envelope"]


def _whole(number):
    return isinstance(number, int) and not isinstance(number, bool)


def _ids(said, known):
    return isinstance(said, list) and all(isinstance(one, str) and one in known for one in said) and is_sorted(said)


def _numbers(said, known, least, most):
    return isinstance(said, dict) and all(one in known for one in said) and all(_whole(n) and least <= n <= most for n in said.values())


def _ranking(said, known):
    if not isinstance(said, list) or not said or not all(isinstance(group, list) and group for group in said):
        return False
    flat = [one for group in said for one in group]
    return all(isinstance(one, str) and one in known for one in flat) and len(set(flat)) == len(flat)


# ---- what each finds. A paper is (id, weight, college or None, value).


def weight(papers):
    return sum((one[1] for one in papers), F(0))


def mass(papers):
    return {"seats": len(papers), "weight": str(weight(papers))}


def part(papers, whole):
    return str(weight(papers) / weight(whole)) if weight(whole) else "0"


def groups(ids, figure):
    return [[one for one in ids if figure[one] == value] for value in sorted(set(figure.values()), reverse=True)]


def answers(setting, papers):
    method = setting["method"]
    shown = dict(consent=["support", "reserve", "abstain", "block"], gradients=GRADIENTS, fist=list("012345"), yesNo=["yes", "no", "abstain"])
    said = lambda value: GRADIENTS[value["level"]] if method == "gradients" else str(value[_KEYS[method]])
    blocking = dict(consent="block", gradients="veto", fist="0").get(method)
    given = {answer: [one for one in papers if said(one[3]) == answer] for answer in shown[method]}
    return {
        "tallies": [{"id": answer, "mass": mass(own), "figure": part(own, papers)} for answer, own in given.items()],
        "blocks": sorted((one[0] for one in given.get(blocking, [])), key=utf16),
    }


def approval(setting, papers, passes):
    ids, retained, tied = ids_of(setting), [], []
    ticking = {one: [paper for paper in papers if one in paper[3]["options"]] for one in ids}
    order = groups(ids, {one: weight(own) for one, own in ticking.items()})
    for group in order:
        fit = [one for one in group if weight(ticking[one]) > 0 and passes(ticking[one])]
        left = setting["params"]["seats"] - len(retained)
        if fit and left < len(fit):
            tied = fit if left else []
            break
        retained += fit
    held = next((group for group in order if any(passes(ticking[one]) for one in group)), order[0])
    tallies = [{"id": one, "mass": mass(own), "figure": part(own, papers)} for one, own in ticking.items()]
    return {"tallies": tallies, "groups": order, "retained": retained, "tied": tied, "held": [ticking[one] for one in held]}


def dots(setting, papers):
    ids = ids_of(setting)
    sums = {one: sum((paper[1] * paper[3]["dots"].get(one, 0) for paper in papers), F(0)) for one in ids}
    placing = {one: [paper for paper in papers if paper[3]["dots"].get(one, 0) > 0] for one in ids}
    return {"tallies": [{"id": one, "mass": mass(placing[one]), "figure": str(sums[one])} for one in ids], "groups": groups(ids, sums)}


def score(setting, papers):
    ids, means, tallies = ids_of(setting), {}, []
    for one in ids:
        marking = [paper for paper in papers if one in paper[3]["scores"]]
        total = sum((paper[1] * paper[3]["scores"][one] for paper in marking), F(0))
        means[one] = total / weight(marking) if weight(marking) else F(-(10**6))
        tallies.append({"id": one, "mass": mass(marking), "figure": str(means[one]) if weight(marking) else ""})
    return {"tallies": tallies, "groups": groups(ids, means)}


def judgment(setting, papers, parts):
    """Balinski & Laraki: every weight is as many equal votes as it has parts; the lower median is read, taken away, and so on."""
    ids, best_first = ids_of(setting), [one["id"] for one in setting["params"]["grades"]]
    worst = len(best_first) - 1
    read, tallies = {}, []
    for one in ids:
        given = sorted(
            worst - best_first.index(paper[3]["grades"].get(one, best_first[-1])) for paper in papers for _ in range(int(paper[1] * parts))
        )
        read[one] = []
        while given:
            read[one].append(given.pop((len(given) - 1) // 2))
        figure = best_first[worst - read[one][0]] if read[one] else ""
        tallies.append({"id": one, "mass": mass([paper for paper in papers if one in paper[3]["grades"]]), "figure": figure})
    return {"tallies": tallies, **_first(groups(ids, {one: tuple(own) for one, own in read.items()}), weight(papers) > 0)}


def schulze(setting, papers):
    """Schulze 2011, winning votes. A relation of paths: those whom nobody beats come first, then the same without them."""
    ids, last = ids_of(setting), len(setting["options"])
    places = [(paper[1], {one: at for at, group in enumerate(paper[3]["ranking"]) for one in group}) for paper in papers]
    duel = {
        (a, b): sum((own for own, place in places if place.get(a, last) < place.get(b, last)), F(0)) for a in ids for b in ids if a != b
    }
    path = {(a, b): votes if votes > duel[b, a] else F(0) for (a, b), votes in duel.items()}
    for via in ids:
        for a in ids:
            for b in ids:
                if len({via, a, b}) == 3:
                    path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    left, order = list(ids), []
    while left:
        order.append([one for one in left if not any(path[other, one] > path[one, other] for other in left if other != one)])
        left = [one for one in left if one not in order[-1]]
    tallies = [
        {
            "id": one,
            "mass": mass([paper for paper in papers if one in paper[3]["ranking"][0]]),
            "figure": str(sum(1 for other in ids if other != one and duel[one, other] > duel[other, one])),
        }
        for one in ids
    ]
    return {"tallies": tallies, **_first(order, len(papers) > 0)}


def _first(order, expressed):
    alone = len(order[0]) == 1
    return {"groups": order, "retained": order[0] if expressed and alone else [], "tied": order[0] if expressed and not alone else []}


def budget(setting, papers):
    ids = ids_of(setting)
    if setting["params"]["kind"] == "amounts":
        sums = {one: sum((paper[1] * paper[3]["amounts"].get(one, 0) for paper in papers), F(0)) for one in ids}
        cents = {one: sums[one] // weight(papers) if weight(papers) else 0 for one in ids}
        giving = {one: [paper for paper in papers if paper[3]["amounts"].get(one, 0) > 0] for one in ids}
        tallies = [{"id": one, "mass": mass(giving[one]), "figure": str(cents[one])} for one in ids]
        return {"tallies": tallies, "groups": groups(ids, sums), "allocation": cents}
    cost = {one["id"]: one["cost"] for one in setting["options"]}
    choosing = {one: [paper for paper in papers if one in paper[3]["projects"]] for one in ids}
    order = groups(ids, {one: weight(own) for one, own in choosing.items()})
    retained, tied, left = [], [], setting["params"]["envelope"]
    for group in order:
        fit = [one for one in group if cost[one] <= left and weight(choosing[one]) > 0]
        if sum(cost[one] for one in fit) > left:
            tied = fit
            break
        retained += fit
        left -= sum(cost[one] for one in fit)
    return {
        "tallies": [{"id": one, "mass": mass(own), "figure": part(own, papers)} for one, own in choosing.items()],
        "groups": order,
        "retained": retained,
        "tied": tied,
        "allocation": {one: cost[one] for one in retained},
    }
