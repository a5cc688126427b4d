"""How well typed answers are marked: our own probes, beside a likeness ratio and plain equality in the same run.

Run: python tests/eval/marking.py [--show]. probes.jsonl and probes-2.jsonl (once set aside, now open) are for tuning;
probes-aside.jsonl was written apart and is looked at through these totals only. A good answer that is called close
counts as refused.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bot.quiz.marking import Verdict
from bot.quiz.typed import mark_typed

HERE = Path(__file__).parent
ALIKE = 88  # of 100: a usual threshold for a likeness ratio
Probe = dict[str, Any]
Mark = Callable[[str, list[str], str], Verdict]


def by_ratio(key: str, aliases: list[str], typed: str) -> Verdict:
    best = max(fuzz.ratio(name.casefold(), typed.casefold().strip()) for name in (key, *aliases))
    return Verdict.RIGHT if best >= ALIKE else Verdict.WRONG


def by_equality(key: str, aliases: list[str], typed: str) -> Verdict:
    named = {name.casefold() for name in (key, *aliases)}
    return Verdict.RIGHT if typed.casefold().strip() in named else Verdict.WRONG


MARKS: dict[str, Mark] = {"ours": mark_typed, f"ratio >= {ALIKE}": by_ratio, "equality": by_equality}


def probes(name: str) -> list[Probe]:
    path = HERE / name
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def show(name: str, rows: list[Probe], *, each: bool) -> None:
    good = [row for row in rows if row["good"]]
    bad = [row for row in rows if not row["good"]]
    print(f"\n{name}: {len(good)} good, {len(bad)} bad")
    print(f"{'':<14}{'good refused':>16}{'bad accepted':>14}{'bad close':>11}")
    for how, mark in MARKS.items():
        given = {row["id"]: mark(row["key"], row["aliases"], row["typed"]) for row in rows}
        refused = [row for row in good if given[row["id"]] is not Verdict.RIGHT]
        accepted = [row for row in bad if given[row["id"]] is Verdict.RIGHT]
        close = [row for row in bad if given[row["id"]] is Verdict.CLOSE]
        share = len(refused) / max(len(good), 1)
        print(f"{how:<14}{len(refused):>8} ({share:>5.1%}){len(accepted):>14}{len(close):>11}")
        for row in (*refused, *accepted, *close) if each and mark is mark_typed else ():
            print("   ", given[row["id"]], "good" if row["good"] else "bad", [row["key"], row["typed"]])


def show_speed(rows: list[Probe]) -> None:
    spans = []
    for row in rows:
        began = time.perf_counter()
        mark_typed(row["key"], row["aliases"], row["typed"])
        spans.append((time.perf_counter() - began) * 1000)
    spans.sort()
    print(
        f"\nan answer: median {statistics.median(spans):.2f} ms, p99 {spans[int(len(spans) * 0.99)]:.2f} ms"
    )


def main() -> None:
    for name in ("probes.jsonl", "probes-2.jsonl", "probes-aside.jsonl"):
        if rows := probes(name):
            show(name, rows, each="--show" in sys.argv and "aside" not in name)
    show_speed(probes("probes.jsonl"))


if __name__ == "__main__":
    main()
