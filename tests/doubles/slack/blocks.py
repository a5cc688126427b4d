"""What Slack asks of blocks: their kinds, their limits, a block id of their own."""

from collections.abc import Callable, Iterator

from .elements import IN_ACTIONS, IN_INPUT, IN_SECTION, Elements
from .objects import EITHER, LONGEST, ONLY_PLAIN, check_text
from .refusals import Faulty, Json

IN_MESSAGE, IN_VIEW = 50, 100
BASE = {"type", "block_id"}
FIELDS = {
    "header": BASE | {"text"},
    "section": BASE | {"text", "fields", "accessory", "expand"},
    "divider": BASE,
    "context": BASE | {"elements"},
    "actions": BASE | {"elements"},
    "input": BASE | {"label", "element", "hint", "optional", "dispatch_action"},
    "image": BASE | {"image_url", "alt_text", "title"},
}


class Blocks:
    """One surface's blocks under inspection."""

    def __init__(self, faulty: Faulty) -> None:
        self._faulty = faulty
        self._elements = Elements(faulty)
        self._ids: set[str] = set()
        self._checks: dict[str, Callable[[Json, str], None]] = {
            "header": self._header, "section": self._section, "divider": lambda _, __: None,
            "context": self._context, "actions": self._actions, "input": self._input, "image": self._image,
        }  # fmt: skip

    def check(self, blocks: object, most: int) -> None:
        """Note every fault of a surface's blocks."""
        if not isinstance(blocks, list):
            self._faulty.note("/blocks", "must be an array")
            return
        if len(blocks) > most:
            self._faulty.note("/blocks", f"no more than {most} items allowed")
        for place, block in enumerate(blocks):
            self._one(block, f"/blocks/{place}")

    def _one(self, block: object, path: str) -> None:
        if not isinstance(block, dict) or block.get("type") not in FIELDS:
            self._faulty.note(
                path, f"unsupported type: {block.get('type') if isinstance(block, dict) else block}"
            )
            return
        self._faulty.only(block, path, FIELDS[block["type"]])
        self._own_id(block, path)
        self._checks[block["type"]](block, path)

    def _own_id(self, block: Json, path: str) -> None:
        self._faulty.words(block, path, "block_id", 255)
        if block.get("block_id") in self._ids:
            self._faulty.note(path, f"`block_id` must be unique: {block['block_id']}")
        if block.get("block_id"):
            self._ids.add(str(block["block_id"]))

    def _header(self, block: Json, path: str) -> None:
        check_text(self._faulty, block.get("text"), f"{path}/text", 150, ONLY_PLAIN)

    def _section(self, block: Json, path: str) -> None:
        if "fields" in block:
            for place, field in enumerate(self._faulty.many(block, path, "fields", 10)):
                check_text(self._faulty, field, f"{path}/fields/{place}", 2_000, EITHER)
        if "text" in block or "fields" not in block:
            check_text(self._faulty, block.get("text"), f"{path}/text", LONGEST, EITHER)
        if "accessory" in block:
            self._elements.check(block["accessory"], f"{path}/accessory", IN_SECTION)

    def _context(self, block: Json, path: str) -> None:
        for place, each in enumerate(self._faulty.many(block, path, "elements", 10)):
            where = f"{path}/elements/{place}"
            if isinstance(each, dict) and each.get("type") == "image":
                self._elements.image(each, where)
            else:
                check_text(self._faulty, each, where, LONGEST, EITHER)

    def _actions(self, block: Json, path: str) -> None:
        for place, element in enumerate(self._faulty.many(block, path, "elements", 25)):
            self._elements.check(element, f"{path}/elements/{place}", IN_ACTIONS)

    def _input(self, block: Json, path: str) -> None:
        check_text(self._faulty, block.get("label"), f"{path}/label", 2_000, ONLY_PLAIN)
        if "hint" in block:
            check_text(self._faulty, block["hint"], f"{path}/hint", 2_000, ONLY_PLAIN)
        self._elements.check(block.get("element"), f"{path}/element", IN_INPUT)

    def _image(self, block: Json, path: str) -> None:
        self._elements.image(block, path)
        if "title" in block:
            check_text(self._faulty, block["title"], f"{path}/title", 2_000, ONLY_PLAIN)


def check_message(blocks: object) -> None:
    """Refuse a message's blocks unless all is well with them."""
    faulty = Faulty("invalid_blocks")
    Blocks(faulty).check(blocks, IN_MESSAGE)
    faulty.check()


def numbered(blocks: list[Json]) -> list[Json]:
    """Give every block an id, as Slack does where the bot gave none."""
    return [{"block_id": f"slack-{place}", **block} for place, block in enumerate(blocks)]


def elements_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give each element that people can use, with its block."""
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        yield from ((block, each) for each in inside if each and "action_id" in each)


def words_of(blocks: list[Json]) -> list[str]:
    """Give every text of the blocks, in the order of reading."""
    return [str(each["text"]) for block in blocks for each in _texts(block)]


def _texts(piece: object) -> Iterator[Json]:
    if isinstance(piece, list):
        for each in piece:
            yield from _texts(each)
    elif isinstance(piece, dict) and isinstance(piece.get("text"), str):
        yield piece
    elif isinstance(piece, dict):
        yield from _texts(list(piece.values()))
