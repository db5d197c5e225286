"""Strict shapes of JSON values: each checker raises Misfit with the place of the first thing that does not fit."""
import re

_INHERITED = ("__proto__", "prototype", "constructor")


class Misfit(Exception):
    def __init__(self, path=""):
        super().__init__(path)
        self.path = path


def js_length(text):
    """The length of a text in UTF-16 units, which is how lengths are limited."""
    return len(text) + sum(1 for character in text if character > "\uffff") if not text.isascii() else len(text)


def js_key(text):
    """What sorts texts by UTF-16 units, the order of RFC 8785 and of every list of the records."""
    return text.encode("utf-16-be")


def js_before(a, b):
    return js_key(a) < js_key(b)


def is_blank(text):
    return _UNSEEN.sub("", text).strip(_SPACES) == ""


_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)


_SPACES = "\t\n\v\f\r \u00a0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def integer(least=None, most=None):
    def check(value, path):
        if not is_number(value) or (least is not None and value < least) or (most is not None and value > most):
            raise Misfit(path)

    return check


def text(most=None, least=0, pattern=None, holds=None):
    compiled = re.compile(pattern, re.ASCII) if pattern else None

    def check(value, path):
        if not isinstance(value, str) or (most is not None and js_length(value) > most) or len(value) < least:
            raise Misfit(path)
        if (compiled and not compiled.fullmatch(value)) or (holds and not holds(value)):
            raise Misfit(path)

    return check


def flag(value, path):
    if not isinstance(value, bool):
        raise Misfit(path)


def one_of(*values):
    def check(value, path):
        if not any(value == one and type(value) is type(one) for one in values):
            raise Misfit(path)

    return check


def listed(item, most=None):
    def check(value, path):
        if not isinstance(value, list) or (most is not None and len(value) > most):
            raise Misfit(path)
        for index, one in enumerate(value):
            item(one, f"{path}/{index}")

    return check


def table(key, item):
    """An object with any keys of a kind."""

    def check(value, path):
        if not isinstance(value, dict):
            raise Misfit(path)
        for name, one in value.items():
            if name in _INHERITED:
                raise Misfit(f"{path}/{name}")
            key(name, f"{path}/{name}")
            item(one, f"{path}/{name}")

    return check


def record(**fields):
    """An object with these keys and no other; a name that ends in an underscore may be absent."""
    needed = {name.rstrip("_"): check for name, check in fields.items()}
    optional = {name.rstrip("_") for name in fields if name.endswith("_")}

    def check(value, path):
        if not isinstance(value, dict):
            raise Misfit(path)
        for name, one in needed.items():
            if name in value:
                one(value[name], f"{path}/{name}")
            elif name not in optional:
                raise Misfit(f"{path}/{name}")
        for name in value:
            if name not in needed:
                raise Misfit(f"{path}/{name}")

    return check


def by(key, **shapes):
    """One of several objects, told by the value of a key."""

    def check(value, path):
        kind = value.get(key) if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes:
            raise Misfit(f"{path}/{key}")
        shapes[kind](value, path)

    return check


def any_of(*shapes):
    def check(value, path):
        for one in shapes:
            try:
                return one(value, path)
            except Misfit:
                continue
        raise Misfit(path)

    return check


def fits(shape, value):
    try:
        shape(value, "")
    except Misfit:
        return False
    return True


def _days_in(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_day(value):
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", value)
    if not match:
        return False
    year, month, day = map(int, match.groups())
    return 1 <= month <= 12 and 1 <= day <= _days_in(year, month)


def is_instant(value):
    match = re.fullmatch(r"(.{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.[0-9]{3}Z", value)
    return bool(match) and is_day(match[1]) and int(match[2]) < 24 and int(match[3]) < 60 and int(match[4]) < 60


natural = integer(0)
positive = integer(1)
words = text()
digest_hex = text(pattern=r"[0-9a-f]{64}")
instant = text(holds=is_instant)
bilingual = record(fr=words, en=words)
fraction = record(num=natural, den=positive)
