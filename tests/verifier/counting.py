"""COUNT rules: the count of a poll of any of the ten methods, in whole parts of one scale and exact fractions."""
from fractions import Fraction
from math import lcm

from consent import CannotCount, exact
from methods import METHODS, Paper, mass_of as _mass, sum_of as _sum
from settings import BLANK, is_valid

_ADOPTING = ("consent", "gradients", "fist", "yesNo")


def count(setting, register, voices, voted=None):
    """COUNT-4: (seatId, value) pairs, one a seat, or the papers of a secret poll with the seats that voted."""
    secret = setting["secrecy"] == "secret"
    if secret != (voted is not None):
        raise CannotCount
    scale = 1
    for seat in register:
        scale = lcm(scale, seat["weight"]["den"])
    took = set(voted) if secret else {ident for ident, _ in voices}
    seats = {one["seatId"]: one for one in register}
    if len(took) != len(voices) or len(seats) != len(register) or not took <= set(seats):
        raise CannotCount
    # A secret paper cannot be found again: a recusal declared after it leaves it in.
    out = {ident for ident, one in seats.items() if one.get("recused") and not (secret and ident in took)}
    weighed = {ident: Paper(ident, int(exact(one["weight"]) * scale), one["college"], None) for ident, one in seats.items()}
    entitled = [one for ident, one in weighed.items() if ident not in out]
    common = entitled[0].parts if entitled else 0
    if secret and any(one.parts != common for one in entitled):
        raise CannotCount
    if secret:
        papers = [Paper(ident, common, None, value) for ident, value in voices]
    else:
        papers = [
            Paper(ident, weighed[ident].parts, weighed[ident].college, value) for ident, value in voices if ident not in out
        ]
    took -= out
    present = {ident for ident, one in seats.items() if one.get("present")}
    return _counted(setting, register, papers, scale, entitled, [weighed[one] for one in out], took, present)


def _counted(setting, register, papers, scale, entitled, recused, took, present):
    method = setting["method"]
    sides = {"favourable": [], "against": [], "expressed": [], "abstained": [], "blank": [], "invalid": []}
    for paper in papers:
        if not is_valid(setting, paper.value):
            sides["invalid"].append(paper)
        elif paper.value == BLANK:
            sides["blank"].append(paper)
        else:
            sides[_side(setting, paper.value)].append(paper)
    expressed = sides["favourable"] + sides["against"] + sides["expressed"]
    by_college = {one.college: 0 for one in entitled}
    for paper in expressed:
        if paper.college:
            by_college[paper.college] = by_college.get(paper.college, 0) + paper.parts
    bases = {
        "expressed": _sum(expressed),
        "abstained": _sum(sides["abstained"]),
        "cast": _sum(papers),
        "present": sum(one.parts for one in entitled if one.id in present or one.id in took),
        "entitled": _sum(entitled),
        "colleges": by_college,
    }

    def passes(support):
        return "threshold" not in setting or _judge(setting["threshold"], support, bases)[1]

    found = METHODS[method](setting, expressed + sides["abstained"], scale, passes)
    result = {
        "method": method,
        "methodVersion": 1,
        "registered": _mass(entitled, scale),
        "recused": _mass(recused, scale),
        "cast": _mass(papers, scale),
        "expressed": _mass(expressed, scale),
        "notVoted": _mass([one for one in entitled if one.id not in took], scale),
        "quorum": _quorum(setting["quorum"], register, took | present),
        "retained": [],
        "tied": [],
        "groups": [],
        "blocks": [],
    }
    for name in ("abstained", "blank", "invalid"):
        result[name] = _mass(sides[name], scale)
    if method in _ADOPTING:
        result["favourable"] = _mass(sides["favourable"], scale)
        result["against"] = _mass(sides["against"], scale)
    supports = found.pop("supports", [])
    for key, name in (("threshold", "test"), ("fallback", "fallbackTest")):
        if key in setting and supports:
            verdicts = [_judge(setting[key], one, bases) for one in supports]
            base, passed = next((one for one in verdicts if one[1]), verdicts[0])
            result[name] = {
                "support": str(Fraction(supports[0][0], scale)),
                "base": str(Fraction(base, scale)),
                "share": str(exact(setting[key]["share"])),
                "passed": passed,
            }
    result.update(found)
    return result


def _side(setting, value):
    method, params = setting["method"], setting["params"]
    if method == "consent":
        return {"support": "favourable", "reserve": "favourable", "abstain": "abstained", "block": "against"}[value["choice"]]
    if method == "yesNo":
        return {"yes": "favourable", "no": "against", "abstain": "abstained"}[value["answer"]]
    if method == "gradients":
        if value["level"] == 3:
            return "abstained"
        return "favourable" if value["level"] <= params["supportUpTo"] else "against"
    if method == "fist":
        return "favourable" if value["fingers"] >= params["supportFrom"] else "against"
    return "expressed"


# ---- thresholds (COUNT-2) and quorum (COUNT-3)


def _reaches(part, whole, share, strict=False):
    if whole <= 0:
        return False
    return part * share["den"] > share["num"] * whole if strict else part * share["den"] >= share["num"] * whole


def _judge(threshold, support, bases):
    """The base it was held against, and whether it passed."""
    base = bases[threshold["base"]]
    if threshold["base"] == "expressed" and threshold["abstentions"] == "inBase":
        base += bases["abstained"]
    passed = bases["expressed"] > 0 and _reaches(support[0], base, threshold["share"], threshold["strict"])
    if "minSupport" in threshold:
        passed = passed and _reaches(support[0], bases["entitled"], threshold["minSupport"])
    for college, share in threshold.get("perCollege", {}).items():
        if college in bases["colleges"]:
            passed = passed and _reaches(support[1].get(college, 0), bases["colleges"][college], share)
    return base, passed


def _quorum(rule, register, here):
    base = [one for one in register if rule["recusedInBase"] or not one.get("recused")]

    def counts(seat):
        by_proxy = "proxyTo" in seat and (seat.get("present") is not True or "holder" not in seat)
        return seat["seatId"] in here and (rule["proxiesCount"] or not by_proxy)

    there = [one for one in base if counts(one)]
    colleges = len({one["college"] for one in there})
    if rule["basis"] == "weight":
        whole, reached = (sum((exact(one["weight"]) for one in seats), Fraction(0)) for seats in (base, there))
        needed = whole * exact(rule["share"])
        enough = whole > 0 and (reached > needed if rule["strict"] else reached >= needed) and len(there) >= rule["minAbsolute"]
    else:
        whole, reached = ((_persons(seats) if rule["basis"] == "persons" else len(seats)) for seats in (base, there))
        bound = whole * exact(rule["share"])
        least = bound.numerator // bound.denominator + 1 if rule["strict"] else -(-bound.numerator // bound.denominator)
        needed = max(least, rule["minAbsolute"])
        enough = whole > 0 and reached >= needed
    for college, share in rule.get("perCollege", {}).items():
        size = sum(1 for one in base if one["college"] == college)
        inside = sum(1 for one in there if one["college"] == college)
        enough = enough and (size == 0 or _reaches(inside, size, share))
    return {
        "met": enough and colleges >= rule["collegesMin"],
        "reached": str(reached),
        "needed": str(needed),
        "colleges": colleges,
    }


def _persons(seats):
    return len({("person", one["holder"]["userId"]) if "holder" in one else ("seat", one["seatId"]) for one in seats})
