"""PLAN rules: what a plan holds, field by field, what is still missing before a lock, and the texts that are put to the vote."""
import re

from shape import any_of, flag, integer, is_day, is_number, listed, one_of, record, table, text, words

CENTS_MAX = 10_000_000_000_000
COLLEGES = ("community", "municipal", "institutional", "lived", "economy", "nations")
_SECTORS = ("housing", "education", "health", "social", "transport", "employment", "income", "food", "other")

# kind, whether required at the lock, and what it points at or may be
T, R = ("text", False, None), ("text", True, None)
_ISSUE = "issues"
SECTIONS = {
    "frame": (
        {"title": R, "leadBody": R, "start": ("day", True, None), "end": ("day", True, None), "fund": T, "envelope": ("cents", True, None)},
        {},
    ),
    "process": (
        {"account": ("prose", True, None)},
        {"steps": (None, 1, {"title": R, "date": ("day", True, None), "place": T, "method": T, "participants": T})},
    ),
    "portrait": (
        {"overview": ("prose", False, None)},
        {
            "issues": (
                None,
                1,
                {
                    "title": R,
                    "problem": ("prose", True, None),
                    "need": ("prose", True, None),
                    "evidence": T,
                    "territory": ("territory", False, None),
                    "sector": ("choice", False, _SECTORS),
                },
            ),
            "voices": (None, 0, {"title": R, "issue": ("link", False, _ISSUE)}),
        },
    ),
    "resources": (
        {"overview": ("prose", False, None)},
        {
            "actors": (
                None,
                1,
                {"title": R, "contribution": T, "territory": ("territory", False, None), "sector": ("choice", False, _SECTORS)},
            )
        },
    ),
    "priorities": (
        {},
        {
            "priorities": (
                None,
                1,
                {
                    "title": R,
                    "rationale": ("prose", False, None),
                    "issues": ("links", True, _ISSUE),
                    "disposition": ("choice", True, ("proposed", "setAside")),
                    "reason": T,
                },
            ),
            "objectives": ("priorities", 1, {"title": R}),
            "results": ("objectives", 1, {"title": R, "indicator": R, "baseline": T, "target": R, "due": ("day", True, None)}),
        },
    ),
    "means": (
        {},
        {
            "means": (
                None,
                1,
                {
                    "title": R,
                    "objective": ("link", False, "objectives"),
                    "lead": R,
                    "partners": T,
                    "amount": ("cents", True, None),
                    "due": ("day", True, None),
                    "structure": T,
                    "whyNone": T,
                },
            )
        },
    ),
    "allocations": (
        {},
        {"allocations": (None, 1, {"territory": ("territory", True, None), "amount": ("cents", True, None), "note": T})},
    ),
}
LISTS = {key: one for _, lists in SECTIONS.values() for key, one in lists.items()}

# ---- shapes

_attrs = table(words, any_of(words, integer(), flag))
_mark = record(type=words, attrs_=_attrs)


def prose_node(value, path):
    _node(value, path)


_node = record(type=words, attrs_=_attrs, content_=listed(prose_node), text_=words, marks_=listed(_mark))


def _field_shape(kind, to):
    if kind == "cents":
        return integer(0, CENTS_MAX)
    if kind == "day":
        return text(holds=is_day)
    if kind == "prose":
        return listed(prose_node)
    if kind == "links":
        return listed(words)
    return one_of(*to) if kind == "choice" else words


def _fields_shape(fields):
    return record(**{f"{key}_": _field_shape(kind, to) for key, (kind, _, to) in fields.items()})


def item_shape(key):
    parent, _, fields = LISTS[key]
    own = {"id": words, "fields": _fields_shape(fields)}
    return record(**own, parent_=words) if parent else record(**own)


territories_shape = listed(record(id=words, name=words))
plan_shape = record(
    format=one_of("assise/plan/v1"),
    fields=record(**{f"{key}_": _fields_shape(fields) for key, (fields, _) in SECTIONS.items()}),
    lists=record(**{f"{key}_": listed(item_shape(key)) for key in LISTS}),
    territories=territories_shape,
)
priority_text_shape = {
    "priority": item_shape("priorities"),
    "objectives": listed(item_shape("objectives")),
    "results": listed(item_shape("results")),
    "means": listed(item_shape("means")),
}

# ---- texts


def items(plan, key):
    return plan["lists"].get(key, [])


def word(fields, key):
    value = (fields or {}).get(key)
    return value if isinstance(value, str) else ""


def is_set_aside(priority):
    return word(priority["fields"], "disposition") == "setAside"


def subject_text(plan, subject):
    """POLL-2: what is put to the vote: the plan; or a priority, its objectives, their results and the means attached to them."""
    if subject["kind"] == "plan":
        return {"kind": "plan", "plan": plan}
    priority = next(one for one in items(plan, "priorities") if one["id"] == subject["id"])
    objectives = [one for one in items(plan, "objectives") if one.get("parent") == priority["id"]]
    within = {one["id"] for one in objectives}
    return {
        "kind": "priority",
        "priority": priority,
        "objectives": objectives,
        "results": [one for one in items(plan, "results") if one.get("parent") in within],
        "means": [one for one in items(plan, "means") if word(one["fields"], "objective") in within],
    }


# ---- what still forbids the lock


def problems(plan):
    """PLAN-2 to PLAN-9: the places of all that is missing or wrong."""
    found = []
    for section, (fields, lists) in SECTIONS.items():
        for key, field in fields.items():
            if _is_wrong(plan, field, plan["fields"].get(section, {}).get(key)):
                found.append(f"/plan/fields/{section}/{key}")
        for key, (parent, least, fields_of) in lists.items():
            found += _list_problems(plan, key, parent, least, fields_of)
    return found + _money_problems(plan) + _period_problems(plan)


def _place(*parts):
    return "/plan/lists/" + "/".join(part for part in parts if part)


def _list_problems(plan, key, parent, least, fields):
    kept = [one for one in items(plan, key) if _is_kept(plan, key, one)]
    found = []
    if not parent:
        if len(kept) < least:
            found.append(_place(key))
    else:
        for one in items(plan, parent):
            if not _is_kept(plan, parent, one) or (parent == "priorities" and is_set_aside(one)):
                continue
            if sum(1 for child in kept if child.get("parent") == one["id"]) < least:
                found.append(_place(parent, one["id"]))
    for one in kept:
        found += [_place(key, one["id"], name) for name, field in fields.items() if _is_wrong(plan, field, one["fields"].get(name))]
        if key == "means" and not word(one["fields"], "structure") and not word(one["fields"], "whyNone"):
            found.append(_place(key, one["id"], "structure"))
        if key == "priorities" and is_set_aside(one) and not word(one["fields"], "reason"):
            found.append(_place(key, one["id"], "reason"))
    return found


def _is_kept(plan, key, one):
    """What hangs on a priority that is set aside, or on nothing, owes nothing."""
    parent_key = LISTS[key][0]
    if not parent_key:
        return True
    parent = next((other for other in items(plan, parent_key) if other["id"] == one.get("parent")), None)
    if parent is None:
        return False
    return not is_set_aside(parent) if parent_key == "priorities" else _is_kept(plan, parent_key, parent)


def _is_wrong(plan, field, value):
    kind, required, to = field
    if value is None:
        return required
    if kind == "prose":
        return not is_readable(value)
    if kind == "territory":
        return all(one["id"] != value for one in plan["territories"])
    if kind in ("link", "links"):
        known = {one["id"] for one in items(plan, to)}
        return not all(one in known for one in ([value] if kind == "link" else value))
    return False  # The shape said the rest.


_NODES = {
    "paragraph", "heading", "bullet_list", "ordered_list", "list_item", "table", "table_row", "table_cell", "table_header",
    "hard_break", "text",
}
_SPANS = {
    ("heading", "level"): 3,
    ("ordered_list", "order"): 100_000,
    ("table_cell", "colspan"): 50,
    ("table_cell", "rowspan"): 50,
    ("table_header", "colspan"): 50,
    ("table_header", "rowspan"): 50,
}


def is_readable(nodes):
    """PROSE-3: known nodes and marks, sane levels and spans, links to the web or a mailbox."""
    for node in nodes:
        if node["type"] not in _NODES:
            return False
        for key, value in node.get("attrs", {}).items():
            most = _SPANS.get((node["type"], key))
            if most is None or not is_number(value) or not 1 <= value <= most:
                return False
        if not all(_is_readable_mark(mark) for mark in node.get("marks", [])) or not is_readable(node.get("content", [])):
            return False
    return True


def _is_readable_mark(mark):
    attrs = mark.get("attrs", {})
    if mark["type"] != "link":
        return mark["type"] in ("strong", "em") and not attrs
    href = attrs.get("href")
    if set(attrs) != {"href"} or not isinstance(href, str):
        return False
    return len(href.encode("utf-16-be")) <= 4000 and re.match(r"(https?://|mailto:)", href, re.IGNORECASE | re.ASCII) is not None


def _money_problems(plan):
    found = []
    envelope = plan["fields"].get("frame", {}).get("envelope")
    for key in ("means", "allocations"):
        total = sum(one["fields"].get("amount", 0) for one in items(plan, key))
        if envelope is not None and total > envelope:
            found.append(_place(key))
    seen = set()
    for share in items(plan, "allocations"):
        ident = word(share["fields"], "territory")
        name = next((one["name"] for one in plan["territories"] if one["id"] == ident), "")
        if ident and name and ident in seen:
            found.append(_place("allocations", share["id"], "territory"))
        seen.add(ident)
    return found


def _period_problems(plan):
    frame = plan["fields"].get("frame", {})
    start, end = word(frame, "start"), word(frame, "end")
    return ["/plan/fields/frame/end"] if start and end and start >= end else []


subject_shape = {"plan": record(kind=one_of("plan")), "priority": record(kind=one_of("priority"), id=words)}
text_shape = {
    "plan": record(kind=one_of("plan"), plan=plan_shape),
    "priority": record(kind=one_of("priority"), **priority_text_shape),
}
