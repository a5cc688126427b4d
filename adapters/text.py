"""Words cut to a platform's limit, never without a sign of it."""

MORE = "…"


def clip(words: str, limit: int) -> str:
    """Give the words, or as many of them as fit with an ellipsis behind."""
    return words if len(words) <= limit else f"{words[: limit - len(MORE)].rstrip()}{MORE}"
