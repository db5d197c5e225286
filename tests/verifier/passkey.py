"""VER-6: whether a passkey's answer signs a challenge: WebAuthn, COSE keys in CBOR, ECDSA on P-256 and RSA, with integers only."""
import base64
import hashlib
import json
import re

import ecdsa

# ---- base64url, the one spelling


def from_base64url(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text, re.ASCII) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if to_base64url(data) == text else None


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# ---- COSE_Key (RFC 9052, 9053) in CBOR (RFC 8949)


class _Bad(Exception):
    pass


def _item(data, at, depth):
    if depth > 4 or at >= len(data):
        raise _Bad
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if low >= 24:
        width = {24: 1, 25: 2, 26: 4}.get(low)
        if width is None or at + width > len(data):
            raise _Bad
        low = int.from_bytes(data[at : at + width], "big")
        at += width
    if major == 0:
        return low, at
    if major == 1:
        return -1 - low, at
    if major in (2, 3):
        if low > len(data) - at:
            raise _Bad
        piece = bytes(data[at : at + low])
        return (piece if major == 2 else piece.decode("utf-8", "replace")), at + low
    if major in (4, 5) and low > 64:
        raise _Bad
    if major == 4:
        items = []
        for _ in range(low):
            item, at = _item(data, at, depth + 1)
            items.append(item)
        return items, at
    if major == 5:
        pairs = {}
        for _ in range(low):
            key, at = _item(data, at, depth + 1)
            if type(key) not in (int, str) or key in pairs:
                raise _Bad
            pairs[key], at = _item(data, at, depth + 1)
        return pairs, at
    if major == 7 and low in (20, 21):
        return low == 21, at
    raise _Bad


def read_public_key(data):
    """("ES256", x, y), ("RS256", n, e), or None."""
    if data is None or len(data) > 2048:
        return None
    try:
        key, end = _item(data, 0, 0)
    except _Bad:
        return None
    if end != len(data) or not isinstance(key, dict):
        return None

    def octets(label, least, most):
        value = key.get(label)
        return isinstance(value, bytes) and least <= len(value) <= most

    kind = (key.get(1), key.get(3))
    if kind == (2, -7) and key.get(-1) == 1 and key.get(-1) is not True and octets(-2, 32, 32) and octets(-3, 32, 32):
        return "ES256", int.from_bytes(key[-2], "big"), int.from_bytes(key[-3], "big")
    if kind == (3, -257) and octets(-1, 256, 1024) and octets(-2, 1, 8):
        return "RS256", int.from_bytes(key[-1], "big"), int.from_bytes(key[-2], "big")
    return None


# ---- ECDSA on P-256


def _der_pair(der):
    """The two integers of a DER signature, strict; None otherwise."""
    if len(der) < 8 or len(der) > 72 or der[0] != 0x30 or der[1] != len(der) - 2:
        return None
    at, numbers = 2, []
    for _ in range(2):
        if at + 2 > len(der) or der[at] != 0x02:
            return None
        length = der[at + 1]
        digits = der[at + 2 : at + 2 + length]
        if not length or len(digits) != length or digits[0] & 0x80:
            return None
        if digits[0] == 0 and length > 1 and not digits[1] & 0x80:
            return None
        numbers.append(int.from_bytes(digits, "big"))
        at += 2 + length
    return numbers if at == len(der) else None


def verify_p256(x, y, message, der):
    pair = _der_pair(der)
    return pair is not None and ecdsa.verify(ecdsa.P256, (x, y), message, pair)


# ---- RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2); passkeys sign with SHA-256

_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def verify_rsa(n, e, message, signature, hash_name="sha256", octets_min=256):
    size = (n.bit_length() + 7) // 8
    if size < octets_min or len(signature) != size or e < 3 or not e & 1 or not n & 1:
        return False
    number = int.from_bytes(signature, "big")
    if number >= n:
        return False
    hashed = _DIGEST_INFO[hash_name] + hashlib.new(hash_name, message).digest()
    due = b"\0\1" + b"\xff" * (size - len(hashed) - 3) + b"\0" + hashed
    return pow(number, e, n).to_bytes(size, "big") == due


# ---- the assertion


def _client_data(data):
    def no_constant(name):
        raise ValueError(name)

    try:
        value = json.loads(
            data.decode("utf-8-sig"), parse_int=lambda digits: 0, parse_float=lambda digits: 0, parse_constant=no_constant
        )
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def check_assertion(answer, challenge, origin, rp_id):
    """Every question of an assertion with its answer, by the name of its finding."""
    authenticator = from_base64url(answer["authenticatorData"]) or b""
    client_bytes = from_base64url(answer["clientDataJson"]) or b""
    client = _client_data(client_bytes)
    key = read_public_key(from_base64url(answer["publicKey"]))
    signature = from_base64url(answer["signature"])
    whole = len(authenticator) >= 37
    flags = authenticator[32] if whole else 0
    message = authenticator + hashlib.sha256(client_bytes).digest()
    signs = False
    if whole and key and signature is not None:
        signs = (verify_p256 if key[0] == "ES256" else verify_rsa)(key[1], key[2], message, signature)
    return {
        "clientType": client.get("type") == "webauthn.get",
        "challenge": client.get("challenge") == to_base64url(challenge),
        "origin": client.get("origin") == origin and client.get("crossOrigin") is not True,
        "rpId": whole and authenticator[:32] == hashlib.sha256(rp_id.encode()).digest(),
        "userPresent": bool(flags & 1),
        "userVerified": bool(flags & 4),
        "publicKey": key is not None,
        "signature": signs,
    }


_HOST = re.compile(r"[^\x00-\x20#/:<>?@\[\\\]^|%A-Z\x7f-\U0010ffff]+")


def is_relying_party(rp_id, origin):
    """WebAuthn 5.1.4: the origin's host, or a domain above it; https, or http on this very machine."""
    match = re.fullmatch(r"(https?)://([^/:]+)(?::([1-9][0-9]{0,4}))?", origin, re.ASCII)
    if not match:
        return False
    scheme, host, port = match.groups()
    if not _HOST.fullmatch(host) or (port and (int(port) > 65535 or port == {"https": "443", "http": "80"}[scheme])):
        return False
    labels = host.rstrip(".").split(".")
    if labels[-1].isdigit() and not (
        len(labels) == 4 and not host.endswith(".") and all(str(int(p)) == p and int(p) < 256 for p in labels if p.isdigit())
        and all(p.isdigit() for p in labels)
    ):
        return False
    if scheme == "http" and host != "localhost":
        return False
    return rp_id == host or ("." in rp_id and host.endswith("." + rp_id))
