"""COUNT-5, COUNT-6, VOTE-15: what a poll of the second form fixes before it opens, what makes it sound, what a voice may say in it."""
from fractions import Fraction

from consent import CHOICES, college, exact
from plan import CENTS_MAX, COLLEGES
from shape import (
    any_of, by, fits, flag, integer, is_blank, is_instant, js_before, js_length, listed, natural, one_of, record, table, text, words,
)

OPTIONS_MAX = 200
INHERITED = ("constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "toLocaleString")

term = integer(0, 1_000_000_000)
fraction = record(num=term, den=integer(1, 1_000_000_000))
ident = text(200, least=1)
option_id = text(pattern=r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}", holds=lambda one: one not in INHERITED)


def _texts(most):
    return record(fr=text(most), en=text(most))


_by_college = table(college, fraction)
threshold_shape = record(
    share=fraction,
    strict=flag,
    base=one_of("expressed", "cast", "present", "entitled"),
    abstentions=one_of("excluded", "inBase"),
    minSupport_=fraction,
    perCollege_=_by_college,
)
quorum_shape = record(
    basis=one_of("organizations", "weight", "persons"),
    share=fraction,
    strict=flag,
    minAbsolute=natural,
    collegesMin=natural,
    perCollege_=_by_college,
    proxiesCount=flag,
    recusedInBase=flag,
)
_none = record()
_params = {
    "consent": _none,
    "gradients": record(supportUpTo=natural),
    "fist": record(supportFrom=natural, meanings=listed(_texts(300), 6)),
    "yesNo": _none,
    "approval": record(min=natural, max=natural, seats=natural),
    "dots": record(dots=natural, cap=natural, all=flag),
    "score": record(min=integer(), max=integer()),
    "judgment": record(grades=listed(record(id=option_id, label=_texts(300)), 12)),
    "schulze": record(statusQuo_=option_id),
    "budget": record(envelope=natural, kind=one_of("amounts", "projects")),
}
METHODS = tuple(_params)
_option = record(id=option_id, label=_texts(300), meaning_=_texts(2000), cost_=natural)


def _setting(method):
    return record(
        method=one_of(method),
        methodVersion=one_of(1),
        params=_params[method],
        options=listed(_option, OPTIONS_MAX),
        threshold_=threshold_shape,
        quorum=quorum_shape,
        tie=one_of("notAdopted", "deliberateAgain", "castingVote", "lot"),
        afterBlock=one_of("discussion", "majority"),
        fallback_=threshold_shape,
        secrecy=one_of("open", "sealed", "secret"),
        minSecretSize=natural,
        electorate=one_of("frozen", "additive"),
        revote=flag,
        results=one_of("live", "afterVote", "afterClose"),
        closesAt_=text(40),
    )


setting_shape = by("method", **{method: _setting(method) for method in METHODS})
seat_shape = record(
    seatId=ident,
    name=text(1000),
    college=college,
    weight=fraction,
    holder_=record(userId=ident, name=text(1000), **{"as": one_of("delegate", "alternate")}),
    proxyTo_=ident,
    recused_=flag,
    present_=flag,
)
_ids = listed(words, OPTIONS_MAX)
_numbers = table(words, integer())
_values = {
    "consent": record(choice=one_of(*CHOICES)),
    "gradients": record(level=natural),
    "fist": record(fingers=natural),
    "yesNo": record(answer=one_of("yes", "no", "abstain")),
    "approval": record(options=_ids),
    "dots": record(dots=_numbers),
    "score": record(scores=_numbers),
    "judgment": record(grades=table(words, words)),
    "schulze": record(ranking=listed(_ids, OPTIONS_MAX)),
    "budget": any_of(record(amounts=_numbers), record(projects=_ids)),
}
BLANK = {"blank": True}
value_shape = any_of(*_values.values(), record(blank=one_of(True)))
rules_shape = record(
    format=one_of("assise/rules/v1"),
    version=integer(1),
    quorum=quorum_shape,
    adoption=threshold_shape,
    afterBlock=one_of("discussion", "majority"),
    fallback_=threshold_shape,
    tie=one_of("notAdopted", "deliberateAgain", "castingVote", "lot"),
    proxies=record(allowed=flag, cap=natural, sleepsWhenPresent=flag),
    minSecretSize=natural,
    lateSeats=one_of("frozen", "additive"),
    severalSeats=flag,
    quorumLost=one_of("suspend", "consultative", "continue"),
    recusedInBase=flag,
    collegeWeights_=table(college, natural),
    capSeats_=one_of(True),
    collegeMax=record(num=natural, den=integer(1)),
)

# ---- the setting that a rule set gives

_ADOPTING = ("consent", "gradients", "fist", "yesNo")


def under(rules, setting):
    """VOTE-15: the setting of a poll under its rules: all but what is chosen for one poll comes from them."""
    adopts = "threshold" in setting and setting["method"] in _ADOPTING
    fallback = rules.get("fallback") if adopts and rules["afterBlock"] == "majority" else None
    due = {key: setting[key] for key in ("method", "params", "options", "secrecy", "electorate", "revote", "results")}
    due.update(
        methodVersion=1,
        quorum=rules["quorum"],
        tie=rules["tie"],
        afterBlock="majority" if fallback else "discussion",
        minSecretSize=max(rules["minSecretSize"], 3),
    )
    if adopts:
        due["threshold"] = rules["adoption"]
    if fallback:
        due["fallback"] = fallback
    if "closesAt" in setting:
        due["closesAt"] = setting["closesAt"]
    return due


def is_sound(setting, register):
    """COUNT-6: a setting that can be met, by a method used for what it is for."""
    return (
        fits(setting_shape, setting)
        and _sound_options(setting)
        and _sound_params(setting["method"], setting["params"], setting["options"])
        and _sound_adoption(setting)
        and _sound_quorum(setting["quorum"])
        and _sound_secrecy(setting, register)
        and (setting["method"] != "dots" or setting["results"] == "afterClose")
        and ("closesAt" not in setting or is_instant(setting["closesAt"]))
    )


def _sound_options(setting):
    options = setting["options"]
    if setting["method"] in _ADOPTING:
        return not options
    named = all(not is_blank(one["label"][lang]) for one in options for lang in ("fr", "en"))
    return 2 <= len(options) <= OPTIONS_MAX and len({one["id"] for one in options}) == len(options) and named


def _sound_params(method, params, options):
    if method == "gradients":
        # Up to a reservation, or, past those who have no opinion, up to those who will go along.
        return 0 <= params["supportUpTo"] < 6 and params["supportUpTo"] != 3
    if method == "fist":
        meanings = params["meanings"]
        told = all(not is_blank(one[lang]) for one in meanings for lang in ("fr", "en"))
        return 1 <= params["supportFrom"] <= 5 and len(meanings) == 6 and told
    if method == "approval":
        return 1 <= params["min"] <= params["max"] <= len(options) and 1 <= params["seats"] <= len(options)
    if method == "dots":
        dots, cap = params["dots"], params["cap"]
        return 1 <= dots <= 1000 and 1 <= cap <= dots and not (params["all"] and cap * len(options) < dots)
    if method == "score":
        return -1000 <= params["min"] < params["max"] <= 1000
    if method == "judgment":
        grades = params["grades"]
        told = all(not is_blank(one["label"][lang]) for one in grades for lang in ("fr", "en"))
        return 2 <= len(grades) <= 12 and len({one["id"] for one in grades}) == len(grades) and told
    if method == "schulze":
        return "statusQuo" not in params or any(one["id"] == params["statusQuo"] for one in options)
    if method == "budget":
        priced = params["kind"] == "projects"
        costs = all((0 < one.get("cost", 0) <= CENTS_MAX) if priced else "cost" not in one for one in options)
        return 0 < params["envelope"] <= CENTS_MAX and costs
    return True


def _is_share(value):
    return 0 < value["num"] <= value["den"]


def _sound_threshold(threshold):
    share = threshold["share"]
    if not _is_share(share) or (threshold["strict"] and share["num"] == share["den"]):
        return False
    if threshold["base"] in ("expressed", "cast") and exact(share) < Fraction(1, 2):
        return False
    others = list(threshold.get("perCollege", {}).values()) + ([threshold["minSupport"]] if "minSupport" in threshold else [])
    return all(map(_is_share, others))


def _sound_adoption(setting):
    method, threshold = setting["method"], setting.get("threshold")
    if threshold and method in ("dots", "score", "judgment", "schulze", "budget"):
        return False
    if not threshold and method in ("consent", "yesNo"):
        return False
    if not all(_sound_threshold(one) for one in (threshold, setting.get("fallback")) if one):
        return False
    return (setting["afterBlock"] == "majority") == ("fallback" in setting) and setting["tie"] != "lot"


def _sound_quorum(quorum):
    share = quorum["share"]
    shares = [share, *quorum.get("perCollege", {}).values()]
    possible = not (quorum["strict"] and share["num"] == share["den"])
    return all(map(_is_share, shares)) and possible and quorum["collegesMin"] <= len(COLLEGES)


def _sound_secrecy(setting, register):
    """COUNT-13."""
    if setting["secrecy"] != "secret":
        return True
    by_college = any("perCollege" in setting.get(key, {}) for key in ("threshold", "fallback"))
    if setting["minSecretSize"] < 3 or setting["method"] == "consent" or setting["revote"] or by_college:
        return False
    seats = [one for one in register if not one.get("recused")]
    return (
        setting["results"] == "afterClose"
        and len(seats) >= setting["minSecretSize"]
        and len({exact(one["weight"]) for one in seats}) == 1
    )


# ---- a value in its poll


def is_valid(setting, value):
    """COUNT-5."""
    method, params = setting["method"], setting["params"]
    if value == BLANK:
        return method != "consent"
    if not fits(_values[method], value):
        return False
    known = {one["id"] for one in setting["options"]}
    return {
        "consent": lambda: True,
        "yesNo": lambda: True,
        "gradients": lambda: value["level"] < 8,
        "fist": lambda: value["fingers"] <= 5,
        "approval": lambda: _is_list(value["options"], known) and params["min"] <= len(value["options"]) <= params["max"],
        "dots": lambda: _are_dots(value["dots"], known, params),
        "score": lambda: bool(value["scores"]) and _are_amounts(value["scores"], known, params["min"], params["max"]),
        "judgment": lambda: bool(value["grades"])
        and set(value["grades"]) <= known
        and set(value["grades"].values()) <= {one["id"] for one in params["grades"]},
        "schulze": lambda: _is_ranking(value["ranking"], known),
        "budget": lambda: _is_budget(value, setting, known),
    }[method]()


def _is_list(ids, known):
    return bool(ids) and set(ids) <= known and all(js_before(a, b) for a, b in zip(ids, ids[1:]))


def _are_amounts(amounts, known, least, most):
    return set(amounts) <= known and all(least <= one <= most for one in amounts.values())


def _are_dots(dots, known, params):
    total = sum(dots.values())
    even = total == params["dots"] if params["all"] else total <= params["dots"]
    return _are_amounts(dots, known, 0, params["cap"]) and even and total > 0


def _is_ranking(ranking, known):
    ids = [one for group in ranking for one in group]
    return bool(ranking) and all(ranking) and set(ids) <= known and len(set(ids)) == len(ids)


def _is_budget(value, setting, known):
    envelope, kind = setting["params"]["envelope"], setting["params"]["kind"]
    if kind not in value:
        return False
    if kind == "projects":
        costs = {one["id"]: one.get("cost", 0) for one in setting["options"]}
        return _is_list(value["projects"], known) and sum(costs[one] for one in value["projects"]) <= envelope
    return _are_amounts(value["amounts"], known, 0, CENTS_MAX) and 0 < sum(value["amounts"].values()) <= envelope


def objection_in(setting, value):
    """VOTE-6: what a value objects by itself: a concern, a block, or nothing."""
    if setting["method"] == "consent":
        return {"reserve": "concern", "block": "block"}.get(value.get("choice"))
    if setting["method"] == "gradients":
        return "block" if value.get("level") == 7 else None
    if setting["method"] == "fist":
        return "block" if "fingers" in value and value["fingers"] == 0 else None
    return None


def lacks_words(setting, value, reason):
    return js_length(reason) > 2000 or (objection_in(setting, value) is not None and is_blank(reason))
