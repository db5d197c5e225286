"""AMEND-6, ALLI-12: versions that amend one another, and what came to their Alliances beside passkeys."""
from canonical import digest


def _chain(dossier):
    """Every version of the file with its place, the oldest first."""
    return [*((part, f"/earlier/{at}") for at, part in enumerate(dossier.get("earlier", []))), (dossier, "")]


def findings(report, dossier, shelf):
    """Versions of one plan, numbered from 1 without a gap, each naming the one before, locked after its lock and its conclusion."""
    chain = _chain(dossier)
    if len(chain) == 1 and dossier["version"]["number"] == 1 and "previous" not in dossier["version"]:
        return
    broken, early, unopened = [], [], []
    first, path = chain[0]
    if first["version"]["number"] != 1 or "previous" in first["version"]:
        broken.append(f"{path}/version/previous")
    for (before, _), (part, path) in zip(chain, chain[1:]):
        old, new = before["version"], part["version"]
        follows = new["planId"] == old["planId"] and new["number"] == old["number"] + 1
        if not follows or new.get("previous") != digest("version", old):
            broken.append(f"{path}/version/previous")
        past = [old["lockedAt"]] + ([before["alliance"]["concludedAt"]] if "alliance" in before else [])
        if max(past) >= new["lockedAt"]:
            early.append(f"{path}/version/lockedAt")
        if not _is_opened(shelf, old, new):
            unopened.append(f"{path}/version")
    report.judge("earlierChain", "/earlier", broken)
    report.judge("earlierTimes", "/earlier", early)
    report.judge("recordAmendments", "/record", unopened)


def _is_opened(shelf, old, new):
    """Exactly one amendment in the record leads from a version to the next, between their two locks."""
    own = [one for one in shelf.of("amendment", old["planId"]) if one[1]["body"]["number"] == old["number"]]
    starts, ends = (shelf.about("lock", digest("version", version)) for version in (old, new))
    if len(own) != 1 or not starts or not ends:
        return False
    index, entry = own[0]
    return entry["body"]["versionDigest"] == digest("version", old) and starts[0][0] < index < ends[0][0]


def outside_of(dossier, part):
    """The signatories of a version's Alliance who signed on paper or elsewhere."""
    ident = part["alliance"]["id"] if "alliance" in part else None
    return {one["signatoryId"] for one in dossier.get("outside", []) if one["allianceId"] == ident}


def elsewhere(report, dossier, shelf, shown):
    """Of an Alliance of the file, on its plan, in time; a paper, confirmed in the record by one answer."""
    adoptions, outside = dossier.get("adoptions"), dossier.get("outside")
    parts = {}
    for part, _ in _chain(dossier):
        if "alliance" in part:
            parts.setdefault(part["alliance"]["id"], part)
    if adoptions is not None:
        strange = [f"/adoptions/{at}" for at, one in enumerate(adoptions) if not _is_adopted(parts.get(one["allianceId"]), one)]
        report.judge("adoptions", "/adoptions", strange)
    if outside is not None:
        odd = [f"/outside/{at}" for at, one in enumerate(outside) if not _is_placed(parts.get(one["allianceId"]), one)]
        open_yet = [f"/outside/{at}" for at, one in enumerate(outside) if not _is_answered(shelf, one)]
        report.judge("outside", "/outside", odd)
        report.judge("outsideConfirmed", "/outside", open_yet)
    if any(f"/adoptions/{at}" not in shown for at in range(len(adoptions or []))):
        report.open("adoptionFile", "/adoptions")
    if any(f"/outside/{at}" not in shown for at in range(len(outside or []))):
        report.open("outsideFile", "/outside")


def _is_adopted(part, one):
    known = part is not None and one["partyId"] in {party["id"] for party in part["alliance"]["parties"]}
    return known and one["planDigest"] == digest("plan", part["plan"])


def _is_placed(part, one):
    if part is None:
        return False
    alliance = part["alliance"]
    named = {signatory["id"] for party in alliance["parties"] for signatory in party["signatories"]}
    own = {signature["statement"]["signatoryId"] for signature in part["signatures"]}
    timely = part["version"]["lockedAt"] <= one["at"] <= alliance["concludedAt"]
    return one["signatoryId"] in named - own and timely


def _is_answered(shelf, one):
    """A paper counts once a second person confirmed it; nobody answers for what was signed elsewhere."""
    answers = [entry["body"] for _, entry in shelf.about("outside-answer", one["id"])]
    if one["kind"] != "paper":
        return not answers
    confirmed = len(answers) == 1 and answers[0]["answer"] == "confirmed"
    return confirmed and answers[0]["outsideDigest"] == digest("outside", one)
