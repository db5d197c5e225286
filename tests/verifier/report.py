"""The findings of a verification, by the names that the other implementation gives them."""

LISTED_MAX = 20


class Report:
    """What was asked, with each answer: ok, failed or notChecked, and the place it is about."""

    def __init__(self):
        self.findings = []
        # Where what is asked about stands in the file: empty, or the place of an earlier version.
        self.inside = ""

    @property
    def holds(self):
        return all(status != "failed" for _, status, _ in self.findings)

    def ok(self, code, path=""):
        self.findings.append((code, "ok", self.inside + path))

    def fail(self, code, path=""):
        self.findings.append((code, "failed", self.inside + path))

    def open(self, code, path=""):
        self.findings.append((code, "notChecked", self.inside + path))

    def judge(self, code, path, wrong):
        """One good finding when nothing is wrong; otherwise one a wrong place."""
        if not wrong:
            self.ok(code, path)
        for place in wrong[:LISTED_MAX]:
            self.fail(code, place)

    def answer(self, code, right, path):
        (self.ok if right else self.fail)(code, path)
