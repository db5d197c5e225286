"""VER-1, VER-4: from bytes that claim to be JSON of the profile to values, everything bounded before a parser sees it."""
import json
import re

from canonical import NotCanonical, text_of

DEPTH_MAX = 100
VALUES_MAX = 1_000_000

# A whole string, the quote of one that never ends, or one mark that opens, closes or parts.
_TOKEN = re.compile(rb'"[^"]*"|["\[\]{},]')


class Unreadable(Exception):
    """The finding that says why, with its place."""

    def __init__(self, code, path=""):
        super().__init__(code)
        self.code = code
        self.path = path


class _Odd:
    """What JSON allows and the profile does not: it parses, and is refused as a value."""


ODD = _Odd()


def excess(data, depth_max=DEPTH_MAX, values_max=VALUES_MAX):
    """The first place where nesting or the number of values is over its limit, as (code, byte); None otherwise."""
    depth = values = 0
    if b"\\" in data:
        # Escapes out of the way, each byte in its place: runs of backslashes pair from the left, as JSON reads them.
        data = data.replace(b"\\\\", b"__").replace(b'\\"', b"__")
    for count, token in enumerate(_TOKEN.finditer(data)):
        # No JSON of so few values has so many marks, nor closes what it never opened: the parser need not see it.
        if count > 4 * values_max + 8 or depth < 0:
            raise Unreadable("json")
        mark = data[token.start() : token.start() + 1] if token.end() - token.start() == 1 else b""
        if mark in (b"{", b"["):
            depth += 1
            values += 1
            if depth > depth_max:
                return "depth", token.start()
        elif mark in (b"}", b"]"):
            depth -= 1
        elif mark == b",":
            values += 1
        elif mark == b'"':
            return None
        else:
            continue
        if values > values_max:
            return "values", token.start()
    return None


def _integer(digits):
    return ODD if digits == "-0" or len(digits) > 17 else int(digits)


def _no_constant(name):
    raise ValueError(f"{name} is not JSON")


def _once(pairs):
    seen = dict(pairs)
    return seen if len(seen) == len(pairs) else ODD


def parse(text):
    """JSON into values; a float, a large integer, a name twice become ODD."""
    return json.loads(
        text,
        parse_int=_integer,
        parse_float=lambda digits: ODD,
        parse_constant=_no_constant,
        object_pairs_hook=_once,
    )


def read(data, bytes_max, **limits):
    """The values of canonical text. Raises Unreadable."""
    if len(data) > bytes_max:
        raise Unreadable("size")
    over = excess(data, **limits)
    if over:
        raise Unreadable(over[0], f"@{over[1]}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("utf8") from None
    try:
        value = parse(text)
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    try:
        at = _match(value, text, 0)
    except NotCanonical:
        raise Unreadable("canonical") from None
    if at != len(text):
        raise Unreadable("canonical", f"@{len(text[:at].encode())}")
    return value


def _match(value, text, at):
    """Where the canonical form of a value ends in the text that claims to be it: no second copy of the text is made."""

    def expect(piece, at):
        if not text.startswith(piece, at):
            raise NotCanonical(f"another spelling at {at}")
        return at + len(piece)

    if isinstance(value, list):
        at = expect("[", at)
        for index, item in enumerate(value):
            at = _match(item, text, expect(",", at) if index else at)
        return expect("]", at)
    if isinstance(value, dict):
        at = expect("{", at)
        names = list(value)
        for name in names:
            text_of(name)
        names.sort(key=lambda name: name.encode("utf-16-be"))
        for index, name in enumerate(names):
            at = expect(text_of(name) + ":", expect(",", at) if index else at)
            at = _match(value[name], text, at)
        return expect("}", at)
    return expect(text_of(value), at)
