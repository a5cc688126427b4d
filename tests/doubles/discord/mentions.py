"""Whom a message would have called: every body is read as Discord would read it."""

import re
from collections.abc import Iterator

from .refusals import Json
from .tree import texts

MASS = re.compile(r"@(everyone|here)")
USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")


def pings(body: Json) -> list[str]:
    """Give whom the body calls: "everyone", "here", "user 1", "role 2". Code spans are read too, to be careful."""
    words = "\n".join([str(body.get("content") or ""), *texts(body.get("components") or [])])
    allowed = body.get("allowed_mentions")
    return sorted(set(_called(words, allowed)))


def _called(words: str, allowed: Json | None) -> Iterator[str]:
    if _parses(allowed, "everyone"):
        yield from MASS.findall(words)
    for kind, pattern in (("user", USER), ("role", ROLE)):
        for id_ in pattern.findall(words):
            if _parses(allowed, f"{kind}s") or id_ in _listed(allowed, f"{kind}s"):
                yield f"{kind} {id_}"


def _parses(allowed: Json | None, kind: str) -> bool:
    """Without allowed_mentions, Discord calls whoever is named."""
    return allowed is None or kind in (allowed.get("parse") or [])


def _listed(allowed: Json | None, kind: str) -> set[str]:
    return {str(id_) for id_ in (allowed or {}).get(kind) or []}
