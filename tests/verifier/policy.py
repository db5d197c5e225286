"""POLICY rules: the policy that partners keep on paper, read strictly; it is the only root of trust, never the file being checked."""
from canonical import NotCanonical
from note import LOG, WITNESS, read_vkey
from plan import COLLEGES
from reading import Unreadable, read
from shape import Misfit, digest_hex, flag, integer, js_before, listed, one_of, positive, record, text

BYTES_MAX = 200_000
WITNESSES_MAX = 200

ident = text(pattern=r"[A-Za-z0-9_-]{1,64}")
name = text(500)
holder_shape = record(userId=ident, name=name, organizationId_=ident, organization_=name, facilitator=flag)


def _vkey(kind):
    def is_one(value):
        key = read_vkey(value)
        return key is not None and key[2] == kind

    return text(400, holds=is_one)


_small = integer(0, WITNESSES_MAX)
_shape = record(
    format=one_of("assise/policy/v1"),
    workspaceId=ident,
    workspaceName=name,
    version=positive,
    log=_vkey(LOG),
    witnesses=listed(
        record(vkey=_vkey(WITNESS), organizationId=ident, organization=name, college=one_of(*COLLEGES)), WITNESSES_MAX
    ),
    cosignatures=record(needed=_small, colleges=_small),
    roots=listed(record(keyDigest=digest_hex, holder=holder_shape), 100),
    boundKeys=flag,
    origin=text(300),
    rpId=text(253),
    sealCertificate_=digest_hex,
)


def read_policy(data):
    """The policy of a file's bytes; None for any other: another spelling, lists out of order, more asked than can be given."""
    if len(data) > BYTES_MAX:
        return None
    # An editor may have ended the line.
    data = data[:-1] if data.endswith(b"\n") else data
    try:
        policy = read(data, BYTES_MAX, depth_max=8, values_max=20_000)
        _shape(policy, "")
    except (Unreadable, Misfit, NotCanonical):
        return None
    vkeys = [one["vkey"] for one in policy["witnesses"]]
    roots = [one["keyDigest"] for one in policy["roots"]]
    rising = all(js_before(a, b) for keys in (vkeys, roots) for a, b in zip(keys, keys[1:]))
    asked = policy["cosignatures"]
    sides = {one["college"] for one in policy["witnesses"]}
    enough = asked["needed"] <= len({one["organizationId"] for one in policy["witnesses"]})
    return policy if rising and enough and asked["colleges"] <= min(len(sides), asked["needed"]) else None
