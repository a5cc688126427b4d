"""Forms of one stem that name the same beside other words: Cuba and Cuban, mutual and mutually. Tables."""

_COUNTRIES = """
    africa african; america american; austria austrian; belgium belgian; britain british; bulgaria bulgarian;
    canada canadian; chile chilean; china chinese; cuba cuban; denmark danish; egypt egyptian; england english;
    estonia estonian; europe european; finland finnish; france french; germany german; greece greek; hungary
    hungarian; india indian; iran iranian; iraq iraqi; ireland irish; israel israeli; italy italian; japan japanese;
    korea korean; latvia latvian; lithuania lithuanian; mexico mexican; mongolia mongolian; norway norwegian;
    persia persian; poland polish; portugal portuguese; prussia prussian; rhodesia rhodesian; romania romanian;
    rome roman; russia russian; scotland scottish; serbia serbian; sicily sicilian; spain spanish; sweden swedish;
    turkey turkish; ukraine ukrainian; vietnam vietnamese; wales welsh; yugoslavia yugoslav
"""
_QUALITIES = """
    agriculture agricultural; bureaucracy bureaucratic bureaucrat; colony colonial; constitution constitutional;
    culture cultural; diplomacy diplomatic; economy economic economics economical; faction factional; finance
    financial; ideology ideological; industry industrial; parliament parliamentary; politics political; propaganda
    propagandist; province provincial; religion religious; revolution revolutionary; territory territorial;
    tsar tsarist
"""
_SHORTEST_ADJECTIVE = 6  # letters: hardly, lately, deadly are other words


def _rows(table: str) -> list[frozenset[str]]:
    return [frozenset(row.split()) for row in table.split(";")]


_COUNTRY_ROWS = _rows(_COUNTRIES)
_ALL_ROWS = _COUNTRY_ROWS + _rows(_QUALITIES)


def are_of_one_country(one: str, other: str) -> bool:
    return any({one, other} <= row for row in _COUNTRY_ROWS)


def are_kin(one: str, other: str) -> bool:
    """Whether two folded words describe a thing alike, as adjective, adverb or noun."""
    short, long = sorted((one, other), key=len)
    adverb = len(short) >= _SHORTEST_ADJECTIVE and long == f"{short}ly"
    return adverb or any({one, other} <= row for row in _ALL_ROWS)
