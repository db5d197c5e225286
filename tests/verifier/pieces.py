"""ALLI-12: files that came back signed, given beside the dossier that names them: is it that file, and does its signature hold."""
import hashlib
import itertools
import re

from cms import check_detached
from der import head_of
from seal import HOLE_MAX

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+([0-9]{1,10})\s+([0-9]{1,10})\s+([0-9]{1,10})\s*\]")
_DETACHED = re.compile(rb"/SubFilter\s*/(?:ETSI\.CAdES\.detached|adbe\.pkcs7\.detached)")
_END = re.compile(rb"%%EOF\n|(?<=\n)%assise-seal v1 [^\n]{0,120}\n")
_SIGNATURES_MAX, _ENDS_MAX = 20, 1000
# The largest file of this kind that is judged.
BYTES_MAX = 10_000_000


def findings(report, dossier, pieces):
    """Judges each file; the places of the signatures and adoptions whose file was among them."""
    shown = set()
    for piece in pieces:
        digest = hashlib.sha256(piece).hexdigest()
        places = [
            (f"/{name}/{at}", one)
            for name in ("outside", "adoptions")
            for at, one in enumerate(dossier.get(name, []))
            if one.get("fileDigest") == digest
        ]
        if not places:
            report.fail("outsidePiece")
        for path, one in places:
            shown.add(path)
            report.ok("outsidePiece", path)
            if one.get("kind") == "pades":
                _signed(report, piece, one, path)
    return shown


def _signed(report, piece, one, path):
    base = base_length(piece, one["baseDigest"])
    certificate = judge(piece, base) if base is not None else None
    told = one.get("signer")
    if certificate is None or (told is not None and told != {"name": certificate.name, "certificate": certificate.print}):
        report.fail("outsideSigned", path)
        return
    report.ok("outsideSigned", path)
    report.open("outsideChain", path)


def judge(data, base):
    """The certificate of the last signature after the first bytes, when every one of them holds; None otherwise."""
    added = data[base:]
    ranges = [tuple(map(int, match.groups())) for match in _RANGE.finditer(added)]
    if not _DETACHED.search(added) or len(ranges) > _SIGNATURES_MAX:
        return None
    signer = None
    for start, end, rest in ranges:
        cms = _in_hole(data, start, end) if start >= base else None
        if cms is None or end + rest > len(data):
            return None
        checks = check_detached(cms, data[:start] + data[end : end + rest])
        # A time stamp of the document is in the same place: it signs nothing for a person.
        if checks is None:
            continue
        if not checks.digest or not checks.signature:
            return None
        signer = checks.certificate
    return signer


def _in_hole(data, start, end):
    """The signature between < and >, what is left of the room empty."""
    if end <= start + 2 or end > len(data) or end - start > 2 * HOLE_MAX or data[start : start + 1] != b"<" or data[end - 1 : end] != b">":
        return None
    digits = re.sub(rb"\s", b"", data[start + 1 : end - 1])
    if len(digits) % 2 or not re.fullmatch(rb"[0-9A-Fa-f]+", digits):
        return None
    octets = bytes.fromhex(digits.decode())
    whole = head_of(octets)
    return whole.whole if whole and not any(octets[len(whole.whole) :]) else None


def base_length(data, digest):
    """How many first bytes have this SHA-256, where a PDF may end there; None when none have."""
    taken, hashed = 0, hashlib.sha256()
    for match in itertools.islice(_END.finditer(data), _ENDS_MAX):
        hashed.update(data[taken : match.end()])
        taken = match.end()
        if hashed.copy().hexdigest() == digest:
            return taken
    return None
