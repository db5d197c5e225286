"""REC-4, REC-5, REC-24: the entries of a record: their shapes, where each is found again, and the hour they claim."""
import re

from canonical import canonical_text, digest
from policy import ident
from shape import Misfit, by, digest_hex, integer, one_of, record, text
from tree import leaf_hash

_count = integer(0)
_instant = text(pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


def _pair(value, path):
    if not isinstance(value, list) or len(value) != 2:
        raise Misfit(path)
    for index, one in enumerate(value):
        digest_hex(one, f"{path}/{index}")


# The body of each type, and the field by which an entry is looked up.
_BODIES = {
    "poll": (
        "pollDigest",
        dict(pollId=ident, pollDigest=digest_hex, textHash=digest_hex, registerHash=digest_hex, rulesDigest_=digest_hex),
    ),
    "rule-set": ("rulesDigest", dict(version=_count, rulesDigest=digest_hex, decisionDigest_=digest_hex)),
    "ballot": ("ballotDigest", dict(pollId=ident, ballotDigest=digest_hex)),
    "constat": ("constatDigest", dict(pollId=ident, constatDigest=digest_hex)),
    "addendum": ("addendumDigest", dict(pollId=ident, addendumDigest=digest_hex)),
    "minutes": ("minutesDigest", dict(meetingId=ident, number=_count, minutesDigest=digest_hex)),
    "lock": (
        "versionDigest",
        dict(planId=ident, versionId=ident, number=_count, planDigest=digest_hex, versionDigest=digest_hex),
    ),
    "key-enrol": ("keyDigest", dict(keyDigest=digest_hex)),
    "key-revoke": ("keyDigest", dict(keyDigest=digest_hex, by_=one_of("holder", "facilitator", "removal"))),
    "key-bind": ("keyDigest", dict(keyDigest=digest_hex, attestations=_pair, replaces_=digest_hex)),
    "policy": ("policyDigest", dict(version=_count, policyDigest=digest_hex)),
    "adoption": ("adoptionDigest", dict(allianceId=ident, adoptionDigest=digest_hex)),
    "outside": ("outsideDigest", dict(allianceId=ident, outsideDigest=digest_hex)),
    "signature": (
        "signatureDigest",
        dict(
            allianceId=ident, versionDigest=digest_hex, statementDigest=digest_hex, signatureDigest=digest_hex, keyDigest=digest_hex
        ),
    ),
    "conclusion": ("allianceDigest", dict(allianceId=ident, versionDigest=digest_hex, allianceDigest=digest_hex)),
    "amendment": (
        "amendmentDigest", dict(planId=ident, number=_count, versionDigest=digest_hex, amendmentDigest=digest_hex)
    ),
    "decline": ("signatoryId", dict(allianceId=ident, versionDigest=digest_hex, signatoryId=ident)),
    "outside-answer": (
        "outsideId",
        dict(outsideId=ident, outsideDigest=digest_hex, answer=one_of("confirmed", "contested"), organizationId=ident),
    ),
    "witness": ("witnessId", dict(witnessId=ident, organizationId=ident, vkey=text(400))),
    "witness-end": ("witnessId", dict(witnessId=ident)),
    "erasure": ("commitment", dict(index=_count, commitment=digest_hex)),
}
entry_shape = by(
    "type",
    **{
        kind: record(
            format=one_of("assise/entry/v1"),
            workspaceId=ident,
            type=one_of(kind),
            at=_instant,
            commitment_=digest_hex,
            body=record(**body),
        )
        for kind, (_, body) in _BODIES.items()
    },
)


def about(entry):
    return entry["body"][_BODIES[entry["type"]][0]]


def leaf(entry):
    return leaf_hash(canonical_text(entry).encode())


def key_digest(answer):
    return digest("key", {"credentialId": answer["credentialId"], "publicKey": answer["publicKey"]})


class Shelf:
    """Entries by what they are about, and those of each poll, Alliance or plan; each with its index."""

    def __init__(self, entries):
        self._about, self._of = {}, {}
        for placed in enumerate(entries):
            entry = placed[1]
            self._about.setdefault((entry["type"], about(entry)), []).append(placed)
            body = entry["body"]
            owner = body.get("pollId", body.get("allianceId", body.get("planId")))
            if owner is not None:
                self._of.setdefault((entry["type"], owner), []).append(placed)

    def about(self, kind, what):
        return self._about.get((kind, what), [])

    def of(self, kind, owner):
        return self._of.get((kind, owner), [])

    def signature(self, signature):
        """The entry of a signature with its index, or (None, None)."""
        found = self.about("signature", digest("signature", signature))
        return found[0] if found else (None, None)


def _milliseconds(instant):
    """Since 1970, or None: an entry's instant has the form of one, and may be none."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z", instant, re.ASCII)
    year, month, day, hour, minute, second, ms = map(int, match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31 and minute < 60 and second < 60):
        return None
    if hour > 23 and (hour, minute, second, ms) != (24, 0, 0, 0):
        return None
    y = year - (month <= 2)
    days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + ms


TOLERANCE_MS = 600_000


def is_far(entry, claimed, late=False):
    """Whether an act claims another hour than its entry has; late for one that may enter long after."""
    entered, said = _milliseconds(entry["at"]), _milliseconds(claimed)
    if entered is None or said is None:
        return False
    after = entered - said
    return after < -TOLERANCE_MS or (after > TOLERANCE_MS and not late)
