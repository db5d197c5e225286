#!/usr/bin/env python3
"""
A second verifier of Assise's files, independent of the first: Python 3.9 or later, its standard library, no network.

    python3 verify.py FILE|FOLDER... [--json]

Reads a dossier (JSON) or a PDF that carries one. Exit 0: all that can be checked holds; 1: something does not; 2: no such file, or
wrong use. It does not set the pages of a PDF again: what is in them is then compared by eye with the dossier, or by `assise verify`.
"""
import json
import os
import re
import stat
import sys

from dossier import verify
from pdf import is_pdf, verify_pdf
from report import Report

FILE_BYTES_MAX = 64 * 1024 * 1024


def verify_file(path):
    """The report on a file; None when there is none, or none that can be read."""
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            return None
        # Looked at before a byte is read: a file of any size is refused at once.
        if found.st_size > FILE_BYTES_MAX:
            report = Report()
            report.fail("size")
            return report
        with open(path, "rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except (OSError, ValueError):
        return None
    return verify_bytes(data)


def verify_bytes(data):
    if is_pdf(data):
        return verify_pdf(data)
    first = re.search(rb"[^\x00-\x20]", data)
    if first and first[0] in (b"{", b"["):
        return verify(data)
    report = Report()
    report.fail("fileKind")
    return report


def as_json(report):
    listing = [{"code": code, "status": status, "path": path} for code, status, path in report.findings]
    return {"holds": report.holds, "findings": listing}


MARKS = {"ok": "✓", "failed": "✗", "notChecked": "–"}


def as_text(path, report):
    lines = [f"Vérification de {printable(os.path.basename(path))}"]
    lines += [f"  {MARKS[status]} {code}{f' {printable(place)}' if place else ''}" for code, status, place in report.findings]
    lines.append("VERDICT : tout ce qui se vérifie tient" if report.holds else "VERDICT : REFUSÉ")
    return "\n".join(lines)


def printable(text):
    """What a file says must not drive the terminal it is printed on."""
    return "".join(one if one.isprintable() else "?" for one in text)


def main(arguments):
    flags = [one for one in arguments if one.startswith("--")]
    paths = [one for one in arguments if not one.startswith("--")]
    if not paths or any(one != "--json" for one in flags):
        print("Usage : python3 verify.py FICHIER|DOSSIER… [--json]", file=sys.stderr)
        return 2
    files = []
    for path in paths:
        inside = os.path.isdir(path)
        files += sorted(os.path.join(path, name) for name in os.listdir(path)) if inside else [path]
    code = 0
    for path in files:
        report = verify_file(path)
        if report is None:
            print(f"Le fichier « {printable(path)} » n’existe pas ou ne se lit pas.", file=sys.stderr)
            code = 2
            continue
        if "--json" in flags:
            told = as_json(report)
            print(json.dumps({"file": os.path.basename(path), **told} if len(files) > 1 else told, ensure_ascii=True))
        else:
            print(as_text(path, report))
        code = code or (0 if report.holds else 1)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Exception, KeyboardInterrupt) as error:  # A person who verifies gets a sentence, and never a verdict that holds.
        print(f"La vérification n’a pas pu aller au bout : {type(error).__name__}.", file=sys.stderr)
        sys.exit(1)
