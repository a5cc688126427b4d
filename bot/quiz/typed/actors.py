"""Who acts in history: tables of well-known surnames, of titles, of bodies, of nationalities and realms."""

from bot.quiz.typed.words import words

# Surnames that name one person to a class, and what he or she is called before them.
_KNOWN = """
    attlee clement; beria lavrenty lavrenti; bismarck otto; brezhnev leonid; bukharin nikolai;
    castro fidel; chamberlain neville; churchill winston; clemenceau georges; cromwell oliver; darwin charles;
    dzerzhinsky felix; einstein albert; eisenhower dwight ike; engels friedrich; franco francisco; gandhi mohandas
    mahatma; garibaldi giuseppe; goebbels joseph; goering hermann; gorbachev mikhail; himmler heinrich; hindenburg
    paul; hitler adolf; kamenev lev leon; kerensky alexander; khrushchev nikita; kirov sergei; lenin vladimir;
    lincoln abraham; luther martin; mandela nelson; marx karl; molotov vyacheslav; mussolini benito; napoleon bonaparte;
    nixon richard;
    rasputin grigori grigory; reagan ronald; robespierre maximilien; rykov alexei; stalin joseph;
    stolypin pyotr; stresemann gustav; thatcher margaret; tito josip; tomsky mikhail; trotsky leon lev; truman
    harry; voltaire francois; washington george; yagoda genrikh; yeltsin boris; yezhov nikolai; zinoviev grigory
    grigori
"""
KNOWN = {entry.split()[0]: tuple(entry.split()[1:]) for entry in _KNOWN.split(";")}
BODIES = words("""
    party government state country nation parliament congress regime allies bolsheviks communists nazis soviets
    britain germany russia france ussr america italy japan china
    """)
ACTORS = frozenset(KNOWN) | BODIES | {"mao", "napoleon", "roosevelt", "kennedy", "wilson", "tsar"}

# Before a surname, and left out of a key.
HONORIFICS = words("""
    comrade mr mister dr doctor sir lord tsar king emperor kaiser professor prof historian president marshal
    chancellor premier chairman archduke duke prince count earl bishop archbishop cardinal pope captain colonel
    admiral sultan
    """)
TITLES = HONORIFICS | words("""
    general gen col capt lieutenant major sergeant prime minister pm pres secretary foreign dictator leader ruler
    revolutionary politician statesman writer author philosopher monk reformer explorer inventor economist scientist
    saint senator governor rev
    reverend ayatollah fuhrer duce herr monsieur
    """)
FEMININE_TITLES = words("queen empress tsarina princess duchess lady dame mrs ms miss madame madam frau")
MASCULINE_TITLES = words("mr mister sir lord king emperor kaiser tsar prince duke herr")
AREAS = words("defence education finance health interior propaganda war")
NATIONALITIES = words("""
    american austrian bolshevik british chinese communist dutch english french german irish italian japanese
    marxist nazi polish prussian russian scottish soviet spanish us
    """)
REALMS = words("""
    austria bavaria britain denmark england france germany hungary ireland italy poland portugal prussia russia
    scotland spain sweden
    """)
# What a name may belong to without being a person's: Victoria Cross, Alexander Palace, U.S. Army.
NO_SURNAMES = words("""
    act acts affair affairs agency air army assembly bay bridge canal castle charter city club code college
    committee
    company congress constitution council court crisis cross day declaration doctrine dynasty embassy empire
    fleet
    government house institute island lake law laws column commission falls hall memorial station street
    tower coup rising letter line mission monument museum navy office pact palace
    park parliament party peace plan policy power prison prize reform reforms regime report revolt river
    school
    senate society square state states street supreme system town trial troops treaty university war zone
    """)
