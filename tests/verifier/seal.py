"""SEAL-1 to SEAL-6: what an institution added to a PDF: the one revision that is a seal, made again from the pages, and its signature."""
import hashlib
import re

from cms import check_detached
from der import head_of

HOLE_MAX = 131_072
_LINE = b"\n%assise-seal v1 "
_RANGE_WIDTH = 48


def split_sealed(data):
    """SEAL-2: the pages with their seal line, and what was added since: cut after the last seal line within reach of the end."""
    at = data.rfind(_LINE, max(0, len(data) - 2 * HOLE_MAX - 16_384))
    end = data.find(b"\n", at + 1) if at >= 0 else -1
    if end < 0:
        return data, b""
    update = data[end + 1 :]
    # Something else that follows the seal line is no seal to be judged: the file has lost its end, or grown another.
    return (data[: end + 1], update) if not update or b"/SubFilter /ETSI.CAdES.detached" in update else (data, b"")


# ---- the update, made again


class _Base:
    """The trailer of a file that has one revision (ISO 32000-1, 7.5.5)."""

    def __init__(self, file):
        tail = file[-2_000:]
        self.file, self.trailer = file, tail[max(0, tail.rfind("trailer")) :]
        table = re.search(r"startxref\n([0-9]{1,9})\n%%EOF", self.trailer)
        ident = re.search(r"/ID \[(\([^\\()]*\)|<[0-9a-fA-F]*>)", self.trailer)
        self.table, self.ident = int(table[1]) if table else -1, ident[1] if ident else None
        self.size, self.root, self.info = self._number("Size"), self._number("Root"), self._number("Info")
        self.holds = (
            self.trailer.startswith("trailer")
            and self.table >= 0
            and self.size >= 1
            and self.root >= 0
            and self.info >= 0
            and ident is not None
            and "/Prev" not in self.trailer
            and file.startswith(f"xref\n0 {self.size}\n", self.table)
        )

    def _number(self, key):
        found = re.search(rf"/{key} ([0-9]{{1,7}})(?: 0 R)?\n", self.trailer)
        return int(found[1]) if found else -1

    def dictionary(self, number):
        """What stands between the outer << and >> of an object; None when it is not where the table says."""
        if not 1 <= number < self.size:
            return None
        entry = self.table + len(f"xref\n0 {self.size}\n") + number * 20
        found = re.match(r"([0-9]{10}) 00000 n", self.file[entry : entry + 20])
        if not found:
            return None
        offset, opening = int(found[1]), f"{number} 0 obj\n<<"
        end = self.file.find("\n>>\nendobj", offset)
        return self.file[offset + len(opening) : end] if end > 0 and self.file.startswith(opening, offset) else None

    def first_page(self, catalog):
        """Down the tree of pages, always the first branch."""
        step = re.search(r"/Pages ([0-9]{1,7}) 0 R", catalog)
        for _ in range(20):
            node = self.dictionary(int(step[1])) if step else None
            if node is None:
                return None
            if "/Type /Page\n" in node:
                return int(step[1])
            step = re.search(r"/Kids \[([0-9]{1,7}) 0 R", node)
        return None


def seal_update(pages, moment, hole_bytes):
    """(the update with zeros in its hole, where the digits of the hole begin and end), or None for a file that is not built as ours are."""
    base = _Base(pages.decode("latin-1"))
    catalog = base.dictionary(base.root) if base.holds else None
    first = base.first_page(catalog) if catalog else None
    if first is None:
        return None
    page, about = base.dictionary(first), base.dictionary(base.info)
    if not page or not about or re.search(r"/(AcroForm|Perms)\b", catalog, re.ASCII) or re.search(r"/Annots\b", page, re.ASCII):
        return None
    field, signature = base.size, base.size + 1
    digits, blank = "0" * (2 * hole_bytes), f"[{' ' * _RANGE_WIDTH}]"
    objects = [
        (first, f"{page}\n  /Annots [{field} 0 R]\n"),
        (base.info, f"{about}\n  /GTS_PDFA1Version (PDF/A-3a:2012)\n"),
        (base.root, f"{catalog}\n  /AcroForm <<\n    /Fields [{field} 0 R]\n    /SigFlags 3\n  >>\n"),
        (
            field,
            "\n  /Type /Annot\n  /Subtype /Widget\n  /FT /Sig\n  /T (Assise)\n  /F 132\n  /Rect [0 0 0 0]\n"
            f"  /P {first} 0 R\n  /V {signature} 0 R\n",
        ),
        (
            signature,
            "\n  /Type /Sig\n  /Filter /Adobe.PPKLite\n  /SubFilter /ETSI.CAdES.detached\n"
            f"  /M ({moment})\n  /ByteRange {blank}\n  /Contents <{digits}>\n",
        ),
    ]
    text, places = "", []
    for number, inside in objects:
        places.append((number, len(pages) + len(text)))
        text += f"{number} 0 obj\n<<{inside}>>\nendobj\n"
    table = len(pages) + len(text)
    # In the order of their numbers; of one number in the order in which they were laid.
    places.sort(key=lambda place: place[0])
    text += "xref\n" + "".join(f"{number} 1\n{at:010d} 00000 n \n" for number, at in places)
    text += (
        f"trailer\n<<\n  /Size {base.size + 2}\n  /Root {base.root} 0 R\n  /Info {base.info} 0 R\n"
        f"  /ID [{base.ident} <{hashlib.sha256(pages).hexdigest()[:32]}>]\n  /Prev {base.table}\n>>\nstartxref\n{table}\n%%EOF\n"
    )
    start = text.index(f"/Contents <{digits}>") + len("/Contents <")
    end = start + len(digits)
    # The brackets belong to the hole for whoever reads a byte range (ISO 32000-1, 12.8.1).
    after = len(pages) + end + 1
    spans = f"0 {len(pages) + start - 1} {after} {len(pages) + len(text) - after}"
    if len(spans) > _RANGE_WIDTH:
        return None
    return text.replace(blank, f"[{spans.ljust(_RANGE_WIDTH)}]", 1).encode("latin-1"), start, end


# ---- findings

_FORM = re.compile(rb"/M \((D:[0-9]{14}Z)\)\n {2}/ByteRange \[[0-9 ]{20,60}\]\n {2}/Contents <([0-9a-f]*)>\n")


def _read(pages, update):
    """(moment, CMS, start and end of the hole) of an update that is as it must be, all but its signature; None for anything else."""
    found = _FORM.search(update) if len(update) <= 2 * HOLE_MAX + 8_192 else None
    if not found or len(found[2]) % 2:
        return None
    due = seal_update(pages, found[1].decode(), len(found[2]) // 2)
    if due is None:
        return None
    made, start, end = due
    if len(made) != len(update) or made[:start] != update[:start] or made[end:] != update[end:]:
        return None
    # What is read as the signature stands in the hole, and nowhere that merely looks like it.
    if (start, end) != found.span(2):
        return None
    data = bytes.fromhex(found[2].decode())
    cms = head_of(data)
    # Room that is left holds nothing: a second signature could hide there.
    return (found[1].decode(), cms.whole, start, end) if cms and not any(data[len(cms.whole) :]) else None


def findings(report, pages, update, due=None):
    """`due`: the policy's certificate, SHA-256: with it a seal must be there and be that certificate's."""
    if not update:
        if due is not None:
            report.fail("pdfSealMissing")
        return
    read = _read(pages, update)
    if read is None:
        report.fail("pdfRevision", f"@{len(pages)}")
        return
    report.ok("pdfRevision")
    moment, cms, start, end = read
    checks = check_detached(cms, b"".join((pages, update[: start - 1], update[end + 1 :])))
    if checks is None:
        report.fail("pdfSealForm")
        return
    report.ok("pdfSealForm")
    report.answer("pdfSealDigest", checks.digest, "")
    report.answer("pdfSealSignature", checks.signature and checks.bound, "")
    if due is None:
        report.open("pdfSealUnknown")
    else:
        report.answer("pdfSealCertificate", checks.certificate.print == due, "")
    stamp = checks.stamp
    told = re.sub(r"D:(....)(..)(..)(..)(..)(..)Z", r"\1-\2-\3T\4:\5:\6Z", moment)
    report.answer("pdfSealPeriod", checks.certificate.is_good_at(stamp.at if stamp and stamp.holds else told), "")
    if stamp is None:
        # The hour is the one that its maker states.
        report.open("pdfSealNoTime")
        return
    report.answer("pdfSealTime", stamp.holds, "")
    if stamp.holds:
        report.open("pdfSealAuthority")
