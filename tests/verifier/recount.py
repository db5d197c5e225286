"""Counts polls given on standard input, one a line as JSON, and writes each count: what the other implementation is held against."""
import json
import sys

from consent import CannotCount
from counting import count
from settings import is_sound, is_valid

for line in sys.stdin:
    case = json.loads(line)
    setting, register = case["setting"], case["register"]
    voices = [(one["seatId"], one["value"]) for one in case["voices"]]
    try:
        counted = count(setting, register, voices, case.get("voted"))
    except CannotCount:
        counted = None
    valid = [is_valid(setting, value) for _, value in voices]
    print(json.dumps({"count": counted, "valid": valid, "sound": is_sound(setting, register)}))
