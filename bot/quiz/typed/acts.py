"""What is done to something, as a noun and as a verb: the dissolution of, dissolving, they dissolved. Tables."""

# A noun and its verb, then the forms that do not follow the rule. "Of" what is done to.
_DONE_TO = """
    abolition abolish; annexation annex; appointment appoint; arrest arrest; assassination assassinate; banning
    ban; ban ban; betrayal betray; bombing bomb; building build built; burning burn burnt; canonisation canonise;
    canonization canonize; capture capture; centralisation centralise; collectivisation collectivise; colonisation
    colonise; conquest conquer; construction construct; control control; coronation crown; creation create; defeat
    defeat; deification deify; destruction destroy; dismissal dismiss; dissolution dissolve; division divide;
    election elect; elimination eliminate; emancipation emancipate; embalming embalm; evacuation evacuate; execution
    execute; expansion expand; expulsion expel; exploitation exploit; formation form; founding
    found; industrialisation industrialise; invasion invade; liberation liberate; liquidation liquidate; loss lose
    lost; mobilisation mobilise; modernisation modernise; murder murder; nationalisation nationalise; occupation
    occupy; partition partition; persecution persecute; promotion promote; purge purge; ratification ratify;
    reform reform; redistribution redistribute; rejection reject; relocation relocate; removal remove;
    remilitarisation remilitarise; repeal repeal; restoration restore; reunification reunify; seizure seize; signing
    sign; storming storm; suppression suppress; taking take took taken; unification unify; use use; worship worship;
    requisition requisition; requisitioning requisition; restoration restore; adoption adopt; prohibition prohibit;
    publication publish; recruitment recruit; replacement replace; isolation isolate; criticism criticise
"""
# What something or someone does without an object.
_DONE = """
    abdication abdicate; arrival arrive; collapse collapse; death die; departure depart; fall fall fell fallen;
    resignation resign; retirement retire; retreat retreat; return return; rise rise rose risen; surrender surrender
"""
_DOUBLED = frozenset("bnlp")
_VOWELS = frozenset("aeiou")
_SHORT = 4  # letters of a verb of one syllable


def _parts(table: str) -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in table.split(";"))
    return {noun: (verb, *irregular) for noun, verb, *irregular in rows}


def _stems(verb: str) -> tuple[str, str]:
    """Give the verb as it stands before "ing" and before "ed"."""
    if verb.endswith("e"):
        return ("dying" if verb == "die" else verb[:-1] + "ing"), verb + "d"
    if verb.endswith("y"):
        return verb + "ing", verb[:-1] + "ied"
    doubles = verb[-1] in _DOUBLED and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    stem = verb + verb[-1] if doubles and (len(verb) < _SHORT or verb.endswith(("el", "ol"))) else verb
    return stem + "ing", stem + "ed"


def _forms(verb: str, *irregular: str) -> dict[str, str]:
    """Give the forms of a verb, each with what it can stand for: "ing", "past" or "present"."""
    gerund, past = _stems(verb)
    plural = (verb[:-1] + "ies") if verb.endswith("y") else verb + ("es" if verb.endswith("sh") else "s")
    return {
        verb: "present",
        plural: "present",
        gerund: "ing",
        past: "past",
        **dict.fromkeys(irregular, "past"),
    }


_ALL = _parts(_DONE_TO) | _parts(_DONE)
_FORMS = {noun: _forms(*parts) for noun, parts in _ALL.items()}


_NOUNS = {_stems(parts[0])[0]: noun for noun, parts in _ALL.items()} | {noun: noun for noun in _ALL}


def act_of(word: str) -> str:
    """Give the noun of an act that is named by a noun or by "-ing"; nothing for other words."""
    return _NOUNS.get(word, "")


def form_of(noun: str, word: str) -> str:
    """Say in what form a folded word is the act's verb: "noun", "ing", "past", "present"; nothing if it is not."""
    american = word.replace("iz", "is")
    return "noun" if word == noun else _FORMS[noun].get(word) or _FORMS[noun].get(american, "")


def has_object(noun: str) -> bool:
    return noun in _PARTS_WITH_OBJECT


_PARTS_WITH_OBJECT = frozenset(_parts(_DONE_TO))
