"""KEY rules: whose each signing key is, followed through the record: roots of the policy, keys that two others attested, keys that ended."""
from canonical import digest
from entries import key_digest
from passkey import check_assertion


def _groups(digits):
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _sentence(statement):
    """KEY-1: the words that the attester read and signed."""
    holder, attester, first = statement["holder"], statement["attester"], statement["as"] == "facilitator"
    workspace, key = statement["workspaceName"], _groups(statement["keyDigest"])
    own = attester.get("organization", "")
    place = holder.get("organization", "")
    said = "pour l’animation" if first else f"pour «\u00a0{own}\u00a0»", "for the facilitation" if first else f"for “{own}”"
    whom = (
        holder["name"]
        + (f" («\u00a0{place}\u00a0»)" if place else "")
        + (", à l’animation" if holder["facilitator"] else ""),
        holder["name"] + (f" (“{place}”)" if place else "") + (", as facilitator" if holder["facilitator"] else ""),
    )
    end = "", ""
    if "replaces" in statement:
        before = _groups(statement["replaces"])
        end = (
            f" Elle remplace la clé dont l’empreinte est {before}.",
            f" It replaces the key whose fingerprint is {before}.",
        )
    return {
        "fr": f"Moi, {attester['name']}, j’atteste {said[0]}, dans la démarche «\u00a0{workspace}\u00a0», que la clé dont l’empreinte est "
        f"{key} est celle de {whom[0]}\u00a0; nous avons comparé cette empreinte de vive voix ou sur un second appareil.{end[0]}",
        "en": f"I, {attester['name']}, attest {said[1]}, in the workspace “{workspace}”, that the key whose fingerprint is "
        f"{key} is that of {whom[1]}; we compared this fingerprint aloud or on a second device.{end[1]}",
    }


def _states(statement, body, workspace_id):
    """KEY-3: whether a statement is the one that its binding asks for, to the word."""
    return (
        statement["keyDigest"] == body["keyDigest"]
        and statement["workspaceId"] == workspace_id
        and statement.get("replaces") == body.get("replaces")
        and statement["sentence"] == _sentence(statement)
    )


def _fit(first, second):
    """KEY-4: the facilitation, and a partner of another organisation than the facilitator's and the holder's; three people."""
    holder, facilitator, partner = first["holder"], first["attester"], second["attester"]
    own = partner.get("organizationId")
    return (
        first["as"] == "facilitator"
        and facilitator["facilitator"]
        and second["as"] == "partner"
        and own is not None
        and own not in (facilitator.get("organizationId"), holder.get("organizationId"))
        and len({holder["userId"], facilitator["userId"], partner["userId"]}) == 3
    )


class Chain:
    """KEY-2: goes through a record entry by entry. Without roots, whether attesters are believed is left out."""

    def __init__(self, roots, attestations):
        self.roots, self.attestations = roots, attestations
        self.believed = {one["keyDigest"]: (one["holder"], True) for one in roots or []}
        self.over, self.faults, self.used, self.judged = set(), {}, set(), []

    def take(self, entry, index):
        body = entry["body"]
        if entry["type"] == "key-revoke":
            self.over.add(body["keyDigest"])
        if entry["type"] != "key-bind":
            return
        key = body["keyDigest"]
        pair = [self.attestations.get(one) for one in body["attestations"]]
        again = any(one in self.used for one in body["attestations"])
        self.used.update(body["attestations"])
        fault = "attesters" if again else self._fault(body, pair, entry["workspaceId"])
        # Fails closed: what a binding says it replaces ends, whatever becomes of the binding.
        if "replaces" in body:
            self.over.add(body["replaces"])
        at_hand = len({one for one in body["attestations"] if one in self.attestations})
        self.judged.append((index, fault, at_hand))
        if self.believed.get(key, (None, False))[1]:
            return
        if fault is None:
            self.believed[key] = (pair[0]["statement"]["holder"], False)
            self.faults.pop(key, None)
        else:
            self.believed.pop(key, None)
            self.faults[key] = fault

    def standing(self, key):
        return None if key in self.over else self.believed.get(key)

    def _fault(self, body, pair, workspace_id):
        first, second = pair
        if first is None or second is None or body["attestations"][0] == body["attestations"][1]:
            return "pair"
        one, other = first["statement"], second["statement"]
        if not _states(one, body, workspace_id) or not _states(other, body, workspace_id) or one["holder"] != other["holder"]:
            return "statement"
        if body["keyDigest"] in self.over:
            return "ended"
        if "replaces" in body and self.roots is not None:
            before = self.believed.get(body["replaces"])
            if before is None or before[0]["userId"] != one["holder"]["userId"]:
                return "ended"
        if self.roots is not None:
            for attestation in pair:
                attester = self.standing(key_digest(attestation))
                if attester is None or attester[0] != attestation["statement"]["attester"]:
                    return "attesters"
        return None if _fit(one, other) else "attesters"


def findings(report, dossier, shelf, policy):
    attestations = dossier["attestations"]
    signed = [
        (signature, f"{path}/signatures/{at}")
        for part, path in [*((one, f"/earlier/{i}") for i, one in enumerate(dossier.get("earlier", []))), (dossier, "")]
        for at, signature in enumerate(part["signatures"])
    ]
    if not attestations and not signed:
        return
    _attestations(report, dossier, policy)
    chain = Chain(policy["roots"] if policy else None, {digest("attestation", one): one for one in attestations})
    due = {}
    for signature, path in signed:
        due.setdefault(shelf.signature(signature)[0], []).append((signature, path))
    standings = []
    for index, entry in enumerate(dossier["record"]["entries"]):
        chain.take(entry, index)
        for signature, path in due.get(index, []):
            key = key_digest(signature)
            standings.append((signature, path, key in chain.over, chain.standing(key), key in chain.faults))
    _bindings(report, chain)
    for signature, path, ended, standing, faulty in standings:
        report.answer("keyLive", not ended, path)
        if policy is None or (standing is None and ended):
            continue
        if standing is None:
            # A binding that does not hold is no weaker class: it was made to deceive.
            (report.fail if policy["boundKeys"] or faulty else report.open)(
                "keyBound" if policy["boundKeys"] or faulty else "keyWeak", path
            )
            continue
        report.ok("keyBound", path)
        report.answer("keyPerson", standing[0]["name"] == signature["statement"]["name"], path)
    if policy is None and attestations:
        report.open("keysUnjudged", "/attestations")


def _bindings(report, chain):
    shown = [(index, fault) for index, fault, at_hand in chain.judged if at_hand > 0]
    if not shown:
        return
    for code, faults in (("bindPair", ("pair",)), ("bindAttesters", ("attesters", "ended"))):
        report.judge(code, "/attestations", [f"/record/entries/{index}" for index, fault in shown if fault in faults])


def _attestations(report, dossier, policy):
    if not dossier["attestations"]:
        return
    named = {}
    for entry in dossier["record"]["entries"]:
        if entry["type"] == "key-bind":
            for one in entry["body"]["attestations"]:
                named.setdefault(one, entry)
    absent, misstated, unsigned = [], [], []
    site = policy or dossier.get("alliance")
    for at, attestation in enumerate(dossier["attestations"]):
        path = f"/attestations/{at}"
        entry = named.get(digest("attestation", attestation))
        if entry is None:
            absent.append(path)
        elif not _states(attestation["statement"], entry["body"], entry["workspaceId"]):
            misstated.append(f"{path}/statement")
        if site:
            challenge = bytes.fromhex(digest("key-statement", attestation["statement"]))
            if not all(check_assertion(attestation, challenge, site["origin"], site["rpId"]).values()):
                unsigned.append(path)
    report.judge("attestationEntry", "/attestations", absent)
    report.judge("attestationStatement", "/attestations", misstated)
    if site:
        for path in unsigned:
            report.fail("attestationSigned", path)
        if not unsigned:
            report.ok("attestationSigned", "/attestations")
