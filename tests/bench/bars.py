"""Figures beside the bars that they are to reach."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Bars:
    """Prints each figure with its bar, and remembers those that miss it."""

    missed: list[str] = field(default_factory=list)

    def at_most(self, bar: float, figure: float, what: str, unit: str = "ms") -> None:
        """Say a figure that is to be no higher than its bar."""
        print(f"  {what}: {figure:,.2f} {unit} (to reach: at most {bar:g})")
        if figure > bar:
            self.missed.append(what)

    def at_least(self, bar: float, figure: float, what: str, unit: str = "%") -> None:
        """Say a figure that is to be no lower than its bar."""
        print(f"  {what}: {figure:,.0f} {unit} (to reach: at least {bar:g})")
        if figure < bar:
            self.missed.append(what)

    def verdict(self) -> int:
        """Say how it went; give the exit code."""
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"missed: {'; '.join(self.missed) or 'nothing'} (load of the machine: {load})")
        return int(bool(self.missed))


def percentile(figures: Sequence[float], share: float) -> float:
    """Give the figure that this share of them does not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
