"""VER rules: a whole dossier. It trusts nothing that the dossier says of itself: each digest, count, standing and signature is made again."""
import chain
import consent
import history
import plan as plans
import vote_shape
import votes
from canonical import canonical_text, digest
from passkey import check_assertion, is_relying_party
from reading import Unreadable, read
from report import Report
from shape import (
    Misfit, by, bilingual, digest_hex, instant, listed, one_of, positive, record, text, words,
)

BYTES_MAX = 32 * 1024 * 1024

_octets = text(100_000, pattern=r"[A-Za-z0-9_-]+")
_version = record(
    format=one_of("assise/version/v1"),
    id=words,
    planId=words,
    workspaceName=words,
    workspaceKind=one_of("regional", "local", "national", "community"),
    number=positive,
    planDigest=digest_hex,
    constats=listed(digest_hex),
    previous_=digest_hex,
    lockedAt=instant,
    lockedBy=words,
)
_some_words = text(least=1)
_stated = dict(
    allianceId=words,
    allianceTitle=words,
    signatoryId=words,
    name=words,
    capacity=words,
    party=words,
    planDigest=digest_hex,
    versionDigest=digest_hex,
    constats=listed(digest_hex),
    sentence=bilingual,
)
# The second form is that of a signatory whose mandate was said: it says it too.
_STATED_FIRST, _STATED_SECOND = "assise/statement/v1", "assise/statement/v2"
_statement = by(
    "format",
    **{
        _STATED_FIRST: record(format=one_of(_STATED_FIRST), **_stated),
        _STATED_SECOND: record(format=one_of(_STATED_SECOND), **_stated, mandate=_some_words),
    },
)
_signature = record(
    format=one_of("assise/signature/v1"),
    statement=_statement,
    credentialId=_octets,
    publicKey=_octets,
    authenticatorData=_octets,
    clientDataJson=_octets,
    signature=_octets,
    signedAt=instant,
)
_alliance = record(
    id=words,
    title=words,
    parties=listed(
        record(id=words, name=words, signatories=listed(record(id=words, name=words, capacity=words, mandate_=_some_words)))
    ),
    concludedAt=instant,
    origin=words,
    rpId=words,
)
_constat = by("format", **{"assise/constat/v1": consent.constat_shape, "assise/constat/v2": vote_shape.constat_shape})
_signed = {
    "plan": plans.plan_shape,
    "version": _version,
    "constats": listed(_constat),
    "addenda_": listed(vote_shape.addendum_shape),
    "alliance_": _alliance,
    "signatures": listed(_signature),
}
_FIRST, _SECOND = "assise/dossier/v1", "assise/dossier/v2"
SHAPE = by(
    "format",
    **{
        _FIRST: record(format=one_of(_FIRST), **_signed, digest=digest_hex),
        _SECOND: record(
            format=one_of(_SECOND), **_signed, **history.shape, earlier_=listed(record(**_signed), 100), digest=digest_hex
        ),
    },
)


def verify(data, policy=None, report=None, pieces=()):
    """The report on a dossier's bytes, by the policy that their reader keeps when one is given. Total: whatever the bytes."""
    report = report or Report()
    try:
        dossier = read(data, BYTES_MAX)
        SHAPE(dossier, "")
    except Unreadable as why:
        report.fail(why.code, why.path)
        return report
    except Misfit as where:
        report.fail("schema", where.path)
        return report
    del data
    report.ok("canonical")
    report.ok("schema")
    whole = digest("dossier", {key: value for key, value in dossier.items() if key != "digest"})
    report.judge("dossierDigest", "/digest", [] if whole == dossier["digest"] else ["/digest"])
    second = dossier["format"] == _SECOND
    _signed_version(report, dossier, chain.outside_of(dossier, dossier))
    for at, part in enumerate(dossier.get("earlier", [])):
        report.inside = f"/earlier/{at}"
        _signed_version(report, part, chain.outside_of(dossier, part))
    report.inside = ""
    if second:
        history.findings(report, dossier, policy, pieces)
    elif pieces:
        report.fail("outsidePiece")
    _open(report, dossier, policy)
    return report


def _signed_version(report, part, outside):
    """A signed version against itself: this one, or one before it."""
    _digests(report, part)
    _decisions(report, part)
    constats = part["constats"]
    for index, constat in enumerate(constats):
        path = f"/constats/{index}"
        poll = constat["poll"]
        report.judge("pollPlan", path, [] if poll["planId"] == part["version"]["planId"] else [f"{path}/poll/planId"])
        again = any(other["poll"]["id"] == poll["id"] for other in constats[:index])
        report.judge("pollUnique", path, [f"{path}/poll/id"] if again else [])
        (votes if votes.is_vote(constat) else consent).findings(report, constat, path)
    votes.addenda(report, part)
    _alliance_findings(report, part, outside)


def _open(report, dossier, policy):
    """What stays open, said as exactly as what was given allows."""
    signatures = dossier["signatures"]
    bound = sum(1 for code, status, _ in report.findings if code == "keyBound" and status == "ok")
    if policy is not None and dossier["format"] == _FIRST:
        # Who asks for a policy asks for the history: a file without it must not pass for one that has it.
        report.fail("policyNeedsRecord")
    if signatures and not (policy is not None and bound >= len(signatures)):
        report.open("trustRoot", "/signatures")
    if not signatures and policy is None:
        report.open("unsigned")
    report.open("serverTime")


def _digests(report, dossier):
    plan, version, constats = dossier["plan"], dossier["version"], dossier["constats"]
    report.judge("planDigest", "/plan", [] if digest("plan", plan) == version["planDigest"] else ["/version/planDigest"])
    digests = [digest("constat", one) for one in constats]
    named = version["constats"]
    other = [f"/constats/{at}" for at, one in enumerate(digests) if at >= len(named) or named[at] != one]
    if not other and len(named) != len(digests):
        other = ["/version/constats"]
    report.judge("versionConstats", "/version/constats", other[:1])
    late = [f"/constats/{at}/closedAt" for at, one in enumerate(constats) if one["closedAt"] > version["lockedAt"]]
    report.judge("versionTime", "/version/lockedAt", late)


# ---- consensus (CONS rules)


def _decisions(report, dossier):
    plan = dossier["plan"]
    missing = plans.problems(plan)
    report.judge("planComplete", "/plan", missing)
    decisions = [one for constat in dossier["constats"] for one in _decision(constat)]
    whole = _stands(decisions, {"kind": "plan"}, plan)
    report.judge("planStands", "/plan", [] if whole else ["/plan"])
    bare = []
    for at, priority in enumerate(plans.items(plan, "priorities")):
        if plans.is_set_aside(priority):
            continue
        if priority["id"] == "" or not _stands(decisions, {"kind": "priority", "id": priority["id"]}, plan):
            bare.append(f"/plan/lists/priorities/{at}")
    report.judge("priorityStands", "/plan/lists/priorities", bare)


def _decision(constat):
    """(subject, digest of its text, closing, agreed, digests of the priorities inside), of a record that decides."""
    second = votes.is_vote(constat)
    outcome = constat["outcome"] if second else constat["result"]["outcome"]
    adopts = not second or "threshold" in constat["poll"]["setting"]
    subject, voted = constat["poll"]["subject"], constat["text"]
    if not adopts or outcome in ("sorted", "postponed") or subject["kind"] not in ("plan", "priority"):
        return []
    inside = {}
    if voted["kind"] == "plan":
        for priority in plans.items(voted["plan"], "priorities"):
            one = {"kind": "priority", "id": priority["id"]}
            inside[priority["id"]] = digest("text", plans.subject_text(voted["plan"], one))
    return [(subject, digest("text", voted), constat["closedAt"], outcome in ("consensus", "unanimous"), inside)]


def _stands(decisions, subject, plan):
    """CONS-2 to CONS-4: the last closed poll on the text decides; a consensus holds for the identical text only."""
    last = None
    for own, hashed, closed, agreed, inside in decisions:
        if own["kind"] == subject["kind"] and own.get("id") == subject.get("id"):
            one = (closed, agreed, hashed)
        elif own["kind"] == "plan" and agreed and subject.get("id") in inside:
            one = (closed, True, inside[subject["id"]])
        else:
            continue
        if last is None or one[0] > last[0]:
            last = one
    return last is not None and last[1] and last[2] == digest("text", plans.subject_text(plan, subject))


# ---- the Alliance (ALLI rules, VER-6)


def _alliance_findings(report, dossier, outside):
    signatures = dossier["signatures"]
    if "alliance" not in dossier:
        report.judge("noAlliance", "", ["/signatures"] if signatures else [])
        return
    alliance = dossier["alliance"]
    parties = alliance["parties"]
    ids = [one["id"] for party in parties for one in party["signatories"]]
    complete = parties and all(party["signatories"] for party in parties) and len(set(ids)) == len(ids)
    report.judge("allianceParties", "/alliance", [] if complete else ["/alliance/parties"])
    signed = [one["statement"]["signatoryId"] for one in signatures]
    wrong = [] if set(ids) <= set(signed) | outside else ["/alliance/parties"]
    wrong += [f"/signatures/{at}" for at, one in enumerate(signed) if one in signed[:at]]
    report.judge("everySignatory", "/alliance", wrong)
    for at, signature in enumerate(signatures):
        _signature_findings(report, dossier, signature, f"/signatures/{at}")
    locked, concluded = dossier["version"]["lockedAt"], alliance["concludedAt"]
    late = [f"/signatures/{at}/signedAt" for at, one in enumerate(signatures) if not locked <= one["signedAt"] <= concluded]
    report.judge("conclusion", "/alliance", late + (["/alliance/concludedAt"] if concluded < locked else []))
    if len({one["publicKey"] for one in signatures}) < len(signatures):
        report.open("sharedKey", "/signatures")


def _signature_findings(report, dossier, signature, path):
    alliance, statement = dossier["alliance"], signature["statement"]
    _statement_findings(report, dossier, statement, f"{path}/statement")
    challenge = bytes.fromhex(digest("statement", statement))
    answers = check_assertion(signature, challenge, alliance["origin"], alliance["rpId"])
    related = is_relying_party(alliance["rpId"], alliance["origin"])
    for code in ("clientType", "challenge", "origin"):
        report.answer(code, answers[code], f"{path}/clientDataJson")
    report.answer("rpId", answers["rpId"] and related, f"{path}/authenticatorData" if related else "/alliance/rpId")
    for code in ("userPresent", "userVerified"):
        report.answer(code, answers[code], f"{path}/authenticatorData")
    report.answer("publicKey", answers["publicKey"], f"{path}/publicKey")
    report.answer("signature", answers["signature"], f"{path}/signature")


def _statement_findings(report, dossier, statement, path):
    version, alliance = dossier["version"], dossier["alliance"]
    plan_digest = digest("plan", dossier["plan"])
    same = (
        statement["planDigest"] == plan_digest
        and statement["versionDigest"] == digest("version", version)
        and statement["constats"] == version["constats"]
    )
    report.judge("statementDigests", path, [] if same else [path])
    found = [
        (party, one) for party in alliance["parties"] for one in party["signatories"] if one["id"] == statement["signatoryId"]
    ]
    if not found:
        report.fail("statementSignatory", f"{path}/signatoryId")
        return
    party, signatory = found[0]
    mandate = signatory.get("mandate")
    due = {
        "format": _STATED_SECOND if mandate else _STATED_FIRST,
        "allianceId": alliance["id"],
        "allianceTitle": alliance["title"],
        "signatoryId": signatory["id"],
        "name": signatory["name"],
        "capacity": signatory["capacity"],
        "mandate": mandate,
        "party": party["name"],
    }
    report.judge("statementSignatory", path, [f"{path}/{key}" for key in due if statement.get(key) != due[key]])
    title = plans.word(dossier["plan"]["fields"].get("frame"), "title")
    sentence = _sentence(party["name"], (signatory["capacity"], mandate), title, plan_digest, version["constats"])
    right = canonical_text(statement["sentence"]) == canonical_text(sentence)
    report.judge("statementSentence", path, [] if right else [f"{path}/sentence"])


def _sentence(party, role, title, plan_digest, constats):
    """ALLI-1: the words that were on screen, which are part of what is signed."""
    listing = ", ".join(constats)
    if len(constats) > 1:
        records = ("les relevés de consensus dont les empreintes sont ", "the consensus records whose fingerprints are ")
    else:
        records = ("le relevé de consensus dont l’empreinte est ", "the consensus record whose fingerprint is ")
    capacity, mandate = role
    by_virtue = (f", en vertu de «\u00a0{mandate}\u00a0»", f", by virtue of “{mandate}”") if mandate else ("", "")
    return {
        "fr": f"Je signe, pour la partie «\u00a0{party}\u00a0», en qualité de {capacity}{by_virtue[0]}, le plan d’action «\u00a0{title}\u00a0» "
        f"dont l’empreinte est {plan_digest}, et {records[0]}{listing}.",
        "en": f"I sign, for the party “{party}”, as {capacity}{by_virtue[1]}, the action plan “{title}” "
        f"whose fingerprint is {plan_digest}, and {records[1]}{listing}.",
    }
