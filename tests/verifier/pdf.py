"""VER-7: a PDF as far as its dossier goes: the seal line, one revision, and the one embedded file, inflated within bounds."""
import hashlib
import re
import zlib

import seal
from dossier import BYTES_MAX, verify
from report import Report

_SEAL = re.compile(rb"\n%assise-seal v1 pages=([0-9]{1,6})(?: lang=en)? sha256=([0-9a-f]{64})\n\Z")
_NEAR = 2000


def read_seal(data):
    """(edition, whether the bytes are still those it was put on), or None."""
    match = _SEAL.search(data[-128:])
    if not match:
        return None
    body = len(data) - (match.end() - match.start())
    return int(match[1]), hashlib.sha256(memoryview(data)[:body]).hexdigest().encode() == match[2]


def is_pdf(data):
    return data.startswith(b"%PDF-") or read_seal(data) is not None


def verify_pdf(data, policy=None, pieces=()):
    report = Report()
    # SEAL-2: the pages are judged as they were before any certificate, then what was added to them.
    data, update = seal.split_sealed(data)
    line = read_seal(data)
    if line is None:
        report.fail("sealMissing")
    else:
        report.answer("seal", line[1], "")
    # A reader shows the last revision of a PDF: a file of ours has one.
    report.answer("revisions", data.count(b"startxref") <= 1, "")
    found = embedded(data)
    if found is None:
        report.fail("embedded")
    else:
        report.ok("embedded")
        verify(found, policy, report, pieces)
        seal.findings(report, data, update, (policy or {}).get("sealCertificate"))
    report.open("pagesNotSet")
    return report


def embedded(data):
    """The bytes of the one embedded file; None when there is none, several, or one damaged or too large."""
    marks = [match.start() for match in re.finditer(rb"/Type /EmbeddedFile(?![A-Za-z])", data)]
    if len(marks) != 1:
        return None
    at = marks[0]
    before, opening = data.rfind(b"obj", 0, at), data.find(b"stream", at)
    if before < 0 or at - before > _NEAR or opening < 0 or opening - at > _NEAR:
        return None
    dictionary = data[before:opening]
    length = re.search(rb"/Length ([0-9]{1,9})(?![0-9])", dictionary)
    if not length or b"/FlateDecode" not in dictionary:
        return None
    start = opening + len(b"stream")
    start += 2 if data[start : start + 1] == b"\r" else 1
    end = start + int(length[1])
    if end > len(data) or not data[end : end + 12].lstrip().startswith(b"endstream"):
        return None
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(memoryview(data)[start:end], BYTES_MAX + 1)
    except zlib.error:
        return None
    return found if inflater.eof and not inflater.unused_data and len(found) <= BYTES_MAX else None
