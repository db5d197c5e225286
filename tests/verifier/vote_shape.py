"""The exact shape of a record of a poll of the second form and of its addenda: an unknown field anywhere is refused."""
from plan import item_shape, plan_shape, priority_text_shape, prose_node, territories_shape
from settings import METHODS, rules_shape, seat_shape, setting_shape, value_shape
from shape import bilingual, by, digest_hex, flag, instant, listed, natural, one_of, positive, record, table, text, words

_reason = text(2000)
_channel = one_of("self", "proxy", "facilitated", "paper")
_place = {"section": words, "list_": words, "item_": words, "field": words}
_subject = by(
    "kind",
    plan=record(kind=one_of("plan")),
    priority=record(kind=one_of("priority"), id=words),
    passage=record(kind=one_of("passage"), **_place, quote=words),
    allocation=record(kind=one_of("allocation")),
    question=record(kind=one_of("question")),
)
_text = by(
    "kind",
    plan=record(kind=one_of("plan"), plan=plan_shape),
    priority=record(kind=one_of("priority"), **priority_text_shape),
    passage=record(kind=one_of("passage"), **_place, words_=words, blocks_=listed(prose_node)),
    allocation=record(
        kind=one_of("allocation"), envelope_=natural, shares=listed(item_shape("allocations")), territories=territories_shape
    ),
    question=record(kind=one_of("question"), question=bilingual),
)
_poll = record(
    format=one_of("assise/poll/v2"),
    id=words,
    planId=words,
    workspaceName=words,
    subject=_subject,
    subjectTitle=words,
    round=positive,
    question=bilingual,
    setting=setting_shape,
    ruleSet=rules_shape,
    ruleText=bilingual,
    textHash=digest_hex,
    registerHash=digest_hex,
    consultativeHash_=digest_hex,
    follows_=words,
    meetingId_=words,
    itemId_=words,
    openedAt=instant,
    openedBy=words,
)
_left = record(kind=one_of("recused", "mandateEnded"), at=instant, by=words, seatId=words, reason_=words)
_change = by(
    "kind", joined=record(kind=one_of("joined"), at=instant, by=words, seat=seat_shape), recused=_left, mandateEnded=_left
)
_ballot = record(
    format=one_of("assise/ballot/v2"),
    id=words,
    pollDigest=digest_hex,
    seatId=words,
    revision=positive,
    value=value_shape,
    reason=_reason,
    channel=_channel,
    castBy=words,
    castByName=words,
    proxySeat_=words,
    secondTeller_=words,
    textHash=digest_hex,
    receivedAt=instant,
)
_roll = record(
    format=one_of("assise/roll/v2"),
    pollDigest=digest_hex,
    seatId=words,
    channel=_channel,
    castBy=words,
    castByName=words,
    receivedAt=instant,
)
_MOVES = ("answer", "integrate", "withdraw", "maintain", "overrule")
_objection = record(
    id=words,
    pollId=words,
    seatId=words,
    seatName=words,
    level=one_of("concern", "standAside", "block"),
    argument=words,
    proposedChange_=words,
    raisedByName=words,
    raisedAt=instant,
    steps=listed(record(move=one_of(*_MOVES), words=words, textHash_=digest_hex, byName=words, at=instant)),
    state=one_of("raised", "answered", "integrated", "withdrawn", "maintained", "overruled"),
)
addendum_shape = record(
    format=one_of("assise/addendum/v1"),
    id=words,
    pollId=words,
    pollDigest=digest_hex,
    constatDigest_=digest_hex,
    kind=one_of("proclaimed", "annulled", "annotation", "correction"),
    text=words,
    at=instant,
    byName=words,
    previous_=digest_hex,
)
_meeting = record(
    id=words,
    title=words,
    place=words,
    mode=one_of("room", "remote", "hybrid"),
    facilitator=words,
    secretary_=words,
    convenedAt_=instant,
    openedAt_=instant,
    item_=record(id=words, title=words),
    quorum=listed(record(moment=one_of("opening", "closing"), at=instant, met=flag, reached=words, needed=words)),
    seats=listed(record(seatId=words, holder_=words, proxyTo_=words, recused_=flag)),
    incidents=listed(record(at=instant, text=words, byName=words)),
    events=natural,
    logHash=digest_hex,
)
_ids = listed(words)
_mass = record(seats=natural, weight=words)
_test = record(support=words, base=words, share=words, passed=flag)
_count = record(
    method=one_of(*METHODS),
    methodVersion=one_of(1),
    registered=_mass,
    recused=_mass,
    cast=_mass,
    expressed=_mass,
    abstained=_mass,
    blank=_mass,
    invalid=_mass,
    notVoted=_mass,
    favourable_=_mass,
    against_=_mass,
    tallies=listed(record(id=words, mass=_mass, figure=words)),
    groups=listed(_ids),
    retained=_ids,
    tied=_ids,
    allocation_=table(words, natural),
    test_=_test,
    fallbackTest_=_test,
    blocks=_ids,
    quorum=record(met=flag, reached=words, needed=words, colleges=natural),
    trace=listed(bilingual),
)
_advice = record(
    seats=listed(seat_shape),
    joined_=listed(record(at=instant, by=words, seat=seat_shape)),
    ballots=listed(_ballot),
    count=record(
        registered=_mass,
        recused=_mass,
        cast=_mass,
        expressed=_mass,
        abstained=_mass,
        blank=_mass,
        invalid=_mass,
        notVoted=_mass,
        favourable_=_mass,
        against_=_mass,
        tallies=listed(record(id=words, mass=_mass, figure=words)),
        groups=listed(_ids),
    ),
)
constat_shape = record(
    format=one_of("assise/constat/v2"),
    poll=_poll,
    text=_text,
    register=listed(seat_shape),
    changes=listed(_change),
    ballots=listed(_ballot),
    answers=listed(record(voiceId=words, answer=one_of("reread", "confirmed", "contested"), byName=words, at=instant)),
    secret_=record(
        roll=listed(_roll), tallies=listed(record(value=value_shape, reason=_reason, count=positive)), suppressed=flag
    ),
    consultative_=_advice,
    meeting_=_meeting,
    count_=_count,
    casting_=record(side=one_of("for", "against"), byName=words, at=instant),
    outcome=one_of("unanimous", "consensus", "dissent", "notDecided", "postponed", "sorted"),
    objections=listed(_objection),
    closedAt=instant,
    closedBy=words,
    closing=one_of("hand", "hour"),
    previous_=digest_hex,
)
