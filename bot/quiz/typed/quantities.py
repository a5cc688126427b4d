"""What surrounds numbers and dates when people type: tables of bounds, months, measures and what is counted."""

from bot.quiz.typed.words import words

NUMBER_TAILS = words("onwards onward ad ce exactly approximately roughly approx ish")
COUNTED_BY_ORDINALS = frozenset({"congress", "party", "session", "meeting"})
COUNTED = words("""
    people person men women children new party personal private secret of them all on about their population vote
    staff total dead died killed were jewish soviet german british french american russian civilian
    """)
TIMES = words("year years month months week weeks day days")
# Plurals that are no counted things but measures, which change the number.
MEASURES = TIMES | words("""
    hours minutes times pounds dollars marks roubles rubles francs tons tonnes miles metres kilometres acres grams
    pence cents percents pairs thousands hundreds millions billions trillions dozens tens decades centuries less
    minus plus fewer is was as us this
    """)
# What may stand before a date: part of the year, day of the week.
DATED = words("""
    early late mid middle beginning start end spring summer autumn fall winter of ad on monday tuesday wednesday
    thursday friday saturday sunday died
    """)

# Phrases before a number that bound it; the longest that fits is read.
BOUNDS = {
    **dict.fromkeys(
        ("over", "more than", "above", "greater than", "exceeding", "at least", "upwards of", "just over",
         "well over", "in excess of", "no less than", "no fewer than", "not less than", "a little over"),
        "over",
    ),
    **dict.fromkeys(
        ("under", "less than", "fewer than", "below", "at most", "up to", "nearly", "almost", "just under",
         "well under", "no more than", "not more than", "lower than", "smaller than", "not even", "a little under",
         "just below", "much less than", "far less than"),
        "under",
    ),
}  # fmt: skip

MONTHS = {
    name: place
    for place, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
