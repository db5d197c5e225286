#!/usr/bin/env python3
"""
A second verifier of Assise's files, independent of the first: Python 3.9 or later, its standard library, no network.

    python3 verify.py FILE|FOLDER... [--policy POLICY.json] [--piece SIGNED.pdf]... [--json]

The policy is the one that its reader got on paper or in the room, never one that comes with the file. `--policies FOLDER` gives each file
the policy of its own name there, when there is one. `--piece` gives a file signed elsewhere, or scanned, that the dossier names. Reads a dossier (JSON) or a PDF that carries one. Exit 0: all that can be checked holds; 1: something does not; 2: no such file, or
wrong use. It does not set the pages of a PDF again: what is in them is then compared by eye with the dossier, or by `assise verify`.
"""
import json
import os
import re
import stat
import sys

from dossier import verify
from pdf import is_pdf, verify_pdf
from pieces import BYTES_MAX as PIECE_BYTES_MAX
from policy import BYTES_MAX as POLICY_BYTES_MAX, read_policy
from report import Report

FILE_BYTES_MAX = 64 * 1024 * 1024


def verify_file(path, policy=None, pieces=()):
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
    return verify_bytes(data, policy, pieces)


def verify_bytes(data, policy=None, pieces=()):
    if is_pdf(data):
        return verify_pdf(data, policy, pieces)
    first = re.search(rb"[^\x00-\x20]", data)
    if first and first[0] in (b"{", b"["):
        return verify(data, policy, pieces=pieces)
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


USAGE = "Usage : python3 verify.py FICHIER|DOSSIER… [--politique POLITIQUE.json] [--piece SIGNÉ.pdf]… [--json]"


def policy_in(path):
    """None for a file that is no policy, or cannot be read."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > POLICY_BYTES_MAX:
            return None
        with open(path, "rb") as file:
            return read_policy(file.read(POLICY_BYTES_MAX + 1))
    except (OSError, ValueError):
        return None


def octets_of(path):
    """A file whole; None when it cannot be read, or is too large."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > PIECE_BYTES_MAX:
            return None
        with open(path, "rb") as file:
            return file.read(PIECE_BYTES_MAX + 1)
    except (OSError, ValueError):
        return None


def sorted_out(arguments):
    """Paths, and options by name; None for wrong use."""
    paths, options, rest = [], {"--piece": []}, list(arguments)
    while rest:
        name, separator, value = rest.pop(0).partition("=")
        name = "--policy" if name == "--politique" else name
        if name in ("--policy", "--policies") and name not in options and (separator or rest):
            options[name] = value if separator else rest.pop(0)
        elif name == "--piece" and (separator or rest):
            options[name].append(value if separator else rest.pop(0))
        elif name == "--json" and not separator:
            options[name] = "yes"
        elif name.startswith("--"):
            return None
        else:
            paths.append(name + separator + value)
    return (paths, options) if paths else None


def main(arguments):
    read = sorted_out(arguments)
    if read is None:
        print(USAGE, file=sys.stderr)
        return 2
    paths, options = read
    policy = policy_in(options["--policy"]) if "--policy" in options else None
    if "--policy" in options and policy is None:
        print(f"Le fichier « {printable(options['--policy'])} » n’est pas une politique, ou ne se lit pas.", file=sys.stderr)
        return 2
    pieces = [octets_of(path) for path in options["--piece"]]
    if None in pieces:
        print("Une pièce n’existe pas ou ne se lit pas.", file=sys.stderr)
        return 2
    files = []
    for path in paths:
        inside = os.path.isdir(path)
        files += sorted(os.path.join(path, name) for name in os.listdir(path)) if inside else [path]
    code = 0
    for path in files:
        own = os.path.join(options["--policies"], os.path.basename(path)) if "--policies" in options else ""
        report = verify_file(path, policy_in(own) if own else policy, pieces)
        if report is None:
            print(f"Le fichier « {printable(path)} » n’existe pas ou ne se lit pas.", file=sys.stderr)
            code = 2
            continue
        if "--json" in options:
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
