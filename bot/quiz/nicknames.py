"""How a class's boards name people: in full, by initials, or by names that say nothing of them."""

from enum import StrEnum
from typing import assert_never

FIRST = (
    "Amber", "Ash", "Azure", "Birch", "Bronze", "Cedar", "Cobalt", "Copper", "Coral", "Crimson", "Dusk", "Elm",
    "Fern", "Flint", "Frost", "Golden", "Hazel", "Indigo", "Ivory", "Jade", "Linen", "Maple", "Moss", "Ochre",
    "Olive", "Pearl", "Russet", "Sable", "Scarlet", "Silver", "Slate", "Willow",
)  # fmt: skip
SECOND = (
    "Avocet", "Bittern", "Chough", "Crane", "Curlew", "Dipper", "Dunlin", "Egret", "Falcon", "Finch", "Gannet",
    "Grebe", "Heron", "Hoopoe", "Ibis", "Jay", "Kestrel", "Kite", "Lapwing", "Linnet", "Martin", "Merlin", "Osprey",
    "Petrel", "Pipit", "Plover", "Puffin", "Robin", "Siskin", "Swift", "Tern", "Wren",
)  # fmt: skip
PAIRS = len(FIRST) * len(SECOND)
STEP, SHIFT = (
    389,
    577,
)  # no neighbours stay neighbours; another class gives other names; STEP shares no factor with PAIRS


class Names(StrEnum):
    FULL = "full"
    INITIALS = "initials"
    PSEUDONYMS = "pseudonyms"


def called(names: Names, class_id: int, student: int, name: str) -> str:
    """Give the name under which a class's board shows a student."""
    match names:
        case Names.FULL:
            return name
        case Names.INITIALS:
            return initials(name)
        case Names.PSEUDONYMS:
            return pseudonym(class_id, student)
        case _:
            assert_never(names)


def initials(name: str) -> str:
    """Give the first letter of each word of a name, four at most."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:4])


def pseudonym(class_id: int, student: int) -> str:
    """Give a name that is one student's alone within the class, and stays theirs."""
    again, place = divmod(student, PAIRS)
    first, second = divmod((place * STEP + class_id * SHIFT) % PAIRS, len(SECOND))
    return f"{FIRST[first]} {SECOND[second]}" + (f" {again + 1}" if again else "")
