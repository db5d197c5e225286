"""VOTE-27, COUNT-17: voices given for advice, apart from the register, the ballots and the count. Called by votes.py."""
from canonical import canonical_text, digest
from consent import CannotCount
from counting import count
from settings import is_valid, lacks_words
from shape import js_before, js_key


def advice(report, constat, path):
    poll, advice, at = constat["poll"], constat.get("consultative"), f"{path}/consultative"
    if advice is None:
        if "consultativeHash" in poll:
            report.fail("consultativeSeats", at)
        return
    first, late, ballots, setting = advice["seats"], advice.get("joined"), advice["ballots"], poll["setting"]
    seats, since = _asked(advice), {one["seat"]["seatId"]: one["at"] for one in late or []}
    ids, opening = [one["seatId"] for one in seats], [one["seatId"] for one in first]
    in_time = late is None or (
        late
        and setting["electorate"] == "additive"
        and all(poll["openedAt"] < one["at"] < constat["closedAt"] for one in late)
        and all(late[i - 1]["at"] <= late[i]["at"] for i in range(1, len(late)))
    )
    voting = {one["seatId"] for one in constat["register"]}
    voting |= {one["seat"]["seatId"] for one in constat["changes"] if one["kind"] == "joined"}
    right = (
        setting["secrecy"] != "secret"
        and seats
        and (digest("register", first) if first else None) == poll.get("consultativeHash")
        and all(js_before(opening[i - 1], opening[i]) for i in range(1, len(opening)))
        and in_time
        and not voting & set(ids)
        and all(one["weight"] == {"num": 1, "den": 1} for one in seats)
        and all(js_before(ids[i - 1], ids[i]) for i in range(1, len(ids)))
    )
    report.judge("consultativeSeats", path, [] if right else [f"{at}/seats"])
    poll_digest, asked, known, wrong = digest("poll", poll), {one["seatId"] for one in seats if not one.get("recused")}, set(), []
    for index, ballot in enumerate(ballots):
        before = ballots[index - 1] if index else None
        again = before is not None and before["seatId"] == ballot["seatId"]
        right = (
            ballot["pollDigest"] == poll_digest
            and ballot["textHash"] == poll["textHash"]
            and ballot["seatId"] in asked
            and ballot["id"] not in known
            and (before is None or not js_before(ballot["seatId"], before["seatId"]))
            and ballot["revision"] == (before["revision"] + 1 if again else 1)
            and (setting["revote"] or not again)
            and ballot["channel"] == "self"
            and "proxySeat" not in ballot
            and "secondTeller" not in ballot
            and is_valid(setting, ballot["value"])
            and not lacks_words(setting, ballot["value"], ballot["reason"])
            and poll["openedAt"] < ballot["receivedAt"] < constat["closedAt"]
            and since.get(ballot["seatId"], "") <= ballot["receivedAt"]
        )
        known.add(ballot["id"])
        if not right:
            wrong.append(f"{at}/ballots/{index}")
    report.judge("consultativeVoices", path, wrong)
    report.judge("consultativeCount", path, [] if _advice_counted(setting, advice) == canonical_text(advice["count"]) else [f"{at}/count"])


def _asked(advice):
    """Every seat asked for advice, at the opening and since, sorted."""
    late = [one["seat"] for one in advice.get("joined") or []]
    return sorted(advice["seats"] + late, key=lambda seat: js_key(seat["seatId"]))


_ADVICE = (
    "registered", "recused", "cast", "expressed", "abstained", "blank", "invalid", "notVoted", "favourable", "against", "tallies",
    "groups",
)


def _advice_counted(setting, advice):
    bare = {key: value for key, value in setting.items() if key not in ("threshold", "fallback")}
    last = {}
    for ballot in advice["ballots"]:
        held = last.get(ballot["seatId"])
        if held is None or ballot["revision"] > held["revision"]:
            last[ballot["seatId"]] = ballot
    try:
        counted = count(bare, _asked(advice), [(ident, last[ident]["value"]) for ident in sorted(last, key=js_key)])
    except (CannotCount, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return canonical_text({key: counted[key] for key in _ADVICE if key in counted})
