"""What goes wrong on purpose, route by route, as often as a test says."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass
class Fault:
    """One scripted fault.

    `route` is a pattern over "POST /channels/{channel}/messages". `status` answers instead of the truth: before
    the request has had any effect, or after (`accepted`). `drop` cuts the connection instead. `delay` is how many
    real seconds the answer takes (before its effect, unless `accepted`). `retry_after` makes a 429, everywhere or
    not. `lag` hides the youngest seconds of a channel's history. The first `skip` requests go through, then
    `times` are hit; `holding` restricts the fault to bodies that contain these words.
    """

    route: str
    status: int = 0
    accepted: bool = False
    drop: bool = False
    delay: float = 0.0
    retry_after: float = 0.0
    everywhere: bool = False
    via: bool = True
    lag: float = 0.0
    code: int = 0
    message: str = ""
    holding: str = ""
    skip: int = 0
    times: int = 1

    def hits(self, route: str, body: str) -> bool:
        """Tell whether this request is hit; each that is counts."""
        if (
            self.times <= 0
            or not fnmatchcase(route, self.route.replace("[", "[[]"))
            or self.holding not in body
        ):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def next(self, route: str, body: str) -> Fault | None:
        """Give the first fault that this request runs into."""
        found = next((fault for fault in self.waiting if fault.hits(route, body)), None)
        if found:
            self.struck.append(route)
        return found
