"""What surrounds an answer when people type: tables, to be read and added to, of no pack's own words."""

ARTICLES = frozenset({"the", "a", "an"})

# Words with which an answer is led in; any run of them may stand before it. None of them may deny or compare.
LEAD_INS = frozenset(
    """
    i im id it its is was were are be been have has must would will had to think thought believe guess guessing
    reckon say said suppose mean pretty quite very sure definitely obviously clearly certainly probably maybe
    perhaps possibly surely really just only simply answer ans correct final my that this these those there he she
    they we you people his her him them their because cause cos coz cuz bcos due both idk dunno called named known
    nicknamed dubbed described seen referred termed as by through via with for in on at from between since during
    well um umm uh uhh er err erm hmm hmmm hm oh ok okay so ah and hi hello hey sir miss please pls plz about
    around roughly approximately approx circa ca c some number year date month name title word term phrase theyre
    ive ill let lets going gonna gotta could might should can def defo deffo prob probs prolly also otherwise
    namely specifically basically literally actually person man woman guy bloke someone remember like wait yes
    yeah yep twas born happened occurred came looks sounds nickname
    """.split()  # noqa: SIM905 - read as prose
)
# After these "of" only goes on: by the name of, because of.
GOES_ON_WITH_OF = frozenset(
    [
        "because",
        "bcos",
        "cos",
        "cause",
        "coz",
        "cuz",
        "name",
        "title",
        "date",
        "year",
        "month",
        "number",
        "word",
        "term",
    ]
)
# What someone did with the answer that neither ends it nor sets him against it. "Banned" is what is asked of a ban.
VERBS = frozenset(
    """
    used use uses using introduced introduces introducing introduce created creates creating made make makes making
    set established founded formed launched started began wrote written published built led headed ran controlled
    held got gained became become gave given practised practiced exploited employed promoted adopted proposed
    signed invoked passed declared announced issued won joined read developed relied depended banned forbade
    prohibited outlawed caused means meant describes represents involved shows took taken place done
    """.split()  # noqa: SIM905 - likewise
)
# Before "of" or "as" they only say what kind of thing the answer is.
ABSTRACT = (
    "ment",
    "tion",
    "sion",
    "ism",
    "age",
    "ance",
    "ence",
    "ity",
    "ship",
    "cy",
    "ness",
    "ing",
)  # no surname's
KINDS = frozenset(
    """
    post position office role job rank title use power policy system practice idea concept theory doctrine slogan
    process campaign group body organisation organization event movement method strategy tactic book essay article
    play poem painting film document pamphlet treatise speech kind type sort form means way
    """.split()  # noqa: SIM905 - likewise
)
DESCRIPTIONS = frozenset(
    {"famous", "infamous", "notorious", "so", "called", "socalled", "wellknown", "known"}
)
TAILS = frozenset(
    """
    i im id think guess guessing believe reckon say suppose pretty quite sure please pls plz lol haha sir miss thanks
    thx ty obviously obvs definitely def defo probably maybe perhaps of course ofc too surely tbh imo ig innit right
    yes yeah though tho is was were been it that the answer final correct himself herself itself themselves he she
    they what did his name
    """.split()  # noqa: SIM905 - likewise
)
# After a key of one common noun: "appeasement policy".
KIND_TAILS = frozenset({"policy", "system", "idea", "concept", "method", "strategy", "tactic"})
PREPOSITIONS = frozenset({"of", "in", "within", "inside", "for"})
# What a thing is a part of, without being told apart by it: "Article 48 of the constitution".
WHOLES = frozenset(
    """
    party communist bolshevik soviet union ussr cpsu central committee constitution weimar government state country
    nation republic agriculture farms farming
    """.split()  # noqa: SIM905 - likewise
)
# Before "of" and a place.
PLACES = frozenset(
    [
        "kingdom",
        "republic",
        "city",
        "town",
        "village",
        "port",
        "country",
        "nation",
        "region",
        "island",
        "treaty",
        "battle",
    ]
)

NUMBER_TAILS = frozenset("onwards onward ad ce exactly approximately roughly approx ish".split())  # noqa: SIM905
COUNTED_BY_ORDINALS = frozenset({"congress", "party", "session", "meeting"})
COUNTED = frozenset(
    """
    people person men women children new party personal private secret of them all on about their population vote
    staff total dead died killed were jewish soviet german british french american russian civilian
    """.split()  # noqa: SIM905 - likewise
)
TIMES = frozenset("year years month months week weeks day days".split())  # noqa: SIM905
# Plurals that are no counted things but measures, which change the number.
MEASURES = TIMES | frozenset(
    """
    hours minutes times pounds dollars marks roubles rubles francs tons tonnes miles metres kilometres acres grams
    pence cents percents pairs thousands hundreds millions billions trillions dozens tens decades centuries less
    minus plus fewer is was as us this
    """.split()  # noqa: SIM905 - likewise
)
# What may stand before a date: part of the year, day of the week.
DATED = frozenset(
    """
    early late mid middle beginning start end spring summer autumn fall winter of ad on monday tuesday wednesday
    thursday friday saturday sunday died ended
    """.split()  # noqa: SIM905 - likewise
)

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

# Words cut short, whatever word of the key they begin.
CLIPPED = frozenset(
    """
    gen sec perm rev com comm cent econ pol opp gov dept min int nat soc cong prof dem rep fed org prov dep parl const
    ind agr univ col hist cttee art pres amend chap vol sect exec const sov imp brit amer ger euro
    """.split()  # noqa: SIM905 - likewise
)
WRITTEN_OUT = {
    "govt": "government",
    "dept": "department",
    "cttee": "committee",
    "ctee": "committee",
    "natl": "national",
    "intl": "international",
    "st": "saint",
    "mt": "mount",
    "ft": "fort",
    "jnr": "jr",
    "n": "and",
    "bce": "bc",
    "czar": "tsar",
    "tzar": "tsar",
    "grey": "gray",
    "plough": "plow",
    "bureau": "buro",
    "nicolas": "nicholas",
    "catharine": "catherine",
    "steven": "stephen",
}
