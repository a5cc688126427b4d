"""What goes wrong on purpose, method by method, as often as a test says."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass
class Fault:
    """One scripted fault.

    `method` is a pattern over "chat.postMessage" or "response_url". `error` refuses by name; `status` answers
    instead of the truth, before the call has had any effect, or after (`accepted`). `drop` cuts the connection
    instead. `delay` is how many real seconds the answer takes. `retry_after` makes a 429. `lag` hides the
    youngest seconds of a channel's history. The first `skip` calls go through, then `times` are hit; `holding`
    restricts the fault to calls that contain these words.
    """

    method: str
    error: str = ""
    status: int = 0
    accepted: bool = False
    drop: bool = False
    delay: float = 0.0
    retry_after: int = 0
    lag: float = 0.0
    holding: str = ""
    skip: int = 0
    times: int = 1

    def hits(self, method: str, words: str) -> bool:
        """Tell whether this call is hit; each that is counts."""
        if self.times <= 0 or not fnmatchcase(method, self.method) or self.holding not in words:
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

    def next(self, method: str, words: str) -> Fault | None:
        """Give the first fault that this call runs into."""
        found = next((fault for fault in self.waiting if fault.hits(method, words)), None)
        if found:
            self.struck.append(method)
        return found
