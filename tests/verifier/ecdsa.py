"""ECDSA (FIPS 186-4) on the curves of the NIST, with integers only; points in Jacobian coordinates."""
import hashlib


class Curve:
    """y² = x³ - 3x + b over a prime, with a base point of prime order."""

    def __init__(self, prime, order, b, x, y, octets):
        self.p, self.n, self.b, self.octets = prime, order, b, octets
        self.base = (x, y, 1)


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    32,
)
P384 = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
    0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    48,
)
P521 = Curve(
    2**521 - 1,
    0x01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
    0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
    0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650,
    66,
)


def read_point(curve, data):
    """(x, y) of a point of the curve as certificates write it, whole or compressed (SEC 1, 2.3.4); None for any other bytes."""
    size, p = curve.octets, curve.p
    if len(data) == 1 + 2 * size and data[0] == 4:
        x, y = int.from_bytes(data[1 : 1 + size], "big"), int.from_bytes(data[1 + size :], "big")
    elif len(data) == 1 + size and data[0] in (2, 3):
        x = int.from_bytes(data[1:], "big")
        # Each of these primes is 3 modulo 4.
        y = pow(x * x * x - 3 * x + curve.b, (p + 1) // 4, p)
        y = y if y & 1 == data[0] & 1 else p - y
    else:
        return None
    return (x, y) if is_on(curve, x, y) else None


def is_on(curve, x, y):
    p = curve.p
    return x < p and y < p and (y * y - x * x * x + 3 * x - curve.b) % p == 0


def _double(p, point):
    x, y, z = point
    if not y:
        return 0, 1, 0
    squared = z * z % p
    m = 3 * (x - squared) * (x + squared) % p
    s = 4 * x * y * y % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * pow(y, 4, p)) % p, 2 * y * z % p


def _add(p, a, b):
    if not a[2]:
        return b
    if not b[2]:
        return a
    z1, z2 = a[2] * a[2] % p, b[2] * b[2] % p
    u1, u2 = a[0] * z2 % p, b[0] * z1 % p
    s1, s2 = a[1] * z2 * b[2] % p, b[1] * z1 * a[2] % p
    if u1 == u2:
        return _double(p, a) if s1 == s2 else (0, 1, 0)
    h, r = u2 - u1, s2 - s1
    h2 = h * h % p
    h3 = h * h2 % p
    v = u1 * h2 % p
    x = (r * r - h3 - 2 * v) % p
    return x, (r * (v - x) - s1 * h3) % p, h * a[2] * b[2] % p


def _times(p, n, point):
    result = (0, 1, 0)
    for bit in bin(n)[2:]:
        result = _double(p, result)
        if bit == "1":
            result = _add(p, result, point)
    return result


def verify(curve, point, message, pair, hash_name="sha256"):
    """Whether the two numbers sign the message, by the key whose point is (x, y)."""
    (x, y), (r, s), p, n = point, pair, curve.p, curve.n
    if not is_on(curve, x, y) or not (0 < r < n and 0 < s < n):
        return False
    digest = hashlib.new(hash_name, message).digest()
    # FIPS 186-4, 6.4: as many bits on the left as the order has.
    hashed = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - n.bit_length())
    inverse = pow(s, -1, n)
    found = _add(p, _times(p, hashed * inverse % n, curve.base), _times(p, r * inverse % n, (x, y, 1)))
    return bool(found[2]) and found[0] * pow(found[2], -2, p) % p % n == r
