"""REC-9 to REC-15: signed notes, checkpoints, cosignatures and proofs, written from the C2SP texts alone."""
import base64
import hashlib
import re

from ed25519 import verify
from tree import includes, leaf_hash

LOG, WITNESS = 0x01, 0x04
SIZE_MAX = 2**48


def from_base64(text):
    """None for anything but the one canonical spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def is_key_name(name):
    return 0 < len(name) <= 256 and not any(c.isspace() or c in "+\ufeff\x7f" or c < " " for c in name)


def key_id(name, kind, public_key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public_key).digest()[:4]


def read_vkey(text):
    """(name, id, kind, public key), or None."""
    match = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    if not match or not is_key_name(match[1]):
        return None
    data = from_base64(match[3])
    if data is None or len(data) != 33 or data[0] not in (LOG, WITNESS):
        return None
    key = (match[1], key_id(match[1], data[0], data[1:]), data[0], data[1:])
    return key if key[1].hex() == match[2] else None


def read_note(text):
    """(text, [(name, id, payload)]), or None."""
    if len(text) > 600_000 or any(c < " " and c != "\n" for c in text) or not text.endswith("\n"):
        return None
    split = text.rfind("\n\n")
    if split < 1:
        return None
    lines = text[split + 2 : -1].split("\n")
    if len(lines) > 100:
        return None
    signatures = []
    for line in lines:
        match = re.fullmatch(r"— ([^ ]+) ([A-Za-z0-9+/=]+)", line)
        data = from_base64(match[2]) if match and is_key_name(match[1]) else None
        if data is None or len(data) <= 4:
            return None
        signatures.append((match[1], data[:4], data[4:]))
    return text[: split + 1], signatures


def read_checkpoint(text):
    """(origin, size, root), or None."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,14})\n([^\n]+)\n", text)
    root = from_base64(match[3]) if match else None
    if root is None or len(root) != 32 or int(match[2]) > SIZE_MAX:
        return None
    if int(match[2]) == 0 and root != hashlib.sha256(b"").digest():
        return None
    return match[1], int(match[2]), root


def holds(key, text, payload):
    if key[2] == LOG:
        return verify(key[3], text.encode(), payload)
    if len(payload) != 72 or payload[0] & 0x80:
        return False
    time = int.from_bytes(payload[:8], "big")
    return verify(key[3], f"cosignature/v1\ntime {time}\n{text}".encode(), payload[8:])


def open_checkpoint(text, log, witnesses):
    """(origin, size, root, [(witness, time)]), or None: signed by the log, and no line of a known key that does not hold."""
    note = read_note(text)
    checkpoint = read_checkpoint(note[0]) if note else None
    if not checkpoint or checkpoint[0] != log[0]:
        return None
    held = {}
    for name, ident, payload in note[1]:
        for key in (log, *witnesses):
            if (name, ident) == key[:2]:
                if not holds(key, note[0], payload):
                    return None
                held.setdefault(key, payload)
    if log not in held:
        return None
    times = [(key, int.from_bytes(held[key][:8], "big")) for key in held if key != log]
    return *checkpoint, times


def open_proof(text, entry, log, witnesses):
    """The checkpoint under which an entry stands, with its index; None when anything of the proof does not hold."""
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        return None
    if lines and lines[0].startswith("extra ") and from_base64(lines.pop(0)[6:]) is None:
        return None
    match = re.fullmatch(r"index (0|[1-9][0-9]{0,14})", lines.pop(0)) if lines else None
    path = [from_base64(line) for line in lines]
    if not match or any(one is None or len(one) != 32 for one in path):
        return None
    opened = open_checkpoint(checkpoint, log, witnesses)
    if opened and includes(int(match[1]), opened[1], leaf_hash(entry), path, opened[2]):
        return int(match[1]), opened
    return None
