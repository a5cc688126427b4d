"""What surrounds an answer when people type: tables, to be read and added to, of no pack's own words."""

ARTICLES = frozenset({"the", "a", "an"})

# Words with which an answer is led in; any run of them may stand before it. None of them may deny or compare.
LEAD_INS = frozenset(
    """
    i im id it its is was were are be been have must would will has had to think thought believe guess reckon say
    said suppose mean pretty quite very sure definitely obviously clearly certainly probably maybe perhaps
    possibly surely really just only simply answer ans correct final my that this these those there he she they
    we you people his her him them their used use using because cause cos coz cuz bcos of due both idk dunno
    called named known nicknamed termed as by through via with for in on at from between since during well um uh
    er erm hmm hm oh ok okay so ah and hi hello hey sir miss please pls plz about around roughly approximately
    approx circa ca c number year date month name title word term phrase theyre ive ill let lets go going gonna
    could might should can def defo prob probs prolly also otherwise namely specifically basically literally
    actually person man woman guy bloke
    """.split()  # noqa: SIM905 - read as prose
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
    play poem painting film document
    """.split()  # noqa: SIM905 - likewise
)
DESCRIPTIONS = frozenset(
    {"famous", "infamous", "notorious", "so", "called", "socalled", "wellknown", "known"}
)
TAILS = frozenset(
    """
    i think guess believe reckon suppose im pretty quite sure please pls plz lol haha sir miss thanks thx ty
    obviously definitely probably maybe perhaps of course too surely tbh is was it that the answer final correct
    """.split()  # noqa: SIM905 - likewise
)
NUMBER_TAILS = frozenset({"onwards", "onward", "ad", "ce", "exactly", "approximately", "roughly"})
COUNTED_BY_ORDINALS = frozenset({"congress", "party", "session", "meeting"})
OF_THE_PARTY = frozenset({"of", "in", "party", "communist"})  # whose congress, office or policy it was
COUNTED = frozenset(
    {
        "people",
        "person",
        "persons",
        "member",
        "members",
        "men",
        "individuals",
        "workers",
        "officials",
        "new",
        "party",
        "of",
        "them",
        "all",
    }
)
UNITS = COUNTED | {"year", "years", "month", "months", "week", "weeks", "day", "days"}

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
    ind agr univ col hist cttee
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
