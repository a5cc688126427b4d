"""What surrounds an answer when people type: tables, to be read and added to, of no pack's own words."""

from bot.quiz.typed.words import words

ARTICLES = frozenset({"the", "a", "an"})

# Words with which an answer is led in; any run of them may stand before it. None of them may deny or compare.
LEAD_INS = words("""
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
    """)
# After these "of" only goes on: by the name of, because of.
GOES_ON_WITH_OF = words("because bcos cos cause coz cuz name title date year month number word term")
# What someone did with the answer that neither ends it nor sets him against it. "Banned" is what is asked of a ban.
VERBS = words("""
    used use uses using introduced introduces introducing introduce created creates creating made make makes making
    set established founded formed launched started began wrote written published built led headed ran controlled
    held got gained became become gave given practised practiced exploited employed promoted adopted proposed
    signed invoked passed declared announced issued won joined read developed relied depended banned forbade
    prohibited outlawed caused means meant describes represents involved shows took taken place done
    """)
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
KINDS = words("""
    post position office role job rank title use power policy system practice idea concept theory doctrine slogan
    process campaign group body organisation organization event movement method strategy tactic book essay article
    play poem painting film document pamphlet treatise speech kind type sort form means way
    """)
# What a key may be without: fewer words, since "means of production" and "born leader" are whole.
KEY_LEADS = words("through by via because of due to as in about around his her its their")
KEY_KINDS = words("policy practice use process method tactic strategy idea concept theory doctrine")
DESCRIPTIONS = frozenset(
    {"famous", "infamous", "notorious", "so", "called", "socalled", "wellknown", "known"}
)
TAILS = words("""
    i im id think guess guessing believe reckon say suppose pretty quite sure please pls plz lol haha sir miss thanks
    thx ty obviously obvs definitely def defo probably maybe perhaps of course ofc too surely tbh imo ig innit right
    yes yeah though tho is was were been it that the answer final correct himself herself itself themselves he she
    they what did his name
    """)
# After a key of one common noun: "appeasement policy".
# Whose a thing is when it is not the one that is meant.
OTHERS = words("""
    adversary adversaries another anybody anyone critic critics else enemy enemies everybody everyone neither nobody
    none noone one opponent opponents opposition other others rival rivals somebody someone traitor traitors victim
    victims wife son daughter deputy successor
    """)
# Before a quality or a policy.
INTENSE = words("forced mass rapid widespread extensive brutal ruthless extreme strong growing")
KIND_TAILS = frozenset({"policy", "system", "idea", "concept", "method", "strategy", "tactic"})
PREPOSITIONS = frozenset({"of", "in", "within", "inside", "for"})
# What a thing is a part of, without being told apart by it: "Article 48 of the constitution".
WHOLES = words("""
    party communist bolshevik soviet union ussr cpsu central committee constitution weimar government state country
    nation republic agriculture farms farming
    """)
# Before "of" and a place.
PLACES = words("kingdom republic city town village port country nation region island fortress treaty battle")

# Words cut short, whatever word of the key they begin.
CLIPPED = words("""
    gen sec perm rev com comm cent econ pol opp gov dept min int nat soc cong prof dem rep fed org prov dep parl const
    ind agr univ col hist cttee art pres amend chap vol sect exec const sov imp brit amer ger euro
    """)
WRITTEN_OUT = {
    "govt": "government",
    "dept": "department",
    "cttee": "committee",
    "ctee": "committee",
    "natl": "national",
    "intl": "international",
    "st": "saint",
    "yr": "year",
    "yrs": "years",
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
