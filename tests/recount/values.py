"""Values of voices: most of them valid in their poll, some blank, some of any other form. Called by any_file.py."""
from definitions import ids_of, utf16


def any_value(dice, setting, lean):
    """`lean`, 0 to 5: how much voices of the same poll agree."""
    if dice.random() < 0.07 and setting["method"] != "consent":
        return {"blank": True}
    if dice.random() < 0.05:
        return dice.choice(_odd(setting))
    return _valid(dice, setting, lean)


def _odd(setting):
    known = ids_of(setting)
    one = known[0] if known else "a"
    return [
        {"blank": False}, {"blank": 1}, {"blank": True, "x": 1}, {}, [], "oui", 7, True, {"choice": "veto"}, {"choice": "support", "reason": "x"},
        {"level": 8}, {"level": -1}, {"level": "3"}, {"fingers": 6}, {"fingers": True}, {"answer": "oui"}, {"options": []},
        {"options": ["zz"]}, {"options": known + known}, {"options": known[::-1]}, {"dots": {"toString": 1}}, {"dots": {one: -1}},
        {"dots": {"__proto__": 3}}, {"scores": {}}, {"scores": {one: 10**6}}, {"grades": {"zz": "g0"}}, {"grades": {one: "constructor"}},
        {"ranking": [[]]}, {"ranking": [["zz"]]}, {"ranking": []}, {"ranking": "abc"}, {"ranking": [[one], [one]]}, {"amounts": {"zz": 1}},
        {"amounts": {one: 0}}, {"amounts": {}, "projects": []}, {"projects": ["zz"]}, {"__proto__": 1},
    ]


def _valid(dice, setting, lean):
    method, params, known = setting["method"], setting["params"], ids_of(setting)
    often = dice.random() < lean / 6
    pick = lambda least, most: sorted(dice.sample(known, dice.randint(least, most)), key=utf16)
    if method == "consent":
        return {"choice": "support" if often else dice.choice(["support", "reserve", "abstain"] + ["block"] * (lean < 3))}
    if method == "gradients":
        return {"level": 0 if often else dice.randint(0, 7 if lean < 3 else 6)}
    if method == "fist":
        return {"fingers": 5 if often else dice.randint(0 if lean < 3 else 1, 5)}
    if method == "yesNo":
        return {"answer": "yes" if often else dice.choice(["yes", "no", "abstain"])}
    if method == "approval":
        return {"options": pick(params["min"], params["max"])}
    if method == "dots":
        return {"dots": _dots(dice, params, known)}
    if method == "score":
        return {"scores": {one: dice.randint(params["min"], params["max"]) for one in pick(1, len(known))}}
    if method == "judgment":
        return {"grades": {one: dice.choice(params["grades"])["id"] for one in pick(1, len(known))}}
    if method == "schulze":
        return {"ranking": _ranking(dice, known)}
    return _split(dice, setting) if params["kind"] == "amounts" else _projects(dice, setting)


def _dots(dice, params, known):
    left, placed = params["dots"] if params["all"] else dice.randint(1, params["dots"]), {}
    for one in dice.sample(known, len(known)):
        placed[one] = min(left, params["cap"] if params["all"] else dice.randint(0, params["cap"]))
        left -= placed[one]
    return placed


def _ranking(dice, known):
    ranking = []
    for one in dice.sample(known, dice.randint(1, len(known))):
        if ranking and dice.random() < 0.25:
            ranking[-1].append(one)
        else:
            ranking.append([one])
    return ranking


def _split(dice, setting):
    left, amounts = setting["params"]["envelope"], {}
    for one in dice.sample(ids_of(setting), len(setting["options"])):
        amounts[one] = dice.choice([0, left, left // 2, dice.randint(0, left)])
        left -= amounts[one]
    return {"amounts": amounts}


def _projects(dice, setting):
    left, chosen = setting["params"]["envelope"], []
    for one in dice.sample(setting["options"], len(setting["options"])):
        if one["cost"] <= left and dice.random() < 0.8:
            chosen.append(one["id"])
            left -= one["cost"]
    return {"projects": sorted(chosen, key=utf16)}
