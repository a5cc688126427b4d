"""Given names: tables of those that history books are full of, and of those that are one name in two languages."""

from bot.quiz.typed.words import words

GIVEN_NAMES = words("""
    abdul abraham adam adolf agnes ahmed akira alan albert alec aleksandr aleksandra aleksei alex alexander
    alexandra alexei alexey alexis alfonso alfred alice amerigo anastas anatoly andrei andrew andrey aneurin
    anna anne anthony anton antonio antony anwar aristide arthur augusto augustus barack barbara benito
    benjamin bernard bertrand bill blaise boris brian calvin camille camillo carl catherine cesar charles charlotte che
    chris christopher clara clement clive cordell cosimo dan daniel dante david dean denis dennis diego dietrich
    dmitri dmitry donald douglas duncan dwight edgar edmund edouard edward edwin eleanor elizabeth ellen emil
    emile emiliano emily emma emmeline enoch eric erich ernest ernesto ernst erwin eva evan evgeny ezra felix
    ferdinand fidel florence francis francisco franklin franz frederick friedrich fyodor galileo gamal gaston
    gavrilo genrikh geoff geoffrey georg george georges georgi georgy gerald gerard gerhard giuseppe gleb golda
    gordon graham gregory grigori grigory gustav guy hannah hans harold harry heinrich helmut henri henry
    herbert
    hermann hernan hideki hilary hillary hjalmar hubert hugh ian indira iosif isaac isabella isaiah ivan jack
    jacob jacques james jan jane janos jawaharlal jean jefferson jennifer jim jimmy joachim joan john jonathan
    jose josef joseph josif juan jules julius karl katharina keith kenneth klement konrad konstantin kurt laura
    lavrenti lavrenty lawrence lazar lazaro leo leon leonardo leonid leopold lev lewis liu lloyd lorenzo louis
    louise lucrezia ludwig luis lyndon mahatma malcolm marco margaret maria marie mark martin mary matthew
    maurice max maximilien menachem michael miguel mikhail millicent mohandas moritz moshe muhammad mustafa
    nadezhda nancy napoleon nelson nestor neville nicolaus niall niccolo nicholas nicolae nikita nikolai nikolay norman
    olga oliver orlando oskar otto pablo paul pavel peter philip philippe pierre porfirio pyotr ramsay raoul
    raymond reinhard rene richard robert roger ronald ronnie rosa rosalind rosemary roy rudolf ruth saddam
    salvador sam samuel semyon sergei sergey sergo sheila sidney simon simone sophie stanley stephen steve susan
    sylvia theodore thomas tom tony valerian vasco vasily victor viktor vladimir vyacheslav walter warren
    wilhelm william winston woodrow yakov wat yegor yevgeny yitzhak yuri
    """)
FEMININE = words("""
    agnes aleksandra alexandra alice anna anne barbara catherine charlotte christina clara cleopatra diana eleanor
    elizabeth ellen emily emma emmeline eva florence golda hannah hillary indira isabella jane jennifer joan josephine
    katharina laura louise lucrezia margaret maria marie mary millicent nadezhda nancy olga rosa rosalind rosemary
    ruth sheila simone sophia sophie susan sylvia theresa victoria
    """)
# Each row is one name: whoever bears one of these is also written with the others.
_ROWS = """
    abraham abe
    alexander aleksandr alexandr alexandre alejandro alex alec
    alexei aleksei alexey aleksey alexis
    andrew andrei andrey
    anne anna
    anthony antony tony
    benjamin ben
    catherine katharine katherine katharina ekaterina yekaterina
    charles karl carl carlos
    edward eduard ed ted
    elizabeth elisabeth elizaveta yelizaveta
    emmanuel emanuele
    francis franz francisco francesco
    frederick friedrich frederic fritz fred
    gregory grigory grigori
    george georgy georgi georg georgii
    henry heinrich henri harry
    james jim jimmy
    john jack
    joseph josef iosif jozef jose joe
    leon lev leo
    lewis louis
    michael mikhail mike
    maximilien maximilian max
    nicholas nikolai nikolay nicolaus nicolas nicolae nick
    paul pavel
    peter pyotr piotr petr
    philip philippe felipe phillip
    franklin frank
    margaret maggie
    richard dick
    robert bob
    ronald ronnie ron
    sergei serge sergey
    stephen steven stefan steve
    theodore ted teddy
    thomas tom
    victor viktor vittorio
    vladimir vlad
    william wilhelm guillaume willem bill will
"""
_SETS = [frozenset(row.split()) for row in _ROWS.strip().splitlines()]


def are_one_name(one: str, other: str) -> bool:
    """Whether two given names are the same name in two languages."""
    return any(one in row and other in row for row in _SETS)
