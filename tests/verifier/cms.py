"""SEAL-4, SEAL-6: a CMS signature (RFC 5652) as CAdES and RFC 3161 profile it, and the little of X.509 (RFC 5280) that it takes."""
import hashlib
import unicodedata

import ecdsa
from der import INTEGER, OCTETS, SEQUENCE, SET, context, head_of, is_a, moment_of, oid_of, part, parts_of
from passkey import verify_rsa

_DATA, _SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_CERTIFICATE, _CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_TIME_STAMP, _TIME_STAMP_INFO = "1.2.840.113549.1.9.16.2.14", "1.2.840.113549.1.9.16.1.4"
_BIT_STRING = 3
_HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_RSA_KEY, _EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
_RSA_SIGNS = {"1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384", "1.2.840.113549.1.1.13": "sha512"}
_EC_SIGNS = {"1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512"}
_CURVES = {"1.2.840.10045.3.1.7": ecdsa.P256, "1.3.132.0.34": ecdsa.P384, "1.3.132.0.35": ecdsa.P521}


def _hash(name, data):
    return hashlib.new(name, data).digest()


def _hash_of(algorithm):
    """The hash that an AlgorithmIdentifier names; None for one that is not known."""
    return _HASHES.get(oid_of(part(algorithm, 0)))


# ---- certificates


class Certificate:
    def __init__(self, der, issuer, serial, period, subject, key):
        self.der, self.issuer, self.serial, self.subject, self.key = der, issuer, serial, subject, key
        self.not_before, self.not_after = period

    def is_good_at(self, moment):
        return self.not_before <= moment <= self.not_after

    @property
    def name(self):
        """The common name, or the organisation; a dash when it has neither."""
        named = [
            (oid_of(part(pair, 0)), part(pair, 1).inside)
            for one in parts_of(self.subject) or []
            for pair in parts_of(one) or []
            if part(pair, 1) is not None
        ]
        for kind in ("2.5.4.3", "2.5.4.10"):
            for known, octets in named:
                if known == kind:
                    return unicodedata.normalize("NFC", octets.decode("utf-8", "replace")[:200]).strip() or "–"
        return "–"

    @property
    def print(self):
        return hashlib.sha256(self.der).hexdigest()


def _certificate(whole):
    """One certificate; None for anything else."""
    signed = part(whole, 0) if is_a(whole, SEQUENCE) else None
    fields = (parts_of(signed) or []) if is_a(signed, SEQUENCE) else []
    fields = fields[1:] if fields and fields[0].tag == context(0) else fields
    if len(fields) < 6:
        return None
    serial, _, issuer, validity, subject, key = fields[:6]
    period = moment_of(part(validity, 0)), moment_of(part(validity, 1))
    return Certificate(whole.whole, issuer.whole, serial.inside, period, subject, key) if None not in period else None


def _bits(der):
    """The octets of a BIT STRING without unused bits."""
    return der.inside[1:] if is_a(der, _BIT_STRING) and der.inside[:1] == b"\0" else None


def _number(der):
    """A number that is not negative."""
    return int.from_bytes(der.inside, "big") if is_a(der, INTEGER) and der.inside and der.inside[0] < 0x80 else None


def signs(certificate, message, signature, algorithm, digest):
    """Whether the certificate's key signed the message: RSA (PKCS #1 v1.5) or ECDSA, SHA-256 or longer. Anything else signs nothing."""
    kind, bits = part(certificate.key, 0), _bits(part(certificate.key, 1))
    if bits is None:
        return False
    if oid_of(part(kind, 0)) == _RSA_KEY:
        due = digest if algorithm == _RSA_KEY else _RSA_SIGNS.get(algorithm)
        pair = head_of(bits)
        n, e = _number(part(pair, 0)), _number(part(pair, 1))
        if due != digest or digest == "sha1" or n is None or e is None:
            return False
        # A shorter modulus would not hold the padding.
        return verify_rsa(n, e, message, signature, digest, octets_min=len(_hash(digest, b"")) + 30)
    curve = _CURVES.get(oid_of(part(kind, 1))) if oid_of(part(kind, 0)) == _EC_KEY else None
    point = ecdsa.read_point(curve, bits) if curve else None
    pair = _signature_pair(signature)
    if point is None or pair is None or _EC_SIGNS.get(algorithm) != digest:
        return False
    return ecdsa.verify(curve, point, message, pair, digest)


def _signature_pair(data):
    whole = head_of(data)
    numbers = parts_of(whole) if whole and len(whole.whole) == len(data) else None
    pair = [_number(one) for one in numbers or []]
    return pair if len(pair) == 2 and None not in pair else None


# ---- signed data


class _Signed:
    """What of a SignedData with one signer is looked at."""


def _read(data):
    """None when the bytes are no signature of this form."""
    outer = head_of(data)
    wrapped = part(outer, 1) if is_a(outer, SEQUENCE) else None
    inner = part(wrapped, 0) if is_a(wrapped, context(0)) else None
    if not is_a(inner, SEQUENCE) or oid_of(part(outer, 0)) != _SIGNED_DATA:
        return None
    parts = parts_of(inner) or []
    certificates = next((one for one in parts if one.tag == context(0)), None)
    signers = parts_of(parts[-1]) if parts and parts[-1].tag == SET else None
    # One signer: who else would have signed is not a question for a seal.
    if len(parts) < 5 or not signers or len(signers) != 1 or certificates is None:
        return None
    read = _signer(signers[0])
    if read is None:
        return None
    known = [_certificate(one) for one in parts_of(certificates) or []]
    read.certificate = next((one for one in known if one and (one.issuer, one.serial) == read.issued), None)
    read.type = oid_of(part(parts[2], 0))
    inside = part(part(parts[2], 1), 0)
    read.content = inside.inside if is_a(inside, OCTETS) else None
    return read if read.certificate else None


def _signer(signer):
    parts = parts_of(signer) or []
    if len(parts) < 6:
        return None
    _, ident, digest_algorithm, attributes, algorithm, signature = parts[:6]
    named = (parts_of(ident) or []) if ident.tag == SEQUENCE else []
    if len(named) < 2 or signature.tag != OCTETS or attributes.tag != context(0):
        return None
    read = _Signed()
    read.issued = (named[0].whole, named[1].inside)
    read.digest, read.attributes = _hash_of(digest_algorithm), attributes
    read.algorithm, read.signature = oid_of(part(algorithm, 0)), signature.inside
    read.token = None
    if len(parts) > 6 and parts[6].tag == context(1):
        token = _attribute(parts[6], _TIME_STAMP)
        read.token = token.whole if token else None
    return read


def _attribute(attributes, name):
    """The one value of an attribute; None when it is missing, or there several times."""
    found = []
    for attribute in parts_of(attributes) or []:
        values = part(attribute, 1)
        if oid_of(part(attribute, 0)) == name and is_a(values, SET):
            found += parts_of(values) or []
    return found[0] if len(found) == 1 else None


class Checks:
    """Whose signature it is; whether it is on the content, names its certificate, and was made by its key."""

    def __init__(self, read, content):
        self.certificate = read.certificate
        told = _attribute(read.attributes, _MESSAGE_DIGEST)
        kind = oid_of(_attribute(read.attributes, _CONTENT_TYPE))
        known = read.digest is not None
        self.digest = known and kind == read.type and told is not None and told.inside == _hash(read.digest, content)
        self.bound = _names(read.attributes, read.certificate, read.type == _TIME_STAMP_INFO)
        # What is signed is the set of attributes, not its [0] (RFC 5652, 5.4).
        message = bytes([SET]) + read.attributes.whole[1:]
        self.signature = known and signs(read.certificate, message, read.signature, read.algorithm, read.digest)
        self.stamp = None


def _names(attributes, certificate, older_too):
    """RFC 5035: the first certificate named is the signer's. Time stamps of older authorities name it by SHA-1 (RFC 2634)."""
    second = _attribute(attributes, _CERTIFICATE_V2)
    named = second or (_attribute(attributes, _CERTIFICATE) if older_too else None)
    fields = parts_of(part(part(named, 0), 0)) or []
    if second is None:
        name = "sha1"
    else:
        name = _hash_of(fields[0]) if fields and fields[0].tag == SEQUENCE else "sha256"
    told = next((one for one in fields if one.tag == OCTETS), None)
    return name is not None and told is not None and told.inside == _hash(name, certificate.der)


class Stamp:
    def __init__(self, at, holds):
        self.at, self.holds = at, holds


def check_detached(data, content):
    """The checks of a detached signature over a content; None when the bytes are no signature of this form."""
    read = _read(data)
    if read is None or read.type != _DATA or read.content is not None:
        return None
    checks = Checks(read, content)
    if read.token:
        # A token that cannot be read is a token that does not hold.
        checks.stamp = _stamp(read.token, read.signature) or Stamp("", False)
    return checks


def _stamp(token, stamped):
    """RFC 3161: what a token says of these bytes (a signature); None when it is no token."""
    read = _read(token)
    if read is None or read.type != _TIME_STAMP_INFO or read.content is None:
        return None
    checks, info = Checks(read, read.content), head_of(read.content)
    imprint, at = part(info, 2), moment_of(part(info, 4))
    name, told = _hash_of(part(imprint, 0)), part(imprint, 1)
    if name is None or at is None:
        return None
    same = told is not None and name != "sha1" and told.inside == _hash(name, stamped)
    own = checks.digest and checks.bound and checks.signature
    return Stamp(at, same and own and checks.certificate.is_good_at(at))
