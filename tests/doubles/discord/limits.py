"""Rate limits: buckets by route and channel, the global one, and the ban after too many refusals."""

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from hashlib import md5

from .clock import Clock
from .refusals import Json

INVALID, BAN_WINDOW, BAN_AT = {401, 403, 429}, 600.0, 10_000
UNBOUND = ("/interactions/", "/webhooks/")  # interaction routes do not count towards the global limit
MANY = 5_000  # buckets, before those that are over are swept out
VIA = {"Via": "1.1 google"}


@dataclass
class Bucket:
    limit: int
    per: float
    resets: float = 0.0
    used: int = 0


@dataclass
class Limited:
    """A 429: how long to wait, and whether it holds everywhere. Without `via` it comes from the proxy in front."""

    retry_after: float
    scope: str
    via: bool = True

    @property
    def body(self) -> Json:
        everywhere = self.scope == "global"
        return {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after,
            "global": everywhere,
        }

    @property
    def headers(self) -> dict[str, str]:
        told = {"Retry-After": str(max(1, round(self.retry_after))), "X-RateLimit-Scope": self.scope}
        everywhere = {"X-RateLimit-Global": "true"} if self.scope == "global" else {}
        return told | everywhere | (VIA if self.via else {})


@dataclass
class Limits:
    """`routes` holds (requests, seconds) by "METHOD /path"; other routes have the default."""

    clock: Clock
    default: tuple[int, float] = (1000, 1.0)
    per_second: int = 50
    routes: dict[str, tuple[int, float]] = field(default_factory=dict)
    ban_at: int = BAN_AT
    refusals: int = 0
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _invalid: deque[float] = field(default_factory=deque)

    def realistic(self) -> None:
        """Take the limits that the live service is known to have for messages."""
        self.routes |= {"POST /channels/{channel}/messages": (5, 5.0)}
        self.routes |= {"PATCH /channels/{channel}/messages/{message}": (5, 5.0)}

    def take(self, route: str, major: str) -> Limited | None:
        """Count a request; give the refusal if it is one too many."""
        now = self.clock.now()
        if self._banned(now):
            return Limited(BAN_WINDOW, "user", via=False)
        path = route.partition(" ")[2]
        if not path.startswith(UNBOUND) and (wait := self._everywhere(now)):
            return Limited(wait, "global")
        bucket = self._bucket(route, major, now)
        bucket.used += 1
        return Limited(bucket.resets - now, "user") if bucket.used > bucket.limit else None

    def headers(self, route: str, major: str) -> dict[str, str]:
        now = self.clock.now()
        bucket = self._bucket(route, major, now)
        left = {"Limit": str(bucket.limit), "Remaining": str(max(0, bucket.limit - bucket.used))}
        times = {"Reset": f"{bucket.resets:.3f}", "Reset-After": f"{max(0.0, bucket.resets - now):.3f}"}
        return {
            f"X-RateLimit-{key}": value for key, value in {**left, **times, "Bucket": _hash(route)}.items()
        }

    def answered(self, status: int) -> None:
        """Count what makes Discord ban an address: 401, 403 and 429."""
        if status in INVALID:
            self.refusals += 1
            self._invalid.append(self.clock.now())

    def _banned(self, now: float) -> bool:
        while self._invalid and self._invalid[0] <= now - BAN_WINDOW:
            self._invalid.popleft()
        return len(self._invalid) >= self.ban_at

    def _everywhere(self, now: float) -> float:
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        if len(self._all) >= self.per_second:
            return self._all[0] + 1 - now
        self._all.append(now)
        return 0.0

    def _bucket(self, route: str, major: str, now: float) -> Bucket:
        limit, per = self.routes.get(route, self.default)
        bucket = self._buckets.get(f"{route}:{major}")
        if bucket is None or now >= bucket.resets or (bucket.limit, bucket.per) != (limit, per):
            if len(self._buckets) > MANY:
                self._buckets = {name: each for name, each in self._buckets.items() if now < each.resets}
            bucket = self._buckets[f"{route}:{major}"] = Bucket(limit, per, now + per)
        return bucket


@cache
def _hash(route: str) -> str:
    return md5(route.encode(), usedforsecurity=False).hexdigest()
