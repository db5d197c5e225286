"""The count of a ballot file by definition: who is in, the masses, the quorum, the thresholds, the outcome's word. From shared/README.md
alone. Called by any_file.py."""
from fractions import Fraction as F
from math import lcm

import definitions as by

_ADVICE = (
    "registered", "recused", "cast", "expressed", "abstained", "blank", "invalid", "notVoted", "favourable", "against", "tallies",
    "groups",
)


def share(fraction):
    return F(fraction["num"], fraction["den"])


def count(file):
    setting = file["poll"]["setting"]
    secret = setting["secrecy"] == "secret"
    late = set(file.get("recusedSince", []))
    seats = {one["seatId"]: one for one in file["register"] + file.get("joined", [])}
    took = set(file["voted"]) if secret else {one["seatId"] for one in file["voices"]}
    recused = {ident for ident, one in seats.items() if one.get("recused") or ident in late}
    out = {ident for ident in recused if not (secret and ident in took)}
    held = {ident: share(one["weight"]) for ident, one in seats.items()}
    entitled = [ident for ident in seats if ident not in out]
    if secret:
        papers = [(one["seatId"], held[entitled[0]], None, one["value"]) for one in file["voices"]]
    else:
        named = [one for one in file["voices"] if one["seatId"] not in out]
        papers = [(one["seatId"], held[one["seatId"]], seats[one["seatId"]]["college"], one["value"]) for one in named]
    sides = {"favourable": [], "against": [], "expressed": [], "abstained": [], "blank": [], "invalid": []}
    for paper in papers:
        sides[_side(setting, paper[3])].append(paper)
    expressed = sides["favourable"] + sides["against"] + sides["expressed"]
    took -= out
    present = set(file["present"]) if "present" in file else {ident for ident, one in seats.items() if one.get("present")}
    mass_of = lambda idents: by.mass([(ident, held[ident]) for ident in idents])
    result = {
        "method": setting["method"], "methodVersion": 1, "trace": [],
        "groups": [], "retained": [], "tied": [], "blocks": [],
        "registered": mass_of(entitled), "recused": mass_of(out), "cast": by.mass(papers), "expressed": by.mass(expressed),
        "notVoted": mass_of([ident for ident in entitled if ident not in took]),
        "quorum": _quorum(setting["quorum"], seats, recused, took | present),
    }
    told = ("abstained", "blank", "invalid") + (("favourable", "against") if setting["method"] in by.ADOPTING else ())
    result.update({side: by.mass(sides[side]) for side in told})
    bases = {
        "expressed": by.weight(expressed), "cast": by.weight(papers),
        "present": sum((held[ident] for ident in entitled if ident in present or ident in took), F(0)),
        "entitled": sum((held[ident] for ident in entitled), F(0)),
    }
    colleges = {seats[ident]["college"] for ident in entitled}

    def base(threshold):
        more = by.weight(sides["abstained"]) if threshold["base"] == "expressed" and threshold["abstentions"] == "inBase" else 0
        return bases[threshold["base"]] + more

    def passes(threshold, support):
        if bases["expressed"] == 0 or base(threshold) == 0:
            return False
        reached, asked = by.weight(support) / base(threshold), share(threshold["share"])
        right = reached > asked if threshold["strict"] else reached >= asked
        if "minSupport" in threshold:
            right = right and by.weight(support) / bases["entitled"] >= share(threshold["minSupport"])
        for college, least in threshold.get("perCollege", {}).items():
            whole = by.weight([one for one in expressed if one[2] == college])
            own = by.weight([one for one in support if one[2] == college])
            right = right and (college not in colleges or (whole > 0 and own / whole >= share(least)))
        return right

    found = _found(setting, sides, expressed, held, lambda support: "threshold" not in setting or passes(setting["threshold"], support))
    tested = found.pop("held", None)
    for name, told in (("threshold", "test"), ("fallback", "fallbackTest")):
        if name in setting and tested:
            rule = setting[name]
            result[told] = {
                "support": str(by.weight(tested[0])), "base": str(base(rule)), "share": str(share(rule["share"])),
                "passed": any(passes(rule, one) for one in tested),
            }
    return {**result, **found}


def _found(setting, sides, expressed, held, passes):
    method = setting["method"]
    if method in by.ADOPTING:
        yes, no = by.weight(sides["favourable"]), by.weight(sides["against"])
        tie = method == "yesNo" and yes == no > 0 and not passes(sides["favourable"])
        found = by.answers(setting, expressed + sides["abstained"])
        return {**found, "held": [sides["favourable"]], "tied": ["yes", "no"] if tie else []}
    if method == "approval":
        return by.approval(setting, expressed, passes)
    if method == "judgment":
        return by.judgment(setting, expressed, lcm(*(one.denominator for one in held.values())))
    return getattr(by, method)(setting, expressed)


def _side(setting, value):
    method, params = setting["method"], setting["params"]
    if not by.is_valid(setting, value):
        return "invalid"
    if by.is_blank(value):
        return "blank"
    if method not in by.ADOPTING:
        return "expressed"
    if method == "consent":
        favours, abstains = value["choice"] in ("support", "reserve"), value["choice"] == "abstain"
    elif method == "yesNo":
        favours, abstains = value["answer"] == "yes", value["answer"] == "abstain"
    elif method == "gradients":
        favours, abstains = value["level"] <= params["supportUpTo"], value["level"] == 3
    else:
        favours, abstains = value["fingers"] >= params["supportFrom"], False
    return "abstained" if abstains else "favourable" if favours else "against"


def _quorum(rule, seats, recused, here):
    base = [ident for ident in seats if rule["recusedInBase"] or ident not in recused]
    by_proxy = lambda seat: "proxyTo" in seat and (seat.get("present") is not True or "holder" not in seat)
    counted = [ident for ident in base if ident in here and (rule["proxiesCount"] or not by_proxy(seats[ident]))]
    asked = share(rule["share"])
    if rule["basis"] == "weight":
        whole, reached = (sum((share(seats[ident]["weight"]) for ident in some), F(0)) for some in (base, counted))
        needed = whole * asked
        met = whole > 0 and (reached > needed if rule["strict"] else reached >= needed) and len(counted) >= rule["minAbsolute"]
    else:
        whole, reached = (_heads(rule["basis"], seats, some) for some in (base, counted))
        fits = lambda number: number > whole * asked if rule["strict"] else number >= whole * asked
        needed = max(next(number for number in range(whole + 2) if fits(number)), rule["minAbsolute"])
        met = whole > 0 and reached >= needed
    for college, least in rule.get("perCollege", {}).items():
        own = [ident for ident in base if seats[ident]["college"] == college]
        met = met and (not own or F(len([ident for ident in own if ident in counted]), len(own)) >= share(least))
    colleges = len({seats[ident]["college"] for ident in counted})
    return {"met": met and colleges >= rule["collegesMin"], "reached": str(reached), "needed": str(needed), "colleges": colleges}


def _heads(basis, seats, some):
    if basis == "organizations":
        return len(some)
    return len({("person", seats[ident]["holder"]["userId"]) if "holder" in seats[ident] else ("seat", ident) for ident in some})


def advice(setting, seats, voices):
    """COUNT-17."""
    bare = {key: value for key, value in setting.items() if key not in ("threshold", "fallback")}
    counted = count({"poll": {"setting": bare}, "register": seats, "voices": voices})
    return {key: counted[key] for key in _ADVICE if key in counted}


def awaits_casting(setting, counted):
    threshold = setting.get("threshold")
    if setting["tie"] != "castingVote" or not threshold or counted["blocks"] or not counted["quorum"]["met"]:
        return False
    half = threshold["base"] == "expressed" and share(threshold["share"]) == F(1, 2)
    alone = "minSupport" not in threshold and not threshold.get("perCollege")
    apart = threshold["abstentions"] == "excluded" or counted["abstained"]["seats"] == 0
    even = counted.get("favourable", {}).get("weight") == counted.get("against", {}).get("weight") and counted["tied"] == ["yes", "no"]
    return half and alone and apart and even and not counted["test"]["passed"]


def outcome(setting, counted, block_stands, overruled, reserved, casting):
    method = setting["method"]
    if not counted["quorum"]["met"]:
        return "notDecided"
    if counted["tied"] and setting["tie"] == "deliberateAgain":
        return "postponed"
    if "threshold" not in setting:
        return "sorted"
    kept = [one["mass"]["seats"] for one in counted["tallies"] if one["id"] in counted["retained"]]
    if method == "approval" and not kept:
        return "notDecided"
    if counted["blocks"] or block_stands or overruled:
        return "dissent" if counted.get("fallbackTest", {}).get("passed") else "notDecided"
    if not counted["test"]["passed"]:
        return "dissent" if casting == "for" and awaits_casting(setting, counted) else "notDecided"
    if method == "approval":
        return "consensus" if all(seats == counted["expressed"]["seats"] for seats in kept) else "dissent"
    if method == "yesNo" and counted["against"]["seats"] > 0:
        return "dissent"
    full = {"consent": "support", "gradients": "endorse", "fist": "5", "yesNo": "yes"}[method]
    everyone = counted["registered"]["seats"]
    by_all = any(one["id"] == full and one["mass"]["seats"] == everyone for one in counted["tallies"])
    return "unanimous" if everyone and by_all and not reserved else "consensus"
