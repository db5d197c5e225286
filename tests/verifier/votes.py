"""VOTE rules: the records of polls of the second form, the voices in them, their objections, and what was added afterwards."""
from advice import advice
from canonical import canonical_text, digest
from consent import CannotCount, exact, weights_of
from counting import count
from settings import is_sound, is_valid, lacks_words, objection_in, under
from shape import is_blank, js_before, js_key


def is_vote(constat):
    return constat["format"] == "assise/constat/v2"


# ---- findings


def findings(report, constat, path):
    poll = constat["poll"]
    report.judge("textSubject", path, [] if _is_text_of(poll, constat["text"]) else [f"{path}/text"])
    report.judge("textHash", path, [] if digest("text", constat["text"]) == poll["textHash"] else [f"{path}/poll/textHash"])
    _register(report, constat, path)
    _setting(report, constat, path)
    _voices(report, constat, path)
    advice(report, constat, path)
    _objections(report, constat, path)


def _is_text_of(poll, voted):
    subject = poll["subject"]
    if subject["kind"] != voted["kind"]:
        return False
    if voted["kind"] == "priority":
        return voted["priority"]["id"] == subject["id"]
    if voted["kind"] == "question":
        return voted["question"] == poll["question"]
    if voted["kind"] == "passage":
        return all(subject.get(key, "") == voted.get(key, "") for key in ("section", "list", "item", "field"))
    return True


def register_after(register, changes):
    """VOTE-13: the seats as they count after some changes, sorted."""
    seats = {one["seatId"]: one for one in register}
    for change in changes:
        if change["kind"] == "joined":
            seats[change["seat"]["seatId"]] = change["seat"]
        elif change["seatId"] in seats:
            seats[change["seatId"]] = {**seats[change["seatId"]], "recused": True}
    return [seats[ident] for ident in sorted(seats, key=js_key)]


def _register(report, constat, path):
    poll, register, at = constat["poll"], constat["register"], f"{path}/register"
    ids = [one["seatId"] for one in register]
    report.judge("registerHash", path, [] if digest("register", register) == poll["registerHash"] else [f"{path}/poll/registerHash"])
    report.judge("registerOrder", path, [f"{at}/{i}" for i in range(1, len(ids)) if not js_before(ids[i - 1], ids[i])])
    wrong = _wrong_weights(poll["ruleSet"], register, at, False)
    if wrong and "threshold" not in poll["setting"]:
        # Equal voices in spite of the rules' colleges: only for a poll that adopts nothing.
        wrong = _wrong_weights(poll["ruleSet"], register, at, True)
    report.judge("weights", path, wrong)
    report.judge("registerChanges", path, _wrong_changes(constat, path))


def _wrong_weights(rules, register, at, equal):
    # Held against the register in its due order: one out of order has wrong weights too.
    due = sorted(register, key=lambda one: js_key(one["seatId"]))
    weights = weights_of([one["college"] for one in due], None if equal else rules.get("collegeWeights"), rules["collegeMax"])
    if weights is None or (not equal and _over_cap(rules, register)):
        return [at]
    return [f"{at}/{i}/weight" for i, one in enumerate(register) if exact(one["weight"]) != weights[i]]


def _over_cap(rules, register):
    """VOTE-12: where the rules cap the seats themselves, no college has more of them."""
    if not rules.get("capSeats") or rules.get("collegeWeights") is not None:
        return False
    held = [one["college"] for one in register]
    cap = rules["collegeMax"]
    return any(held.count(one) * cap["den"] > cap["num"] * len(held) for one in held)


def _wrong_changes(constat, path):
    poll, wrong = constat["poll"], []
    additive = poll["setting"]["electorate"] == "additive"
    for index, change in enumerate(constat["changes"]):
        known = register_after(constat["register"], constat["changes"][:index])
        joined = change["kind"] == "joined"
        seat_id = change["seat"]["seatId"] if joined else change["seatId"]
        inside = any(one["seatId"] == seat_id for one in known)
        even = not joined or all(exact(one["weight"]) == exact(change["seat"]["weight"]) for one in known)
        allowed = change["kind"] == "recused" or additive
        timely = poll["openedAt"] < change["at"] <= constat["closedAt"]
        if joined == inside or not (even and allowed and timely):
            wrong.append(f"{path}/changes/{index}")
    return wrong


def _setting(report, constat, path):
    poll = constat["poll"]
    setting, rules = poll["setting"], poll["ruleSet"]
    late = setting["electorate"] == "additive" and rules["lateSeats"] == "frozen"
    sound = not late and is_sound(setting, constat["register"])
    same = sound and canonical_text(setting) == canonical_text(under(rules, setting))
    report.judge("settingRules", path, [] if same else [f"{path}/poll/setting"])
    # The words are for people; this implementation judges the data beside them.
    report.open("ruleWords", f"{path}/poll/ruleText")
    report.judge("closingHour", path, [] if _is_timely(constat) else [f"{path}/closedAt"])


def _is_timely(constat):
    """VOTE-3."""
    poll, closed = constat["poll"], constat["closedAt"]
    hour = poll["setting"].get("closesAt")
    if closed <= poll["openedAt"]:
        return False
    if constat["closing"] == "hour":
        return hour is not None and closed >= hour
    if hour is None or closed >= hour:
        return True
    took = constat["secret"]["roll"] if "secret" in constat else counted_ballots(constat)
    voted = {one["seatId"] for one in took}
    return all(one.get("recused") or one["seatId"] in voted for one in register_after(constat["register"], constat["changes"]))


def counted_ballots(constat):
    """VOTE-7: of each seat the last that its holder did not contest."""
    contested = {one["voiceId"] for one in constat["answers"] if one["answer"] == "contested"}
    last = {}
    for ballot in constat["ballots"]:
        held = last.get(ballot["seatId"])
        if ballot["id"] not in contested and (held is None or ballot["revision"] > held["revision"]):
            last[ballot["seatId"]] = ballot
    return [last[ident] for ident in sorted(last, key=js_key)]


# ---- voices


def _voices(report, constat, path):
    secret = constat["poll"]["setting"]["secrecy"] == "secret"
    told = "secret" in constat
    report.judge("secretApart", path, [] if secret == told and not (secret and constat["ballots"]) else [path])
    (_secret if told else _named)(report, constat, path)
    _recount(report, constat, path)


def _could_vote(constat, seat_id, at):
    """In the register at that instant, and not recused by then."""
    seats = register_after(constat["register"], [one for one in constat["changes"] if one["at"] <= at])
    return any(one["seatId"] == seat_id and not one.get("recused") for one in seats)


def _named(report, constat, path):
    poll, ballots = constat["poll"], constat["ballots"]
    setting, poll_digest = poll["setting"], digest("poll", poll)
    names = ("ballotPoll", "ballotText", "ballotRegister", "ballotOrder", "ballotValue", "ballotTime", "ballotRevision")
    wrong = {name: [] for name in names}
    ids = set()
    for index, ballot in enumerate(ballots):
        at = f"{path}/ballots/{index}"
        before = ballots[index - 1] if index else None
        if ballot["pollDigest"] != poll_digest:
            wrong["ballotPoll"].append(f"{at}/pollDigest")
        if ballot["textHash"] != poll["textHash"]:
            wrong["ballotText"].append(f"{at}/textHash")
        if not _could_vote(constat, ballot["seatId"], ballot["receivedAt"]):
            wrong["ballotRegister"].append(f"{at}/seatId")
        if ballot["id"] in ids or (before and js_before(ballot["seatId"], before["seatId"])):
            wrong["ballotOrder"].append(at)
        if not is_valid(setting, ballot["value"]) or lacks_words(setting, ballot["value"], ballot["reason"]):
            wrong["ballotValue"].append(f"{at}/value")
        if not poll["openedAt"] < ballot["receivedAt"] < constat["closedAt"]:
            wrong["ballotTime"].append(f"{at}/receivedAt")
        if not _is_next(constat, index) or (ballot["channel"] == "proxy") != ("proxySeat" in ballot):
            wrong["ballotRevision"].append(at)
        ids.add(ballot["id"])
    for name, places in wrong.items():
        report.judge(name, path, places)
    recorded = {one["id"] for one in ballots if one["channel"] in ("facilitated", "paper")}
    answered = [f"{path}/answers/{at}" for at, one in enumerate(constat["answers"]) if one["voiceId"] not in recorded]
    report.judge("voiceAnswers", path, answered)
    if any(one["channel"] in ("facilitated", "paper") for one in ballots):
        report.open("facilitated", path)


def _is_next(constat, index):
    ballot = constat["ballots"][index]
    before = constat["ballots"][index - 1] if index else None
    if before is None or before["seatId"] != ballot["seatId"]:
        return ballot["revision"] == 1
    if ballot["revision"] != before["revision"] + 1:
        return False
    contested = any(one["voiceId"] == before["id"] and one["answer"] == "contested" for one in constat["answers"])
    return constat["poll"]["setting"]["revote"] or contested


def _secret(report, constat, path):
    poll, closed, secret = constat["poll"], constat["closedAt"], constat["secret"]
    setting, poll_digest = poll["setting"], digest("poll", poll)
    roll, tallies = secret["roll"], secret["tallies"]
    wrong = []
    for index, entry in enumerate(roll):
        right = (
            entry["pollDigest"] == poll_digest
            and _could_vote(constat, entry["seatId"], entry["receivedAt"])
            and poll["openedAt"] < entry["receivedAt"] < closed
            and (index == 0 or js_before(roll[index - 1]["seatId"], entry["seatId"]))
            and entry["channel"] != "facilitated"
        )
        if not right:
            wrong.append(f"{path}/secret/roll/{index}")
    report.judge("secretRoll", path, wrong)
    texts = [canonical_text({"value": one["value"], "reason": one["reason"]}) for one in tallies]
    wrong = [
        f"{path}/secret/tallies/{index}"
        for index, one in enumerate(tallies)
        if not is_valid(setting, one["value"])
        or lacks_words(setting, one["value"], one["reason"])
        or (index and not js_before(texts[index - 1], texts[index]))
    ]
    papers = sum(one["count"] for one in tallies)
    even = papers == (0 if secret["suppressed"] else len(roll))
    hidden = len(roll) < setting["minSecretSize"]
    report.judge("secretValues", path, wrong + ([] if even and hidden == secret["suppressed"] else [f"{path}/secret"]))


def _recount(report, constat, path):
    counted = _counted(constat)
    told = constat.get("count")
    # The trace says in words what the figures say: it is told apart, for words are mended over ten years.
    figures = told and {key: value for key, value in told.items() if key != "trace"}
    same = (counted is None) == (figures is None) and (counted is None or canonical_text(counted) == canonical_text(figures))
    report.judge("recount", path, [] if same else [f"{path}/count"])
    if told:
        report.open("traceWords", f"{path}/count/trace")
    own = [one for one in constat["objections"] if one["pollId"] == constat["poll"]["id"]]
    casting = constat.get("casting")
    outcome = outcome_of(constat["poll"]["setting"], counted, own, casting and casting["side"])
    wrong = [] if outcome == constat["outcome"] else [f"{path}/outcome"]
    if casting and not _is_called_for(constat, casting, counted):
        wrong.append(f"{path}/casting")
    report.judge("outcome", path, wrong)


def _awaits_casting(setting, counted):
    """COUNT-16: only as much for as against, where half of what is expressed decides and nothing else is asked."""
    threshold = setting.get("threshold")
    if setting["tie"] != "castingVote" or not threshold or not counted["quorum"]["met"]:
        return False
    half = threshold["share"]["num"] * 2 == threshold["share"]["den"]
    bare = threshold["abstentions"] == "excluded" or counted["abstained"]["seats"] == 0
    whole = "minSupport" not in threshold and not threshold.get("perCollege")
    tied = counted.get("favourable", {}).get("weight") == counted.get("against", {}).get("weight") and len(counted["tied"]) == 2
    failed = counted.get("test", {}).get("passed") is False
    return half and threshold["base"] == "expressed" and bare and whole and tied and failed and not counted["blocks"]


def _is_called_for(constat, casting, counted):
    return (
        counted is not None
        and _awaits_casting(constat["poll"]["setting"], counted)
        and constat["closing"] == "hand"
        and casting["byName"] == constat["closedBy"]
        and casting["at"] == constat["closedAt"]
    )


def _counted(constat):
    """None when nothing may be counted (a secret poll under its minimum), or when it cannot be."""
    setting = constat["poll"]["setting"]
    seats = register_after(constat["register"], constat["changes"])
    try:
        if "secret" not in constat:
            return count(setting, seats, [(one["seatId"], one["value"]) for one in counted_ballots(constat)])
        secret = constat["secret"]
        if secret["suppressed"]:
            return None
        if sum(one["count"] for one in secret["tallies"]) != len({one["seatId"] for one in secret["roll"]}):
            return None
        papers = [one["value"] for one in secret["tallies"] for _ in range(one["count"])]
        return count(setting, seats, list(enumerate(papers)), [one["seatId"] for one in secret["roll"]])
    except (CannotCount, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None


def outcome_of(setting, counted, own, casting=None):
    """VOTE-8."""
    if counted is None or not counted["quorum"]["met"]:
        return "notDecided"
    if counted["tied"] and setting["tie"] == "deliberateAgain":
        return "postponed"
    if "threshold" not in setting:
        return "sorted"
    if setting["method"] == "approval" and not counted["retained"]:
        return "notDecided"
    # One that was overruled no more than one that stands: only the fallback decides after it. One that another text answers stands here.
    if counted["blocks"] or any(one["level"] == "block" and one["state"] != "withdrawn" for one in own):
        decided = setting["afterBlock"] == "majority" and counted.get("fallbackTest", {}).get("passed")
        return "dissent" if decided else "notDecided"
    if not counted.get("test", {}).get("passed"):
        return "dissent" if casting == "for" and _awaits_casting(setting, counted) else "notDecided"
    if setting["method"] == "approval":
        kept = [one["mass"]["seats"] for one in counted["tallies"] if one["id"] in counted["retained"]]
        return "consensus" if all(seats == counted["expressed"]["seats"] for seats in kept) else "dissent"
    if setting["method"] not in ("consent", "gradients", "fist") and counted.get("against", {}).get("seats", 0) > 0:
        return "dissent"
    full = {"consent": "support", "gradients": "endorse", "fist": "5", "yesNo": "yes"}.get(setting["method"])
    entitled = counted["registered"]["seats"]
    all_of_it = any(one["id"] == full and one["mass"]["seats"] == entitled for one in counted["tallies"])
    reserved = any(one["state"] != "withdrawn" for one in own)
    return "unanimous" if full and entitled and all_of_it and not reserved else "consensus"


# ---- objections (VOTE-9 to VOTE-11)

_FROM = {
    "answer": ("raised", "answered", "maintained"),
    "integrate": ("raised", "answered", "maintained"),
    "withdraw": ("raised", "answered", "maintained", "integrated"),
    "maintain": ("raised", "answered", "integrated"),
    "overrule": ("maintained",),
}
_TO = {
    "answer": "answered", "integrate": "integrated", "withdraw": "withdrawn", "maintain": "maintained", "overrule": "overruled",
}


def _objections(report, constat, path):
    poll, closed = constat["poll"], constat["closedAt"]
    wrong = [
        f"{path}/objections/{at}" for at, one in enumerate(constat["objections"]) if not _is_lived(one, poll, closed)
    ]
    said = {(one["seatId"], one["argument"]) for one in constat["objections"] if one["pollId"] == poll["id"]}
    for at, ballot in enumerate(constat["ballots"]):
        if objection_in(poll["setting"], ballot["value"]) and (ballot["seatId"], ballot["reason"]) not in said:
            wrong.append(f"{path}/ballots/{at}")
    report.judge("objectionSteps", path, wrong)


def _is_lived(objection, poll, closed):
    own = objection["pollId"] == poll["id"]
    state, at = "raised", objection["raisedAt"]
    for step in objection["steps"]:
        move = step["move"]
        if not at <= step["at"] <= closed or state not in _FROM[move]:
            return False
        if move == "answer" and is_blank(step["words"]):
            return False
        if move == "integrate" and step.get("textHash") in (None, poll["textHash"] if own else ""):
            return False
        foreseen = not own or poll["setting"]["afterBlock"] == "majority"
        if move == "overrule" and (not foreseen or objection["level"] != "block"):
            return False
        state, at = _TO[move], step["at"]
    return state == objection["state"] and objection["raisedAt"] <= closed


def addenda(report, dossier):
    """Of a poll that is here, each naming the one before, none of them an annulment."""
    listing = dossier.get("addenda", [])
    if not listing:
        return
    polls = {}
    for constat in dossier["constats"]:
        if is_vote(constat):
            polls.setdefault(constat["poll"]["id"], constat)
    last, wrong = {}, []
    for at, one in enumerate(listing):
        constat = polls.get(one["pollId"])
        before = last.get(one["pollId"])
        last[one["pollId"]] = one
        right = (
            constat is not None
            and one["kind"] != "annulled"
            and one["pollDigest"] == digest("poll", constat["poll"])
            and one.get("constatDigest") in (None, digest("constat", constat))
            and one.get("previous") == (digest("addendum", before) if before else None)
            and constat["poll"]["openedAt"] < one["at"] <= dossier["version"]["lockedAt"]
        )
        if not right:
            wrong.append(f"/addenda/{at}")
    report.judge("addenda", "/addenda", wrong)
    # No signature covers them: the version was locked on the records alone.
    report.open("addendaUnsigned", "/addenda")
