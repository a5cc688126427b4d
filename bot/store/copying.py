"""One person's rows from outside the bot, also while it runs."""

from bot.store.backend import Unusable, backend
from bot.store.personal import Personal, Row
from bot.store.schema import HEAD, version


def copied(url: str, platform: str, user: str) -> dict[str, list[Row]]:
    """Give every row about a person by table; raise Unusable with the cure."""
    kind = backend(url)
    if trouble := kind.trouble_with(url):
        raise Unusable(trouble)
    if not kind.is_there(url):
        return {}
    engine = kind.reading_engine(url)
    try:
        with engine.begin() as connection:
            if version(connection) != HEAD:
                raise Unusable(f"{kind.name(url)} has another schema: run cardindex db upgrade")
            return Personal(connection).copy(platform, user)
    finally:
        engine.dispose()
