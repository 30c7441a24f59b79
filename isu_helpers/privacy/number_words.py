"""The words of small counts: numbers, people and cases, and what tells that it is neither.

All are parts of regular expressions, matched without regard to case. ``<<name>>`` stands for
the part of that name.
"""

import re
from functools import cache

ONE = ("en", "ett", "1")
WORDS = (
    "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo",
)  # fmt: skip

PARTS = {
    "any": rf"(?:\d+|{'|'.join(WORDS)})",
    "dash": "[-\u2010-\u2015\u2212]",
    "word": r"[\w-]{1,25}",
    "fore": r"[\w-]{0,25}",  # the first part of a compound: tonårs-, familjehems-
    "plural": (
        r"(?:<<fore>>(?:flickor|pojkar|kvinnor|klienter|brukare|ungdomar|elever|familjer|individer"
        r"|patienter|deltagare|åringar|ärenden|utredningar|ansökningar|anmälningar|placeringar)"
        r"(?:na|a)?|(?:<<fore>>brukar|deltagar)na|<<fore>>barnen|män(?:nen)?|hushållen|syskonen"
        r"|(?:(?:trans|hbtqi?-)?personer|mammor|pappor|mödrar|fäder|föräldrar|bröder|systrar|söner"
        r"|döttrar|tvillingar|tjejer|killar|akter)(?:na)?|vårdnadshavar(?:e|na)|<<fore>>männen"
        r"|(?:ensam|gärnings)män|<<kin>>(?:na)?|(?:<<fore>>(?:offer|vittnen)|förövare|missbrukare"
        r"|invandrare)(?:na)?|<<harm>>(?:na)?|(?:LVU|LVM|LPT)\b|<<fore>>(?:L[VS][UMS]|avslags)-?beslut(?:en)?)"
    ),
    "singular": (
        r"(?:<<fore>>(?:flicka|pojke|kvinna|klient|ungdom|elev|familj|individ|patient|åring)"
        r"(?:e?n|s)?|<<fore>>(?:ärende|barn)(?:t|et)?|(?:brukar|deltagar|vårdnadshavar)en"
        r"|(?:trans|hbtqi?-)?person(?:en)?|man(?:nen)?|(?:mamma|pappa|kille|förälder)n?"
        r"|(?:tjej|akt|<<fore>>(?:utredning|ansökan|anmälan|placering))(?:en)?"
        r"|(?:syskon|hushåll|(?:döds)?fall|självmord|avslag)(?:et|en)?)"
    ),
    "kin": (
        r"(?:änkor|änklingar|flyktingar|pensionärer|<<fore>>gymnasister|tonåringar|bebisar|kusiner"
        r"|sambor|makar|makor|släktingar|romer|samer|autister|analfabeter|studenter|hyresgäster"
        r"|nattgäster|migranter|gärningspersoner)"
    ),
    # What is counted one by one, and happens to one person each time.
    "harm": (
        r"(?:<<fore>>(?:avhopp|återfall|dödsfall|självmordsförsök|suicidförsök|suicid|överdoser"
        r"|vräkningar|avhysningar|omhändertaganden|våldtäkter|överklaganden|rymningar|häktningar"
        r"|polisanmälningar|övergrepp|våldsbrott|utskrivningar|inskrivningar|utvisningar)"
        r"|avbrott(?=\s+(?:i|av)\s+(?:behandling|vård|insats|placering)))"
    ),
    "one_harm": (
        r"(?:avhopp|återfall|dödsfall|självmordsförsök|suicidförsök|suicid|överdos|vräkning"
        r"|avhysning|omhändertagande|våldtäkt|överklagande|rymning|häktning|polisanmälan|övergrepp)"
    ),
    "verb": (
        r"(?:hade|har|fick|får|saknade|saknar|svarade|svarar|deltog|deltar|bodde|bor|tackade"
        r"|avböjde|avbröt|avbröts|placerades|flyttade|återkom|avled|dog|uppgav|uppger|önskade"
        r"|önskar|ville|vill|nekades|avslogs|beviljades|utsattes|följdes|avslutade|avslutades"
        r"|väntade|gick\s+vidare|kom\s+(?:aldrig|inte|tillbaka)|blev\s+(?:utan|kvar|\w+[dt]a|slagna)"
        r"|togs\s+om|står\s+i\s+kö|sitter\s+(?:häktade|inne)|lever|levde|fyllde|överklagade"
        r"|hotades|miste|förlorade|rymde|sökte|tog\s+emot|bröt|slutade|misshandlades"
        r"|greps|häktades|dömdes|omhändertogs|vräktes)"
    ),
    # What follows a number that has no noun of its own: the sentence ends or goes on.
    "stops": (
        r"(?=\s*(?:$|[;:!?)\]»\"/]|[.,](?!\d))|\s+(?:och|men|som|i|på|med|utan|inom|bland|under"
        r"|vid|efter|när|inte|mot|till|är|var|jämfört|st|stycken|enligt|<<verb>>)\b)"
    ),
    "ends": r"(?=\s*(?:$|[;:!?)\]»]|[.,](?!\d)))",
    "marked": (
        r"(?:unga|äldre|yngre|vuxna|minderåriga|anhöriga|närstående|ensamkommande|ensamstående"
        r"|nyanlända|<<fore>>sökande|svarande|gravida|(?:hem|bostads|arbets|pappers|föräldra)lösa"
        r"|<<fore>>(?:placerade|utsatta|födda|binära|boende)|omhändertagna|tvångsvårdade|avlidna"
        r"|döda|döva|blinda|häktade|dömda|gripna|frihetsberövade|misstänkta|(?:gäng)?kriminella"
        r"|sjukskrivna|inskrivna|utskrivna|inlagda|intagna|gifta|skilda|frånskilda|separerade"
        r"|änkade|vräkta|avhysta|skuldsatta|suicidala|(?:homo|bi|trans)sexuella|rullstolsburna"
        r"|funktionsnedsatta|våldtagna|misshandlade|hotade|försvunna|utvisade|kvar)"
    ),
    "adjectival": r"<<marked>>\b<<stops>>",
    "adjectival_one": (
        r"(?:avliden|död|placerad|omhändertagen|häktad|dömd|gripen|gravid|hemlös|bostadslös"
        r"|papperslös|gift|skild|frånskild|sjukskriven|inskriven|utskriven|vräkt|utvisad"
        r"|ensamstående|ensamkommande|asylsökande|icke-?binär|döv|blind)"
    ),
    "people": r"(?:(?:<<plural>>|<<singular>>)s?\b|<<adjectival>>)",
    "adjectives": (
        r"(?:(?:(?![\w-]+(?:are|äste|rde|kte)\s)<<word>>(?<=[ae])|mycket|ganska|väldigt|relativt)"
        r"\s+){0,2}"
    ),
    "noun": r"\s+<<adjectives>><<people>>",
    "is": r"(?:är|var|blev|uppgår\s+till|uppgick\s+till)",
    "only": (
        r"(?<!inte )\b(?:bara|endast|enbart|blott|exakt|precis|högst|max|knappt|inte\s+mer\s+än)"
        r"\s+(?:om\s+)?"
    ),
    "except": r"\s+(?:för)?utom\b",
    "of": (
        r"\s+(?:av|utav)\s+(?:(?:de|dessa|våra|alla)\s+)?(?:<<any>>\s+)?(?:de\s+)?<<adjectives>>"
    ),
    "of_them": r"<<of>>(?:<<people>>|dem\b)",
    "of_number": r"(?:\s+\(?av\s+(?:de\s+)?|/)<<any>>\b\)?",
    "vague": (
        r"\b(?:ett\s+par|några\s+få|(?:någon\s+|några\s+)?enstaka(?!\s+fall)|ett\s+fåtal"
        r"|en\s+handfull)"
    ),
    # Somebody who is told of as known: where, what happened, and who says so.
    "child_or_adult": (
        r"(?:<<fore>>(?:flicka|pojke|kvinna|mamma|pappa|ungdom|klient|brukare|familj)"
        r"|<<fore>>åring|(?:trans|hbtqi?-)?(?:person|man|kille|tjej)|barn|syskonpar|tvillingpar)"
    ),
    "a_person": (
        r"<<one>>\s+(?:<<fore>>(?:ung|igt?|skt?|ad|at|löst?|gammal|liten|litet|satt|binär|re|n?de|vuxen)"
        r"\s+){0,2}<<child_or_adult>>"
    ),
    "the_one": (
        r"(?:flickan|pojken|kvinnan|mannen|mamman|pappan|killen|tjejen|barnet|familjen|paret"
        r"|modern|fadern|sonen|dottern)"
    ),
    "we_had": (
        r"\b(?:vi|jag|enheten|boendet|kommunen|socialtjänsten)\s+(?:har|hade|fick|såg|mötte|träffade"
        r"|hittade|minns|utredde|placerade|läste\s+om|vet\s+om|känner(?:\s+till)?)"
    ),
    "did": (
        r"(?:(?!(?:kunde|skulle|borde|behövde|gällde|handlade|räckte|funkade|fungerade|saknades)\b"
        r"|\w*[ae]nde\b)[\w-]{1,20}(?:a|d|r|k|p|l|s|n|t)[dt]es?|hade|fick|deltog|avböjde|avbröt|avled|återkom|uppgav"
        r"|avslogs|heter|bad|begick|dog|rymde|gick\s+(?!bra)|miste|sökte|sitter)"
    ),
    "aged": r"\b(?:<<any>>-?|<<fore>>)åring",
    "at_place": r"(?:från|i|på|vid)\s+(?-i:[A-ZÅÄÖ])\w+",
    "them": r"(?:(?:dem|hen|henne|honom|båda|bägge|allihop)\b|(?:alla|samtliga)<<stops>>)",
    # What is counted when it isn't people.
    "measure": (
        r"(?:%|(?:procent|år|månad|vecka|veckor|dag|dygn|timm|minut|kron|kr\b|gång|sätt|typ|sort"
        r"|ord\b|rad|sid|meter|km\b|kilo|fråg|steg|svar|tal\b|tabell|diagram|rut|bild|exempel"
        r"|mening|möte|besök|samtal|sak|variab|kolumn|alternativ|kön\b|liten|litet)\w*)"
    ),
    # A small number, as ``small`` and ``low`` have it for a k, alone or with a range before it.
    "range": (
        r"(?:\b(?P<low><<low>>|0|noll|ingen)\s*(?:<<dash>>|till\b|eller\b)\s*"
        r"|mellan\s+(?P<least><<low>>)\s+och\s+)?"
    ),
    "number": (
        r"(?<![\w§])(?<!\w-)(?<!\d[.,:/\u2010-\u2015-])(?<!\d\s[\u2013-]\s)<<range>>"
        r"(?P<high>\b(?:<<small>>|1))(?:\b(?![.,:]?\d|\s\d{3}\b)|(?=st\b))"
    ),
    "one": r"\b(?:en|ett)",
    "sign": r"(?:F|P|K|M|Kv|Fl|Po)",  # how tables and notes shorten the sexes
    "share": (
        r"(?P<share>\b\d+(?:,\d+)?\s*(?:%|procent)|\b\d/\d|\b(?:hälften|en\s+tredjedel"
        r"|två\s+tredjedelar|en\s+fjärdedel|tre\s+fjärdedelar|en\s+femtedel|varannan"
        r"|var\s+(?:tredje|fjärde|femte|tionde)))"
    ),
    # Roles that one person has in a small place.
    "role": (
        r"\b<<fore>>(?:polis|läkare|präst|imam|rabbin|lärare|rektor|psykolog|kurator|sköterska"
        r"|barnmorska|politiker|advokat|chef|frisör|bagare|brand(?:man|kvinna)|chaufför|förare"
        r"|handläggare|sekreterare|arbetare|ledare|tränare|veterinär|kock|mekaniker|snickare"
        r"|ingenjör|journalist|domare|nämndeman|vaktmästare|bonde|fiskare|renskötare|tolk|handlare"
        r"|företagare|råd|direktör|samordnare|pedagog|terapeut|assistent)"
    ),
    "kinship": r"(?:son|dotter|fru|man|make|maka|barn|bror|syster|mamma|pappa|mor|far|sambo)\b",
    "strong": (
        r"(?:gick|kom|fick|tog|bröt|stod|står|blev|drog|höll|skrev|lät|bad|teg|dog|sov|satt|sitter"
        r"|har|hade|vill|ville|kan|är|var)"
    ),
    "single": r"(?:<<only>><<one>>(?:\s+enda)?|(?<!inte )<<one>>\s+enda)",
}

# What stands before a number that counts something else, or that is no small count.
NOT_AFTER = re.compile(
    r"(?:\b(?:steg(?:en)?|fråg(?:a|an|orna)|kap(?:itel)?\.?|tabell|diagram|figur|bild|sida|sid\.?"
    r"|nr\.?|nummer|punkt|avsnitt|del|bilaga|dag|vecka|(?<!i )år|åk|årskurs|klass|nivå|grupp|rad"
    r"|kolumn|kod|alternativ|version|kl\.?|klockan|artikel|mål|typ|fas|modul|uppgift|övning|ruta"
    r"|exempel|betyg|paragraf|kvartal|omgång|termin|halvår|moment|delmål|scenario|den|minsta(?:\s+antal:?)?"
    r"|(?:kvinna|man|flicka|pojke|ja|nej)\s*(?:=|är)|vilke[nt]\s+av(?:\s+de)?)"
    r"\s*(?:\d+\s*(?:och|,|till|[\u2013-])\s*)?|§\s*"
    r"|\b(?:var\s+och|minst|åtminstone|mera?\s+än|(?<!inte )fler\s+än|över|utse|låt|välj|be|läs|ta"
    r"|bjud\s+in|(?:grupp(?:en|er)?|par|lag)\s+(?:om|på|med)"
    r"|(?:hushåll|familj(?:en|er)?|par|föräldrar|lägenhet)\s+med|bor?\s+(?:hos|med))\s+)$",
    re.IGNORECASE,
)
# What follows a rule or a proportion: two at a time, three for each, two or more.
NOT_BEFORE = re.compile(
    r"\s+(?:per\b|i\s+taget|åt\s+gången|i\s+varje|för\s+varje|vardera|eller\s+(?:fler|mer)"
    r"|som\s+(?:en|ett)\b|återstår\s+att|kom\s+fram|med\s+fördel"
    r"|avbrott(?!\s+(?:i|av)\s+(?:behandling|vård|insats|placering)))",
    re.IGNORECASE,
)


def names_of(number: int) -> tuple[str, ...]:
    """How a number is written: in digits, and in words where there are any for it."""
    if number == 1:
        return ONE
    return (str(number), WORDS[number - 2]) if number < len(WORDS) + 2 else (str(number),)


def value_of(word: str) -> int:
    """The number that digits or a word of `WORDS` stand for."""
    return int(word) if word.isdecimal() else WORDS.index(word.lower()) + 2


@cache
def pattern(form: str, k: int) -> re.Pattern[str]:
    """A form with its parts put in, for counts below ``k``."""
    return re.compile(_whole(form, _parts(k)), re.IGNORECASE | re.MULTILINE)


@cache
def _parts(k: int) -> dict[str, str]:
    small = "|".join(name for n in range(k - 1, 1, -1) for name in names_of(n))
    low = rf"(?:{small}|{'|'.join(ONE)})"
    digit = rf"[1-{min(k - 1, 9)}]\b(?![.,:]?\d)"
    return PARTS | {"small": small, "low": low, "digit": digit}


def _whole(form: str, parts: dict[str, str]) -> str:
    return re.sub(r"<<(\w+)>>", lambda m: _whole(parts[m[1]], parts), form)
