"""REC-1, REC-2: canonical bytes and digests, written from RFC 8785 and the profile alone. Standard library only."""
import hashlib
import json
import re
import unicodedata

SAFE = 2**53 - 1
DEPTH_MAX = 100


class NotCanonical(Exception):
    """The value or the text is outside the profile."""


_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile('[\x00-\x1f"\\\\]')
SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPES = [("\\", SHORT["\\"]), ('"', SHORT['"'])] + [(chr(at), SHORT.get(chr(at), f"\\u{at:04x}")) for at in range(32)]


def canonical_text(value, depth=0):
    """The canonical form of a value as json.loads gives it (numbers as int or float)."""
    if depth > DEPTH_MAX:
        raise NotCanonical("nested too deep")
    if isinstance(value, list):
        return "[" + ",".join(canonical_text(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: _checked(name).encode("utf-16-be"))
        return "{" + ",".join(_string(name) + ":" + canonical_text(value[name], depth + 1) for name in names) + "}"
    return text_of(value)


def text_of(value):
    """The canonical form of a string, a number or a boolean."""
    if isinstance(value, str):
        return _string(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        if abs(value) > SAFE:
            raise NotCanonical("not a safe integer")
        return str(value)
    if isinstance(value, float):
        raise NotCanonical("not an integer")
    raise NotCanonical(f"{type(value).__name__} is outside the profile")


def _checked(text):
    if not text.isascii():
        if _SURROGATE.search(text):
            raise NotCanonical("a lone surrogate")
        if not unicodedata.is_normalized("NFC", text):
            raise NotCanonical("not NFC")
    return text


def _string(text):
    checked = _checked(text)
    if _ESCAPED.search(checked):
        # One pass for each mark, not one call for each of them: a hostile string has millions. The backslash comes first.
        for mark, escaped in _ESCAPES:
            checked = checked.replace(mark, escaped)
    return '"' + checked + '"'


def parse_json(text):
    """JSON into values. Numbers stay what they are written as; a name twice, NaN and Infinity are refused."""

    def refuse(constant):
        raise NotCanonical(f"{constant} is outside the profile")

    def integer(digits):
        if digits == "-0":
            raise NotCanonical("minus zero")
        if len(digits) > 20:
            raise NotCanonical("not a safe integer")
        return int(digits)

    def once(pairs):
        seen = dict(pairs)
        if len(seen) != len(pairs):
            raise NotCanonical("a name twice")
        return seen

    try:
        return json.loads(text, parse_int=integer, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from None


def parse_canonical(text):
    """Reads a text that claims to be canonical: writing it again must give the same text."""
    value = parse_json(text)
    if canonical_text(value) != text:
        raise NotCanonical("not in canonical form")
    return value


def commitment(salt, payload):
    """REC-16: SHA-256("assise/commit/v1" || 0x00 || salt || canonical bytes), in hexadecimal."""
    return hashlib.sha256(b"assise/commit/v1\0" + salt + canonical_text(payload).encode()).hexdigest()


def digest(kind, value):
    """SHA-256("assise/<kind>/v1" || 0x00 || canonical bytes), in hexadecimal."""
    return hashlib.sha256(f"assise/{kind}/v1".encode() + b"\0" + canonical_text(value).encode()).hexdigest()
