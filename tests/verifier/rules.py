"""RULE-2, RULE-3: whether the rules that each poll of the second form followed were in the record before it."""
from canonical import digest
from votes import is_vote


def findings(report, dossier, shelf):
    sets = [(at, one) for at, one in enumerate(dossier["record"]["entries"]) if one["type"] == "rule-set"]
    if sets:
        report.judge("recordRuleSets", "/record", _odd(sets))
    for at, part in enumerate(dossier.get("earlier", [])):
        _part(report, shelf, part, f"/earlier/{at}", sets)
    _part(report, shelf, dossier, "", sets)


def _odd(sets):
    """The version of the beginning may be told again as it changes; an adopted one stands once, with its decision."""
    seen, odd = set(), []
    for index, entry in sets:
        body = entry["body"]
        version, decided = body["version"], "decisionDigest" in body
        if version < 1 or (version > 1) != decided or (version > 1 and version in seen):
            odd.append(f"/record/entries/{index}")
        seen.add(version)
    return odd


def _part(report, shelf, part, path, sets):
    kept, wrong, open_ = 0, [], []
    for at, constat in enumerate(part["constats"]):
        if not is_vote(constat):
            continue
        poll = constat["poll"]
        openings = shelf.of("poll", poll["id"])
        # A poll that is not in the record is refused for that.
        if not openings or openings[0][1]["body"]["pollDigest"] != digest("poll", poll):
            continue
        index, opened = openings[0]
        rules, place = poll["ruleSet"], f"{path}/constats/{at}/poll/ruleSet"
        if any(
            where < index and entry["body"]["version"] == rules["version"]
            for where, entry in shelf.about("rule-set", digest("rules", rules))
        ):
            kept += 1
        elif "rulesDigest" not in opened["body"] and (not sets or sets[0][0] > index):
            open_.append(place)
        else:
            wrong.append(place)
    if kept or wrong:
        report.judge("recordRules", path, wrong)
    for place in open_:
        report.open("rulesUnrecorded", place)
