"""Ballot files written from scratch, from shared/README.md alone: `any_file.py FIRST LAST` prints one a line, canonical, for each seed.
Ties of everything, one voter or none, fractional and void weights, labels alike, commas, emoji, two hundred options, values of any form."""
import hashlib
import json
import random
import sys
from fractions import Fraction

from definitions import utf16
from second_count import advice, awaits_casting, count, outcome
from values import any_value

METHODS = ["consent", "gradients", "fist", "yesNo", "approval", "dots", "score", "judgment", "schulze", "budget"]
_COLLEGES = ["community", "municipal", "institutional", "lived", "economy", "nations"]
_WORDS = [
    "Logement", "Logement", "Oui, et non", "a,b;c", "🏡🚌", "Né·e à Gespeg", '"guillemets"', "\\", "<b>x</b>", "Ἀθῆναι", "ᓄᓇᕕᒃ", "x\u2028y",
    "é", "=1+1", "constructor", "0",
]


def canonical(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value, key=utf16)) + "}"
    return "[" + ",".join(map(canonical, value)) + "]"


def digest(kind, value):
    return hashlib.sha256(f"assise/{kind}/v1\0{canonical(value)}".encode()).hexdigest()


def any_share(dice, least=Fraction(0), whole=True):
    while True:
        den = dice.choice([1, 2, 3, 4, 5, 7, 10, 100, 999_999_937])
        num = dice.randint(1, den)
        if Fraction(num, den) >= least and (whole or num < den):
            times = dice.choice([1, 1, 2, 3]) if den < 10**6 else 1
            return {"num": num * times, "den": den * times}


def any_threshold(dice, secret):
    strict, base = dice.random() < 0.4, dice.choice(["expressed", "cast", "present", "entitled"])
    least = Fraction(1, 2) if base in ("expressed", "cast") else Fraction(0)
    threshold = {
        "share": {"num": 1, "den": 2} if dice.random() < 0.4 else any_share(dice, least, not strict),
        "strict": strict, "base": base, "abstentions": dice.choice(["excluded", "inBase"]),
    }
    if dice.random() < 0.25:
        threshold["minSupport"] = any_share(dice)
    if dice.random() < 0.25 and not secret:
        threshold["perCollege"] = {one: any_share(dice) for one in dice.sample(_COLLEGES, dice.randint(1, 3))}
    return threshold


def any_quorum(dice):
    strict = dice.random() < 0.3
    quorum = {
        "basis": dice.choice(["organizations", "weight", "persons"]),
        "share": any_share(dice, whole=not strict) if dice.random() < 0.3 else {"num": 1, "den": 1000},
        "strict": strict, "minAbsolute": dice.choice([0, 0, 0, 1, 3]), "collegesMin": dice.choice([0, 0, 0, 1, 2]),
        "proxiesCount": dice.random() < 0.5, "recusedInBase": dice.random() < 0.5,
    }
    if dice.random() < 0.15:
        quorum["perCollege"] = {one: any_share(dice) for one in dice.sample(_COLLEGES, 2)}
    return quorum


def any_options(dice, method):
    if method in ("consent", "gradients", "fist", "yesNo"):
        return []
    many = 200 if dice.random() < 0.01 else dice.randint(2, 7)
    label = lambda: {"fr": dice.choice(_WORDS), "en": dice.choice(_WORDS)}
    return [{"id": dice.choice(["o%d", "O.%d", "x:%d", "9_%d", "Zed-%d"]) % at, "label": label()} for at in range(many)]


def any_params(dice, method, options):
    many = len(options)
    if method == "gradients":
        return {"supportUpTo": dice.choice([0, 1, 2, 4, 5])}
    if method == "fist":
        return {"supportFrom": dice.randint(1, 5), "meanings": [{"fr": "m%d" % (at % 3), "en": "🙂"} for at in range(6)]}
    if method == "approval":
        least = dice.randint(1, min(3, many))
        return {"min": least, "max": dice.randint(least, many), "seats": dice.randint(1, many)}
    if method == "dots":
        dots = dice.choice([1, 3, 10, 1000])
        cap = dice.randint(1, dots)
        return {"dots": dots, "cap": cap, "all": dice.random() < 0.4 and cap * many >= dots}
    if method == "score":
        least = dice.randint(-1000, 999)
        wide = {"min": least, "max": dice.randint(least + 1, 1000)}
        return {"min": 0, "max": dice.choice([1, 2, 5])} if dice.random() < 0.6 else wide
    if method == "judgment":
        grades = range(dice.randint(2, 12))
        return {"grades": [{"id": "g%d" % (at * 5 % 13), "label": {"fr": dice.choice(_WORDS), "en": "g"}} for at in grades]}
    if method == "schulze":
        return {"statusQuo": dice.choice(options)["id"]} if dice.random() < 0.5 else {}
    if method == "budget":
        envelope = dice.choice([1, 7, 100, 10**6, 9_999_999_999_999])
        kind = dice.choice(["amounts", "projects"])
        if kind == "projects":
            near = [1, 2, max(1, envelope // 3), max(1, envelope // 2), envelope, envelope + 1, dice.randint(1, envelope)]
            for one in options:
                one["cost"] = dice.choice(near)
        return {"kind": kind, "envelope": envelope}
    return {}


def any_setting(dice, method, secret):
    options = any_options(dice, method)
    setting = {
        "method": method, "methodVersion": 1, "options": options, "params": any_params(dice, method, options),
        "quorum": any_quorum(dice), "tie": dice.choice(["notAdopted", "deliberateAgain", "castingVote"]),
        "afterBlock": dice.choice(["discussion", "majority"]),
        "secrecy": "secret" if secret else dice.choice(["open", "sealed"]),
        "minSecretSize": 3 if secret else dice.randint(0, 5),
        "electorate": "additive" if dice.random() < 0.3 else "frozen",
        "revote": not secret and dice.random() < 0.5,
        "results": "afterClose" if secret or method == "dots" else dice.choice(["live", "afterVote", "afterClose"]),
    }
    if method in ("consent", "yesNo") or (method in ("gradients", "fist", "approval") and dice.random() < 0.7):
        setting["threshold"] = any_threshold(dice, secret)
    if method == "yesNo" and dice.random() < 0.3:
        half = {"share": {"num": 1, "den": 2}, "strict": True, "base": "expressed", "abstentions": "excluded"}
        setting.update(threshold=half, tie="castingVote")
        setting["quorum"].update(share={"num": 1, "den": 1000}, minAbsolute=0, collegesMin=0)
    if setting["afterBlock"] == "majority":
        setting["fallback"] = any_threshold(dice, secret)
    if dice.random() < 0.2:
        setting["closesAt"] = "2026-11-30T12:00:00.000Z"
    return setting


def any_seats(dice, prefix, many, weigh):
    seats = []
    for at in range(many):
        college = dice.choice(_COLLEGES[: dice.randint(1, 6)])
        seat = {"seatId": "%s%s%03d" % (prefix, dice.choice(["", "é", "🏡", "Z"]), at), "name": dice.choice(_WORDS)}
        seat.update(college=college, weight=weigh(college))
        if dice.random() < 0.5:
            seat["holder"] = {"userId": "u%d" % dice.randint(0, many), "name": "X", "as": dice.choice(["delegate", "alternate"])}
        if dice.random() < 0.2:
            seat["proxyTo"] = "whoever"
        if dice.random() < 0.4:
            seat["present"] = dice.random() < 0.7
        seats.append(seat)
    return sorted(seats, key=lambda one: utf16(one["seatId"]))


def any_weights(dice, secret):
    kind = dice.choice(["one", "same"] if secret else ["one", "one", "fractions", "colleges", "void", "unreduced"])
    return {
        "one": lambda college: {"num": 1, "den": 1},
        "same": lambda college: {"num": 4, "den": 6},
        "fractions": lambda college: {"num": dice.randint(0, 12), "den": dice.choice([1, 2, 3, 4, 5, 7])},
        "colleges": lambda college: {"num": 15 + 5 * _COLLEGES.index(college), "den": _COLLEGES.index(college) + 2},
        "void": lambda college: {"num": dice.choice([0, 0, 1]), "den": dice.choice([1, 2])},
        "unreduced": lambda college: {"num": dice.choice([2, 4, 6]), "den": dice.choice([2, 4, 6])},
    }[kind]


def any_voices(dice, setting, who, lean):
    if setting["method"] == "yesNo" and setting["tie"] == "castingVote" and dice.random() < 0.5:
        return [{"answer": ("yes", "no")[at % 2]} for at, _ in enumerate(who)]
    common = [any_value(dice, setting, lean) for _ in range(2)]
    tied = dice.random() < 0.3
    return [common[at % 2] if tied and dice.random() < 0.95 else any_value(dice, setting, lean) for at, _ in enumerate(who)]


def any_file(seed):
    dice = random.Random(seed)
    method = METHODS[seed % 10]
    secret = method != "consent" and dice.random() < 0.2
    setting, weigh = any_setting(dice, method, secret), any_weights(dice, secret)
    register = any_seats(dice, "s", dice.choice([3, 4, 6, 9, 20] if secret else [1, 1, 2, 2, 3, 4, 6, 9, 15, 40]), weigh)
    file = {"format": "assise/ballots/v1", "register": register}
    if setting["electorate"] == "additive" and dice.random() < 0.6:
        file["joined"] = any_seats(dice, "j", dice.randint(1, 3), weigh)
    ids = [one["seatId"] for one in register + file.get("joined", [])]
    if not secret:
        for one in register:
            if dice.random() < 0.12:
                one["recused"] = True
    some = lambda most: sorted(dice.sample(ids, dice.randint(0, most)), key=utf16)
    if dice.random() < 0.2:
        file["recusedSince"] = some(max(1, len(ids) // 3))
    if dice.random() < 0.3:
        file["present"] = some(len(ids))
    turnout = dice.choice([1, 1, 1, 0.7, 0.7, 0])
    who, lean = sorted((one for one in ids if dice.random() < turnout), key=utf16), dice.randint(0, 5)
    values = any_voices(dice, setting, who, lean)
    if secret:
        file["voted"] = who
    names = [f"paper-{at + 1}" for at in range(len(who))] if secret else who
    voices = [{"seatId": ident, "value": value} for ident, value in zip(names, values)]
    file["voices"] = sorted(voices, key=lambda one: utf16(one["seatId"]))
    words = {"fr": "?", "en": "?"}
    poll = {"format": "assise/poll/v2", "id": f"seed-{seed}", "question": words, "ruleText": words, "setting": setting}
    file["poll"] = {**poll, "registerHash": digest("register", register), "more": {"x": [1]}}
    if not secret and dice.random() < 0.25:
        seats = any_seats(dice, "c", dice.randint(1, 4), lambda college: {"num": 1, "den": 1})
        spoken = [{"seatId": one["seatId"], "value": any_value(dice, setting, lean)} for one in seats if dice.random() < 0.7]
        file["poll"]["consultativeHash"] = digest("register", seats)
        file["consultative"] = {"seats": seats, "voices": spoken, "count": advice(setting, seats, spoken)}
    file["count"] = count(file)
    return pronounced(dice, file)


def pronounced(dice, file):
    setting, stands, overruled = file["poll"]["setting"], dice.random() < 0.15, dice.random() < 0.1
    reserved = stands or overruled or dice.random() < 0.2
    side = dice.choice(["for", "against"]) if awaits_casting(setting, file["count"]) else None
    casting = {"casting": {"side": side, "byName": "X", "at": "2026-11-30T12:00:00.000Z"}} if side else {}
    word = outcome(setting, file["count"], stands, overruled, reserved, side)
    return {**file, "outcome": {"word": word, "blockStands": stands, "overruled": overruled, **({"reserved": True} if reserved else {}), **casting}}


if __name__ == "__main__":
    for number in range(int(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.buffer.write(f"{canonical(any_file(number))}\n".encode())
