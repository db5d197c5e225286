"""POLL rules: consent polls of the first form: weights by college, the count in exact fractions, the rule in words."""
from fractions import Fraction

from canonical import SAFE, canonical_text, digest
from plan import COLLEGES, subject_shape, text_shape
from shape import (
    bilingual, by, digest_hex, flag, fraction, instant, is_blank, js_before, js_length, listed, natural, one_of, positive,
    record, table, text, words,
)

REGISTER_MAX = 800
CHOICES = ("support", "reserve", "abstain", "block")

college = one_of(*COLLEGES)
poll_shape = record(
    format=one_of("assise/poll/v1"),
    id=words,
    planId=words,
    subject=by("kind", **subject_shape),
    subjectTitle=words,
    round=positive,
    question=bilingual,
    rule=record(
        quorum=fraction, collegesMin=natural, threshold=fraction, collegeWeights_=table(college, natural), collegeMax=fraction
    ),
    ruleText=bilingual,
    textHash=digest_hex,
    registerHash=digest_hex,
    openedAt=instant,
    openedBy=words,
)
ballot_shape = record(
    format=one_of("assise/ballot/v1"),
    id=words,
    pollDigest=digest_hex,
    organizationId=words,
    choice=one_of(*CHOICES),
    reason=text(2000),
    channel=one_of("self", "facilitated"),
    castBy=words,
    castByName=words,
    textHash=digest_hex,
    receivedAt=instant,
)
result_shape = record(
    counts=record(support=natural, reserve=natural, abstain=natural, block=natural),
    notVoted=natural,
    registered=natural,
    colleges=natural,
    favourable=fraction,
    expressed=fraction,
    quorumMet=flag,
    thresholdMet=flag,
    outcome=one_of("unanimous", "consensus", "blocked", "noQuorum", "belowThreshold"),
)
constat_shape = record(
    format=one_of("assise/constat/v1"),
    poll=poll_shape,
    text=by("kind", **text_shape),
    register=listed(record(organizationId=words, name=words, college=college, weight=fraction)),
    ballots=listed(ballot_shape),
    result=result_shape,
    closedAt=instant,
    closedBy=words,
)


class CannotCount(Exception):
    """A voice outside the register, a seat twice, sums past the safe integers."""


def exact(value):
    return Fraction(value["num"], value["den"])


def weights_of(colleges, college_weights, college_max):
    """POLL-3: the weight of each organisation, from its college; None for a register that the rule forbids."""
    if not 0 < len(colleges) <= REGISTER_MAX:
        return None
    if college_weights is None:
        return [Fraction(1)] * len(colleges)
    sizes = {one: colleges.count(one) for one in colleges}
    total = max(sum(college_weights.get(one, 0) for one in sizes), 1)
    if any(Fraction(college_weights.get(one, 0), total) > exact(college_max) for one in sizes):
        return None
    return [Fraction(college_weights.get(one, 0), sizes[one]) for one in colleges]


def _told(value):
    if value.numerator > SAFE or value.denominator > SAFE:
        raise CannotCount
    return {"num": value.numerator, "den": value.denominator}


def tally(register, ballots, rule):
    """POLL-6: counts, quorum, threshold, outcome."""
    entries = {one["organizationId"]: one for one in register}
    counts = dict.fromkeys(CHOICES, 0)
    seen = set()
    favourable = expressed = Fraction(0)
    for ballot in ballots:
        entry = entries.pop(ballot["organizationId"], None)
        if entry is None:
            raise CannotCount
        choice = ballot["choice"]
        counts[choice] += 1
        seen.add(entry["college"])
        if choice != "abstain":
            expressed += exact(entry["weight"])
        if choice in ("support", "reserve"):
            favourable += exact(entry["weight"])
        _told(expressed)
    if not register:
        raise CannotCount
    quorum = Fraction(len(ballots), len(register)) >= exact(rule["quorum"]) and len(seen) >= rule["collegesMin"]
    reached = expressed > 0 and favourable >= exact(rule["threshold"]) * expressed
    not_voted = len(register) - len(ballots)
    if counts["block"]:
        outcome = "blocked"
    elif not quorum:
        outcome = "noQuorum"
    elif not reached:
        outcome = "belowThreshold"
    else:
        outcome = "consensus" if counts["reserve"] or counts["abstain"] or not_voted else "unanimous"
    return {
        "counts": counts,
        "notVoted": not_voted,
        "registered": len(register),
        "colleges": len(seen),
        "favourable": _told(favourable),
        "expressed": _told(expressed),
        "quorumMet": quorum,
        "thresholdMet": reached,
        "outcome": outcome,
    }


# ---- the rule in words

_COLLEGE_WORDS = {
    "community": ("Communautaire", "Community"),
    "municipal": ("Municipal", "Municipal"),
    "institutional": ("Institutionnel", "Institutional"),
    "lived": ("Personnes concernées", "People concerned"),
    "economy": ("Économie sociale et privé", "Social economy and private"),
    "nations": ("Premières Nations et Inuit", "First Nations and Inuit"),
}


def _share(value, unit):
    hundred = Fraction(value["num"] * 100, value["den"])
    return f"{hundred}{unit}" if hundred.denominator == 1 else f"{value['num']}/{value['den']}"


def rule_words(rule):
    least = rule["collegesMin"]
    weights = rule.get("collegeWeights")

    def weighted(lang, unit):
        listing = [
            f"{_COLLEGE_WORDS[one][lang]} {_share({'num': weights[one], 'den': 100}, unit)}"
            for one in COLLEGES
            if one in (weights or {})
        ]
        return ", ".join(listing)

    fr_weights, en_weights = weighted(0, "\u00a0%"), weighted(1, "%")
    s = "s" if least > 1 else ""
    fr = (
        f"Une voix par organisation{f', pondérée par collège ({fr_weights})' if fr_weights else ''}. "
        f"Quorum\u00a0: {_share(rule['quorum'], chr(160) + '%')} des organisations inscrites"
        f"{f' et au moins {least}{chr(160)}collège{s}' if least else ''}. "
        f"Adoption à {_share(rule['threshold'], chr(160) + '%')} des voix exprimées\u00a0; "
        "les abstentions ne comptent pas parmi les voix exprimées. Tout blocage motivé renvoie à la discussion."
    )
    en = (
        f"One voice per organisation{f', weighted by college ({en_weights})' if en_weights else ''}. "
        f"Quorum: {_share(rule['quorum'], '%')} of registered organisations"
        f"{f' and at least {least} college{s}' if least else ''}. "
        f"Adopted at {_share(rule['threshold'], '%')} of expressed votes; abstentions are not among expressed votes. "
        "Any reasoned block sends the text back to discussion."
    )
    return {"fr": fr, "en": en}


# ---- findings


def findings(report, constat, path):
    poll, register, ballots = constat["poll"], constat["register"], constat["ballots"]
    subject, voted = poll["subject"], constat["text"]
    same = subject["kind"] == voted["kind"] and (subject["kind"] == "plan" or voted["priority"]["id"] == subject["id"])
    report.judge("textSubject", path, [] if same else [f"{path}/text"])
    report.judge("textHash", path, [] if digest("text", voted) == poll["textHash"] else [f"{path}/poll/textHash"])
    _register(report, poll, register, path)
    _ballots(report, constat, path)
    try:
        right = canonical_text(tally(register, ballots, poll["rule"])) == canonical_text(constat["result"])
    except CannotCount:
        right = False
    report.judge("recount", path, [] if right else [f"{path}/result"])


def _register(report, poll, register, path):
    at = f"{path}/register"
    report.judge("registerHash", path, [] if digest("register", register) == poll["registerHash"] else [f"{path}/poll/registerHash"])
    ids = [one["organizationId"] for one in register]
    report.judge("registerOrder", path, [f"{at}/{i}" for i in range(1, len(ids)) if not js_before(ids[i - 1], ids[i])])
    rule = poll["rule"]
    due = weights_of([one["college"] for one in register], rule.get("collegeWeights"), rule["collegeMax"])
    if due is None:
        wrong = [at]
    else:
        wrong = [f"{at}/{i}/weight" for i, one in enumerate(register) if exact(one["weight"]) != due[i]]
    report.judge("weights", path, wrong)
    if rule_words(rule) == poll["ruleText"]:
        report.judge("ruleWords", path, [])
    else:
        report.open("ruleWords", f"{path}/poll/ruleText")


def _ballots(report, constat, path):
    poll = constat["poll"]
    poll_digest = digest("poll", poll)
    wrong = {name: [] for name in ("ballotPoll", "ballotText", "ballotRegister", "ballotOrder", "ballotReason", "ballotTime")}
    left = {one["organizationId"] for one in constat["register"]}
    ids = set()
    before = None
    for index, ballot in enumerate(constat["ballots"]):
        at = f"{path}/ballots/{index}"
        if ballot["pollDigest"] != poll_digest:
            wrong["ballotPoll"].append(f"{at}/pollDigest")
        if ballot["textHash"] != poll["textHash"]:
            wrong["ballotText"].append(f"{at}/textHash")
        if ballot["organizationId"] not in left:
            wrong["ballotRegister"].append(f"{at}/organizationId")
        left.discard(ballot["organizationId"])
        if ballot["id"] in ids or (before is not None and not js_before(before, ballot["organizationId"])):
            wrong["ballotOrder"].append(at)
        if ballot["choice"] in ("reserve", "block") and is_blank(ballot["reason"]) or js_length(ballot["reason"]) > 2000:
            wrong["ballotReason"].append(f"{at}/reason")
        if not poll["openedAt"] <= ballot["receivedAt"] <= constat["closedAt"]:
            wrong["ballotTime"].append(f"{at}/receivedAt")
        ids.add(ballot["id"])
        before = ballot["organizationId"]
    for name, places in wrong.items():
        report.judge(name, path, places)
    if any(one["channel"] == "facilitated" for one in constat["ballots"]):
        report.open("facilitated", path)
