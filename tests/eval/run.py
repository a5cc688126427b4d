"""How well questions are answered: our own set, beside BM25 in the same run.

Run: python tests/eval/run.py. Both files were written apart, from the essay alone, and the bot has learnt from
neither. first.jsonl was used to choose between ways of answering; second.jsonl is set aside, looked at through these
totals only.
"""

import json
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rank_bm25 import BM25Okapi

from bot.essay.load import load_pack
from bot.essay.lookup import Lookup
from bot.essay.words import STOP_WORDS, stem, words
from bot.quiz.bank import Library, load_library
from bot.scripts import answered_lines, asked

HERE = Path(__file__).parent
PACK = HERE.parent.parent / "content" / "stalin"
OFF_TOPIC = "off-topic"
MANY = 10_000
Answer = Callable[[str], tuple[list[str], bool]]  # a question -> ranked sentences, declined


@dataclass
class Tally:
    asked: int = 0
    first: int = 0
    three: int = 0
    factor: int = 0
    declined: int = 0


def tally(rows: list[dict[str, Any]], answer: Answer, library: Library) -> dict[str, Tally]:
    """Count by kind of question, and over all that the essay answers."""
    counted: dict[str, Tally] = defaultdict(Tally)
    for row in rows:
        ranked, declined = answer(row["q"])
        right = [not declined and sentence in row["sentences"] for sentence in ranked[:3]]
        factor = library.pack.sentence[ranked[0]].factor if ranked else ""
        for kind in {row["kind"], OFF_TOPIC if row["kind"] == OFF_TOPIC else "all"}:
            tallied = counted[kind]
            tallied.asked += 1
            tallied.first += bool(right and right[0])
            tallied.three += any(right)
            tallied.factor += not declined and factor in row["factor"]
            tallied.declined += declined
    return counted


def show(name: str, counted: dict[str, Tally]) -> None:
    print(f"\n{name}\n{'kind':<12}{'asked':>6}{'first':>8}{'three':>8}{'factor':>8}{'declined':>10}")
    for kind, t in sorted(counted.items(), key=lambda item: (item[0] == OFF_TOPIC, item[0])):
        if kind == OFF_TOPIC:
            print(f"{kind:<12}{t.asked:>6}   answered {(t.asked - t.declined) / t.asked:.1%}")
        else:
            figures = (t.first, t.three, t.factor, t.declined)
            print(f"{kind:<12}{t.asked:>6}" + "".join(f"{n / t.asked:>8.1%}" for n in figures))


def content_stems(text: str) -> list[str]:
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def bm25(library: Library) -> Answer:
    """Rank by shared words alone, as the usual tools do; it declines when no word is shared."""
    sentences = library.pack.sentences
    index = BM25Okapi([content_stems(sentence.text) for sentence in sentences])

    def answer(question: str) -> tuple[list[str], bool]:
        scores = index.get_scores(content_stems(question))
        ranked = sorted(range(len(sentences)), key=lambda place: -scores[place])
        return [sentences[place].id for place in ranked[:3]], not scores[ranked[0]]

    return answer


def ours(library: Library) -> Answer:
    def answer(question: str) -> tuple[list[str], bool]:
        finding = library.lookup.ask(question)
        return list(finding.sentences), bool(finding.declined)

    return answer


def main() -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    Lookup(load_pack(PACK)).ask("")
    ready = time.perf_counter() - began
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    library = load_library(PACK)
    for half in ("first", "second"):
        rows = [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text("utf-8").splitlines()]
        show(f"{half} half, ours", tally(rows, ours(library), library))
        show(f"{half} half, BM25", tally(rows, bm25(library), library))
    spans = []
    for row in rows:
        start = time.perf_counter()
        library.lookup.ask(row["q"])
        spans.append((time.perf_counter() - start) * 1000)
    spans.sort()
    print(
        f"\na question: median {statistics.median(spans):.2f} ms, p99 {spans[int(len(spans) * 0.99)]:.2f} ms;"
    )
    print(f"pack and look-up: ready in {ready * 1000:.0f} ms, {added / 1024:.0f} MB;")
    lines = (json.dumps({"id": n, "q": f"{rows[n % len(rows)]['q']} {n}"}) for n in range(MANY))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = sum(1 for _ in answered_lines(lines, partial(asked, library)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{count:,} lines in a stream: {grown / 1024:.1f} MB more than before")


if __name__ == "__main__":
    main()
