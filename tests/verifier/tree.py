"""REC-5 to REC-8: the Merkle tree of RFC 9162, by its recursive definitions (the other implementation is iterative)."""
import hashlib


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(n):
    """The largest power of two below n."""
    return 1 << ((n - 1).bit_length() - 1)


def root(leaves):
    """MTH (section 2.1.1) of the leaves' hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return node_hash(root(leaves[:k]), root(leaves[k:]))


def inclusion_path(index, leaves):
    """PATH (section 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return inclusion_path(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion_path(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency_path(size, leaves):
    """PROOF (section 2.1.4.1); nothing from 0, nor from a tree to itself."""
    if size in (0, len(leaves)):
        return []
    return _subproof(size, leaves, True)


def _subproof(m, leaves, known):
    if m == len(leaves):
        return [] if known else [root(leaves)]
    k = _split(len(leaves))
    if m <= k:
        return _subproof(m, leaves[:k], known) + [root(leaves[k:])]
    return _subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


class _Bad(Exception):
    pass


def includes(index, size, leaf, path, expected):
    """Whether the path leads from the leaf to the root: the definition of PATH, undone."""
    if not 0 <= index < size or len(path) > 64:
        return False
    rest = list(path)

    def up(m, n):
        if n == 1:
            return leaf
        if not rest:
            raise _Bad
        sibling = rest.pop()
        k = _split(n)
        return node_hash(up(m, k), sibling) if m < k else node_hash(sibling, up(m - k, n - k))

    try:
        return up(index, size) == expected and not rest
    except _Bad:
        return False


def extends(old, old_root, new, new_root, path):
    """Whether the tree of size `new` only added to that of size `old`: the definition of SUBPROOF, undone."""
    if not 0 <= old <= new or len(path) > 64:
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == hashlib.sha256(b"").digest()
    rest = list(path)

    def up(m, n, known):
        if m == n:
            if known:
                return old_root, old_root
            if not rest:
                raise _Bad
            whole = rest.pop()
            return whole, whole
        if not rest:
            raise _Bad
        sibling = rest.pop()
        k = _split(n)
        if m <= k:
            before, after = up(m, k, known)
            return before, node_hash(after, sibling)
        before, after = up(m - k, n - k, False)
        return node_hash(sibling, before), node_hash(sibling, after)

    try:
        before, after = up(old, new, True)
    except _Bad:
        return False
    return not rest and before == old_root and after == new_root
