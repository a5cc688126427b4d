"""A table of words, written as prose."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())
