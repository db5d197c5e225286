"""REC-24: whether what a signed version tells stands in its record, whole, in order and at its hour."""
from canonical import digest
from entries import about, is_far, key_digest
from votes import is_vote

_QUESTIONS = (
    "recordPolls", "recordBallots", "recordConstats", "recordAddenda", "recordLock", "recordSignatures", "recordConclusion",
    "recordOrder", "recordMoments",
)


def findings(report, shelf, part, path):
    wrong = {name: [] for name in _QUESTIONS}
    lock = _lock(shelf, part, path, wrong)
    for at, constat in enumerate(part["constats"]):
        _constat(shelf, constat, f"{path}/constats/{at}", lock, wrong)
    for at, addendum in enumerate(part.get("addenda", [])):
        found = shelf.about("addendum", digest("addendum", addendum))
        if not found or found[0][1]["body"]["pollId"] != addendum["pollId"]:
            wrong["recordAddenda"].append(f"{path}/addenda/{at}")
        elif is_far(found[0][1], addendum["at"]):
            wrong["recordMoments"].append(f"{path}/addenda/{at}/at")
    if "alliance" in part:
        _signatures(shelf, part, path, lock, wrong)
    needless = set() if "addenda" in part else {"recordAddenda"}
    needless |= set() if "alliance" in part else {"recordSignatures", "recordConclusion"}
    for name in _QUESTIONS:
        if wrong[name] or name not in needless:
            report.judge(name, path, wrong[name])


def _lock(shelf, part, path, wrong):
    """Where the lock stands; None when it is nowhere."""
    version = part["version"]
    found = [one for one in shelf.of("lock", version["planId"]) if one[1]["body"]["number"] == version["number"]]
    due = {
        "planId": version["planId"],
        "versionId": version["id"],
        "number": version["number"],
        "planDigest": version["planDigest"],
        "versionDigest": digest("version", version),
    }
    if len(found) != 1 or found[0][1]["body"] != due:
        wrong["recordLock"].append(f"{path}/version")
        return None
    if is_far(found[0][1], version["lockedAt"]):
        wrong["recordMoments"].append(f"{path}/version/lockedAt")
    return found[0][0]


def _constat(shelf, constat, path, lock, wrong):
    poll = constat["poll"]
    openings, closings = shelf.of("poll", poll["id"]), shelf.of("constat", poll["id"])
    start = end = None
    due = {
        "pollId": poll["id"],
        "pollDigest": digest("poll", poll),
        "textHash": poll["textHash"],
        "registerHash": poll["registerHash"],
    }
    if openings and "rulesDigest" in openings[0][1]["body"]:
        due["rulesDigest"] = digest("rules", poll["ruleSet"]) if is_vote(constat) else None
    if len(openings) != 1 or openings[0][1]["body"] != due:
        wrong["recordPolls"].append(f"{path}/poll")
    else:
        start = openings[0][0]
        if is_far(openings[0][1], poll["openedAt"]):
            wrong["recordMoments"].append(f"{path}/poll/openedAt")
    if len(closings) != 1 or about(closings[0][1]) != digest("constat", constat):
        wrong["recordConstats"].append(path)
    else:
        end = closings[0][0]
        # One that closed by its hour enters when someone looks, which may be later.
        if is_far(closings[0][1], constat["closedAt"], is_vote(constat) and constat["closing"] == "hour"):
            wrong["recordMoments"].append(f"{path}/closedAt")
    _ballots(shelf, constat, path, start, end, wrong)
    if (start is not None and end is not None and start > end) or (end is not None and lock is not None and end > lock):
        wrong["recordOrder"].append(path)


def _ballots(shelf, constat, path, start, end, wrong):
    secret = constat.get("secret")
    receipts, place = (secret["roll"], "secret/roll") if secret else (constat["ballots"], "ballots")
    placed = shelf.of("ballot", constat["poll"]["id"])
    left = {about(one[1]): one for one in placed}
    if len(left) != len(placed):
        wrong["recordBallots"].append(path)
    for at, ballot in enumerate(receipts):
        found = left.pop(digest("ballot", ballot), None)
        if found is None:
            wrong["recordBallots"].append(f"{path}/{place}/{at}")
            continue
        if (start is not None and found[0] < start) or (end is not None and found[0] > end):
            wrong["recordOrder"].append(f"{path}/{place}/{at}")
        if is_far(found[1], ballot["receivedAt"]):
            wrong["recordMoments"].append(f"{path}/{place}/{at}/receivedAt")
    wrong["recordBallots"] += [f"/record/entries/{index}" for index, _ in left.values()]


def _signatures(shelf, part, path, lock, wrong):
    alliance, version_digest = part["alliance"], digest("version", part["version"])
    conclusions = shelf.of("conclusion", alliance["id"])
    due = {"allianceId": alliance["id"], "versionDigest": version_digest, "allianceDigest": digest("alliance", alliance)}
    end = None
    if len(conclusions) != 1 or conclusions[0][1]["body"] != due:
        wrong["recordConclusion"].append(f"{path}/alliance")
    else:
        end = conclusions[0][0]
        if is_far(conclusions[0][1], alliance["concludedAt"]):
            wrong["recordMoments"].append(f"{path}/alliance/concludedAt")
        if lock is not None and end < lock:
            wrong["recordOrder"].append(f"{path}/alliance")
    left = dict.fromkeys(index for index, _ in shelf.of("signature", alliance["id"]))
    for at, signature in enumerate(part["signatures"]):
        place = f"{path}/signatures/{at}"
        index, entry = shelf.signature(signature)
        known = index in left
        left.pop(index, None)
        if not known or not _is_of(entry, signature, version_digest):
            wrong["recordSignatures"].append(place)
            continue
        if (lock is not None and index < lock) or (end is not None and index > end):
            wrong["recordOrder"].append(place)
        if is_far(entry, signature["signedAt"]):
            wrong["recordMoments"].append(f"{place}/signedAt")
    wrong["recordSignatures"] += [f"/record/entries/{index}" for index in left]


def _is_of(entry, signature, version_digest):
    body, statement = entry["body"], signature["statement"]
    return (
        body["allianceId"] == statement["allianceId"]
        and body["versionDigest"] == version_digest
        and body["statementDigest"] == digest("statement", statement)
        and body["keyDigest"] == key_digest(signature)
    )


def from_elsewhere(report, shelf, parts, dossier):
    """Adoptions and signatures from elsewhere: each in the record, of its Alliance, after that version's lock."""
    lists = (("adoption", "adoptions"), ("outside", "outside"))
    if not any(dossier.get(name) for _, name in lists):
        return
    wrong = []
    for kind, name in lists:
        for at, one in enumerate(dossier.get(name, [])):
            found = shelf.about(kind, digest(kind, one))
            part = next((part for part in parts if part.get("alliance", {}).get("id") == one["allianceId"]), None)
            locks = shelf.about("lock", digest("version", part["version"])) if part else []
            right = (
                found
                and locks
                and found[0][1]["body"]["allianceId"] == one["allianceId"]
                and found[0][0] > locks[0][0]
                and not is_far(found[0][1], one["at"])
            )
            if not right:
                wrong.append(f"/{name}/{at}")
    report.judge("recordAdoptions", "/record", wrong)
