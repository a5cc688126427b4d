"""What a replica is told when it is started."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from doubles.matrix.hurry import Hurry


@dataclass(frozen=True)
class Times:
    """The run's clock, as words."""

    file: str
    speed: float
    since: str
    begins: str

    def clock(self) -> Hurry:
        since, begins = datetime.fromisoformat(self.since), datetime.fromisoformat(self.begins)
        return Hurry(Path(self.file), self.speed, since, begins)


@dataclass(frozen=True)
class Order:
    """Which database, which platform at which address, which perils; `beats` sweeps by itself as the bot does."""

    database: str
    platform: str
    settings: dict[str, str]
    times: Times
    socket: str = ""
    log: str = "/dev/null"
    beats: bool = False
    seed: int = 0
    kill: dict[str, float] = field(default_factory=dict)
    freeze: dict[str, float] = field(default_factory=dict)

    def words(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, words: str) -> "Order":
        found = json.loads(words)
        return cls(**{**found, "times": Times(**found["times"])})
