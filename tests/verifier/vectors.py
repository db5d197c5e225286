"""Checks this implementation on the vectors that the other one reads too. Exit 0 when all hold; each that does not, on its line."""
import json
import pathlib
import struct
import sys

import canonical
import ed25519
import entries
import note
import shape
import tree

folder = pathlib.Path(__file__).parent.parent / "vectors"
failures = []
count = 0


def check(holds, name):
    global count
    count += 1
    if not holds:
        failures.append(name)


def load(name):
    return json.loads((folder / name).read_text("utf-8"))


def refused(job):
    try:
        job()
    except canonical.NotCanonical:
        return True
    return False


def of_double(bits):
    """A double as the profile sees it: an integer without a fraction, or what it is."""
    value = struct.unpack(">d", bytes.fromhex(bits))[0]
    whole = value == value and abs(value) <= canonical.SAFE and value == int(value)
    return int(value) if whole and not bits == "8000000000000000" else value


def check_canonical():
    known = load("canonical.json")
    for one in known["accepted"]:
        value = canonical.parse_json(one["input"])
        check(canonical.canonical_text(value) == one["canonical"], one["name"])
        check(canonical.parse_canonical(one["canonical"]) == value, one["name"])
        check(canonical.digest(one["kind"], value) == one["digest"], one["name"])
    for one in known["refused"]:
        check(refused(lambda: canonical.canonical_text(canonical.parse_json(one["input"]))), one["name"])
    for one in known["notCanonical"]:
        check(refused(lambda: canonical.parse_canonical(one["text"])), one["name"])
    for one in known["numbers"]:
        value = of_double(one["ieee"])
        if "canonical" in one:
            check(canonical.canonical_text(value) == one["canonical"], one["ieee"])
        else:
            check(refused(lambda: canonical.canonical_text(value)), one["ieee"])


def is_entry(text):
    try:
        entries.entry_shape(canonical.parse_canonical(text), "")
        return True
    except (canonical.NotCanonical, shape.Misfit):
        return False


def check_entries():
    """Entries: their canonical text, their leaf, and the commitment to what stands outside."""
    known = load("entries.json")
    for one in known["refused"]:
        check(not is_entry(one["entry"]), one["name"])
    for one in known["entries"]:
        entry = canonical.parse_canonical(one["entry"])
        check(is_entry(one["entry"]), one["name"])
        check(tree.leaf_hash(one["entry"].encode()).hex() == one["leaf"], one["name"])
        if "salt" in one:
            payload = canonical.parse_json(one["payload"])
            check(canonical.commitment(bytes.fromhex(one["salt"]), payload) == entry["commitment"], one["name"])


def check_tree():
    known = load("tree.json")
    leaves = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in known["leaves"]]
    roots = [bytes.fromhex(root) for root in known["roots"]]
    for size, root in enumerate(roots):
        check(tree.root(leaves[:size]) == root, f"root {size}")
    for one in known["inclusion"]:
        index, size, path = one["index"], one["size"], [bytes.fromhex(h) for h in one["path"]]
        name = f"inclusion {index}/{size}"
        check(tree.inclusion_path(index, leaves[:size]) == path, name)
        check(tree.includes(index, size, leaves[index], path, roots[size]), name)
        check(not tree.includes(index, size, leaves[index], path + [leaves[0]], roots[size]), name)
        check(not tree.includes(index, size, leaves[index - 1] if size > 1 else roots[0], path, roots[size]), name)
        check(not path or not tree.includes(index, size, leaves[index], path[1:], roots[size]), name)
    for one in known["consistency"]:
        old, new, path = one["from"], one["to"], [bytes.fromhex(h) for h in one["path"]]
        name = f"consistency {old}/{new}"
        check(tree.consistency_path(old, leaves[:new]) == path, name)
        check(tree.extends(old, roots[old], new, roots[new], path), name)
        check(not tree.extends(old, roots[old], new, roots[new], path + [leaves[0]]), name)
        check(not tree.extends(old, leaves[3], new, roots[new], path), name)
        check(not path or not tree.extends(old, roots[old], new, roots[new], path[1:]), name)


def check_notes():
    known = load("notes.json")
    for one in known["ed25519"]:
        parts = [bytes.fromhex(one[name]) for name in ("publicKey", "message", "signature")]
        check(ed25519.verify(*parts) is one["holds"], one["name"])
    published = note.read_vkey(known["published"]["vkey"])
    text, lines = note.read_note(known["published"]["note"])
    check(lines[0][:2] == published[:2] and ed25519.verify(published[3], text.encode(), lines[0][2]), "published")
    log = note.read_vkey(known["keys"]["log"])
    witnesses = [note.read_vkey(text) for text in known["keys"]["witnesses"]]
    by_text = dict(zip(known["keys"]["witnesses"], witnesses))
    for text in known["badVkeys"]:
        check(note.read_vkey(text) is None, f"vkey {text}")
    said = known["checkpoint"]
    for one in known["accepted"]:
        opened = note.open_checkpoint(one["note"], log, witnesses)
        due = [(by_text[text], time) for text, time in zip(one["witnesses"], one["times"])]
        check(opened == (said["origin"], said["size"], bytes.fromhex(said["root"]), due), one["name"])
    for one in known["refused"]:
        check(note.open_checkpoint(one["note"], log, witnesses) is None, one["name"])
    proofs = known["proofs"]
    entry = bytes.fromhex(proofs["leaf"])
    for one in proofs["accepted"]:
        opened = note.open_proof(one["proof"], entry, log, witnesses)
        check(opened is not None and (opened[0], opened[1][1]) == (one["index"], one["size"]), one["name"])
        check(note.open_proof(one["proof"], entry + b"x", log, witnesses) is None, one["name"])
    for one in proofs["refused"]:
        check(note.open_proof(one["proof"], entry, log, witnesses) is None, one["name"])


check_canonical()
check_entries()
check_tree()
check_notes()
for name in failures:
    print(f"does not hold: {name}", file=sys.stderr)
print(f"{count - len(failures)} of {count} hold")
sys.exit(1 if failures else 0)
