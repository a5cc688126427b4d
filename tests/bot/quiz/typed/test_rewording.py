"""An answer may use another grammatical form of the key, as long as it tells the same."""

import pytest

from bot.quiz.typed import mark_typed


@pytest.mark.parametrize(
    ("key", "same", "other"),
    [
        (
            "storming of the Bastille",
            "when they stormed the Bastille",
            "when they did not storm the Bastille",
        ),
        ("dissolution of the monasteries", "the monasteries were dissolved", "the monasteries were saved"),
        ("forming factions", "the formation of factions", "banning factions"),
        ("invasion of Poland", "Poland being invaded", "the Polish invasion"),
        ("occupation of the Ruhr", "they occupied the Ruhr", "they left the Ruhr"),
        ("expulsion of Trotsky", "Trotsky was expelled", "Trotsky expelled Zinoviev"),
        ("death of Lenin", "when Lenin died", "Lenin was dying"),
        ("Lenin's death", "Lenin died", "Lenin lived"),
        ("abdication of the Tsar", "the tsar's abdication", "the tsar's coronation"),
        ("Amritsar Massacre", "the massacre at Amritsar", "the massacre at Peterloo"),
        ("Korean War", "the war in Korea", "the war with Korea"),
        ("Cold War", "the cold war", "war in the cold"),
        ("Cuban Missile Crisis", "Cuba missile crisis", "Turkish missile crisis"),
        ("Mutually Assured Destruction", "mutual assured destruction", "mutual destruction"),
        ("Dead Sea Scrolls", "dead sea scroll", "deadly sea scrolls"),
    ],
)
def test_another_form_of_the_words_is_right_and_another_meaning_is_not(
    key: str, same: str, other: str
) -> None:
    assert (mark_typed(key, (), same), mark_typed(key, (), other)) == ("right", "wrong")


@pytest.mark.parametrize(
    ("key", "same", "other"),
    [
        ("Committee of Public Safety", "Committee for Public Safety", "Committee against Public Safety"),
        ("opposition to Stalin", "the opposition to Stalin", "the opposition of Stalin"),
        ("letter to Congress", "his letter to Congress", "a letter of Congress"),
        ("ambassador to France", "the ambassador for France", "the ambassador of France"),
        ("Commissar for Nationalities", "nationalities commissar", "the nationalities"),
        ("support for Lenin", "the support for Lenin", "Lenin support"),
    ],
)
def test_a_small_word_does_for_another_unless_it_turns_the_meaning(key: str, same: str, other: str) -> None:
    assert (mark_typed(key, (), same), mark_typed(key, (), other)) == ("right", "wrong")


@pytest.mark.parametrize(
    ("key", "same", "other"),
    [
        ("Battle of Naseby", "Naseby", "the siege of Naseby"),
        ("Battle of Britain", "the battle for Britain", "Britain"),
        ("Operation Barbarossa", "Barbarossa", "Frederick Barbarossa"),
        ("Fifteenth Party Congress", "fifteenth congress", "fifteenth congress of soviets"),
        ("Second Continental Congress", "2nd Continental Congress", "second congress"),
        ("General Secretary", "the General Secretary position", "the general's post"),
        ("Politburo", "a seat in the Politburo", "a seat in the Orgburo"),
        ("indispensable", "indispensable to his rivals", "indispensable to Germany"),
        ("resign", "he offered to resign", "he refused to resign"),
        ("unthreatening", "not threatening", "not unthreatening"),
        ("patronage", "great patronage", "not patronage"),
        ("feudalism", "the feudal system", "the feudal lords"),
        ("canonisation", "cannonised", "colonised"),
        ("Nazi-Soviet Pact", "the Soviet-Nazi pact", "the Soviet pact"),
    ],
)
def test_a_shorter_or_fuller_form_is_right_if_it_can_mean_nothing_else(
    key: str, same: str, other: str
) -> None:
    assert (mark_typed(key, (), same), mark_typed(key, (), other)) == ("right", "wrong")


@pytest.mark.parametrize(
    ("key", "same", "other"),
    [
        ("Magna Carta", "Magna Charta", "Magna Cart"),
        ("Bosworth Field", "Bosworth Feild", "Bosworth Filed"),
        ("Red Army", "Red Armey", "Red Arms"),
        ("Thomas Becket", "Thomas Beckett", "Samuel Beckett"),
        ("East India Company", "East India Co.", "East India Committee"),
        ("less than one per cent", "less then a percent", "less than half a percent"),
        ("26,000", "26 thou", "26"),
        ("22,000", "twentytwo thousand", "twenty thousand"),
        ("250,000", ".25 million", ".5 million"),
    ],
)
def test_a_common_slip_or_abbreviation_beside_the_right_words_is_right(
    key: str, same: str, other: str
) -> None:
    assert (mark_typed(key, (), same), mark_typed(key, (), other)) == ("right", "wrong")
