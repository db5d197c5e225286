"""DER (X.690), as certificates and seals are written in it: definite lengths only, bounded, never past its end."""
import re

INTEGER, OCTETS, OID, UTC_TIME, TIME, SEQUENCE, SET = 2, 4, 6, 23, 24, 0x30, 0x31
ELEMENTS_MAX = 1_000
_OID_MAX = 2**53 // 128


def context(number):
    """A constructed [n]."""
    return 0xA0 + number


class Der:
    """One element: its tag, what stands inside, and the whole of it."""

    def __init__(self, tag, inside, whole):
        self.tag, self.inside, self.whole = tag, inside, whole


def head_of(data):
    """The element at the head of the bytes, or None; what follows it is left alone."""
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        return None
    first, start = data[1], 2
    length = first
    if first >= 0x80:
        width = first & 0x7F
        if not 1 <= width <= 4 or len(data) < 2 + width:
            return None
        length, start = int.from_bytes(data[2 : 2 + width], "big"), 2 + width
        # The shortest form is the only one: no length has two spellings.
        if length < 0x80 or (width > 1 and data[2] == 0):
            return None
    end = start + length
    return Der(data[0], bytes(data[start:end]), bytes(data[:end])) if len(data) >= end else None


def parts_of(der):
    """The elements inside, in order; None when there is no element, or its inside is not a row of whole ones."""
    if der is None:
        return None
    parts, at = [], 0
    while at < len(der.inside):
        part = head_of(der.inside[at:])
        if part is None or len(parts) == ELEMENTS_MAX:
            return None
        parts.append(part)
        at += len(part.whole)
    return parts


def part(der, index):
    """One of the elements inside; None when there is none."""
    parts = parts_of(der) or []
    return parts[index] if index < len(parts) else None


def is_a(der, tag):
    return der is not None and der.tag == tag


def oid_of(der):
    """An object identifier in dotted form; '' for anything else."""
    if not is_a(der, OID) or not 0 < len(der.inside) <= 32:
        return ""
    numbers, value = [], 0
    for byte in der.inside:
        value = value * 128 + (byte & 0x7F)
        if value >= _OID_MAX:
            return ""
        if byte < 0x80:
            numbers.append(value)
            value = 0
    first = numbers[0] if numbers else 0
    top = min(2, first // 40)
    return ".".join(map(str, [top, first - top * 40, *numbers[1:]]))


def moment_of(der):
    """The moment of a UTCTime or a GeneralizedTime, as ISO 8601 to the second; None for any other spelling."""
    if not (is_a(der, TIME) or is_a(der, UTC_TIME)):
        return None
    year_form, fraction = (r"(\d{4})", r"(?:\.\d{1,6})?") if der.tag == TIME else (r"(\d\d)", "")
    found = re.fullmatch(year_form + r"(\d\d)" * 5 + fraction + "Z", der.inside.decode("latin-1"), re.ASCII)
    if not found:
        return None
    year, month, day, hour, minute, second = found.groups()
    # RFC 5280, 4.1.2.5.1: two digits reach from 1950 to 2049.
    year = year if len(year) == 4 else ("20" if int(year) < 50 else "19") + year
    midnight = hour == "24" and (minute, second) == ("00", "00")
    right = 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(minute) < 60 and int(second) < 60
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z" if right and (int(hour) < 24 or midnight) else None
