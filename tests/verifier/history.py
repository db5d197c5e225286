"""VER-10: what the second form of the dossier lets one check besides: the whole record, its checkpoint, its cosignatures, its keys."""
import chain
import keys
import pieces
import presence
import rules
from canonical import commitment, digest
from entries import Shelf, entry_shape, key_digest, leaf
from note import holds as line_holds, open_checkpoint, read_checkpoint, read_note, read_vkey
from passkey import from_base64url
from policy import holder_shape
from shape import Misfit, bilingual, digest_hex, instant, is_day, listed, natural, one_of, record, text, words
from tree import root

_octets = text(100_000, pattern=r"[A-Za-z0-9_-]+")
_entries = listed(entry_shape, 60_000)


def _some_entries(value, path):
    _entries(value, path)
    if not value:
        raise Misfit(path)


_record = record(
    logKey=text(400),
    checkpoint=text(600_000),
    entries=_some_entries,
    opened_=listed(
        record(index=natural, salt=text(pattern=r"[A-Za-z0-9_-]{43}"), payload=record(userId=words, name=words)), 2000
    ),
)
_statement = record(
    format=one_of("assise/key-statement/v1"),
    workspaceId=words,
    workspaceName=words,
    keyDigest=digest_hex,
    holder=holder_shape,
    attester=holder_shape,
    replaces_=digest_hex,
    sentence=bilingual,
    **{"as": one_of("facilitator", "partner")},
)
_attestation = record(
    format=one_of("assise/key-attestation/v1"),
    statement=_statement,
    credentialId=_octets,
    publicKey=_octets,
    authenticatorData=_octets,
    clientDataJson=_octets,
    signature=_octets,
    attestedAt=instant,
)
_adoption = record(
    format=one_of("assise/adoption/v1"),
    id=words,
    allianceId=words,
    partyId=words,
    instance=words,
    resolutionNo=words,
    day=text(holds=is_day),
    fileDigest_=digest_hex,
    planDigest=digest_hex,
    recordedBy=words,
    at=instant,
)
_outside = record(
    format=one_of("assise/outside/v1"),
    id=words,
    allianceId=words,
    signatoryId=words,
    kind=one_of("paper", "pades"),
    fileDigest_=digest_hex,
    baseDigest=digest_hex,
    signer_=record(name=words, certificate=digest_hex),
    recordedBy=words,
    at=instant,
)
shape = {
    "record": _record,
    "attestations": listed(_attestation, 2000),
    "policyHash_": digest_hex,
    "adoptions_": listed(_adoption, 1000),
    "outside_": listed(_outside, 1000),
}


def findings(report, dossier, policy, given=()):
    shelf = Shelf(dossier["record"]["entries"])
    _tree(report, dossier["record"])
    _trust(report, dossier, shelf, policy)
    for at, part in enumerate(dossier.get("earlier", [])):
        presence.findings(report, shelf, part, f"/earlier/{at}")
    presence.findings(report, shelf, dossier, "")
    rules.findings(report, dossier, shelf)
    presence.from_elsewhere(report, shelf, [*dossier.get("earlier", []), dossier], dossier)
    chain.elsewhere(report, dossier, shelf, pieces.findings(report, dossier, given))
    chain.findings(report, dossier, shelf)
    _opened(report, dossier)
    keys.findings(report, dossier, shelf, policy)


def _tree(report, told):
    """REC-23: one workspace, time going forward, the root recomputed from every entry."""
    entries = told["entries"]
    first = entries[0]["workspaceId"]
    foreign = [f"/record/entries/{at}" for at, one in enumerate(entries) if one["workspaceId"] != first]
    early = [f"/record/entries/{at}/at" for at in range(1, len(entries)) if entries[at]["at"] < entries[at - 1]["at"]]
    report.judge("recordWorkspace", "/record", foreign)
    report.judge("recordTime", "/record", early)
    note = read_note(told["checkpoint"])
    stated = read_checkpoint(note[0]) if note else None
    if stated is None:
        report.fail("recordRoot", "/record/checkpoint")
        return
    same = stated[1] == len(entries) and root([leaf(one) for one in entries]) == stated[2]
    report.judge("recordRoot", "/record", [] if same else ["/record/entries"])


def _trust(report, dossier, shelf, policy):
    """POLICY rules: workspace, log key, checkpoint, cosignatures, address; without a policy each is left open."""
    told = dossier["record"]
    log = read_vkey(policy["log"] if policy else told["logKey"])
    opened = log and open_checkpoint(told["checkpoint"], log, [])
    report.judge("recordCheckpoint", "/record/checkpoint", [] if opened else ["/record/checkpoint"])
    _policy_entry(report, dossier, shelf)
    if policy is None:
        report.open("logKey", "/record/logKey")
        report.open("oneHistory", "/record/checkpoint")
        return
    own = told["entries"][0]["workspaceId"] == policy["workspaceId"]
    report.judge("policyWorkspace", "/record", [] if own else ["/record"])
    if "policyHash" in dossier:
        same = dossier["policyHash"] == digest("policy", policy)
        report.judge("policyHash", "/policyHash", [] if same else ["/policyHash"])
    else:
        report.open("policyNone", "/policyHash")
    report.judge("logKey", "/record/logKey", [] if told["logKey"] == policy["log"] else ["/record/logKey"])
    _cosignatures(report, told["checkpoint"], policy, log)
    sites = [(part["alliance"], f"{path}/alliance/origin") for part, path in _parts(dossier) if "alliance" in part]
    if sites:
        due = (policy["origin"], policy["rpId"])
        report.judge("policyOrigin", "/alliance", [path for one, path in sites if (one["origin"], one["rpId"]) != due])
    report.open("policyPaper")


def _parts(dossier):
    return [(dossier, ""), *((part, f"/earlier/{at}") for at, part in enumerate(dossier.get("earlier", [])))]


def _policy_entry(report, dossier, shelf):
    """What the file says of its policy must be what its record says: the last one set before the lock."""
    entries = dossier["record"]["entries"]
    locks = shelf.about("lock", digest("version", dossier["version"]))
    before = [one for one in entries[: locks[0][0] if locks else len(entries)] if one["type"] == "policy"]
    due, said = (before[-1]["body"]["policyDigest"] if before else None), dossier.get("policyHash")
    if due is not None or said is not None:
        report.judge("policyEntry", "/policyHash", [] if due == said else ["/policyHash"])


def _cosignatures(report, checkpoint, policy, log):
    path = "/record/checkpoint"
    note = read_note(checkpoint)
    known = {}
    for witness in policy["witnesses"]:
        key = read_vkey(witness["vkey"])
        known.setdefault(key[:2], (key, witness))
    heard, wrong, unknown = [], 0, 0
    for name, ident, payload in note[1] if note else []:
        if (name, ident) not in known:
            unknown += (name, ident) != log[:2]
        elif line_holds(known[name, ident][0], note[0], payload):
            heard.append(known[name, ident][1])
        else:
            wrong += 1
    for _ in range(wrong):
        report.fail("cosignatureLines", path)
    if not wrong:
        report.ok("cosignatureLines", path)
    organizations = {one["organizationId"] for one in heard}
    asked = policy["cosignatures"]
    met = len(organizations) >= asked["needed"] and len({one["college"] for one in heard}) >= asked["colleges"]
    report.judge("cosignatures", path, [] if met else [path])
    if unknown:
        report.open("unknownWitness", path)
    if heard:
        report.ok("witnessedTime", path)
    else:
        report.open("oneHistory", path)


def _opened(report, dossier):
    """What is opened is what the entry of a signing key held sealed."""
    told = dossier["record"]
    if "opened" not in told:
        return
    keys_of = {key_digest(one) for part, _ in _parts(dossier) for one in part["signatures"]}
    wrong, before = [], -1
    for at, one in enumerate(told["opened"]):
        entry = told["entries"][one["index"]] if one["index"] < len(told["entries"]) else None
        salt = from_base64url(one["salt"])
        right = (
            entry is not None
            and entry["type"] == "key-enrol"
            and salt is not None
            and len(salt) == 32
            and commitment(salt, one["payload"]) == entry.get("commitment")
            and entry["body"]["keyDigest"] in keys_of
            and before < one["index"]
        )
        if not right:
            wrong.append(f"/record/opened/{at}")
        before = one["index"]
    report.judge("recordOpened", "/record/opened", wrong)
