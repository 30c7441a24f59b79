"""Small counts told in words: sentences that tell of few people, and those that don't."""

from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from isu_helpers.content import notebooks
from isu_helpers.disclosure.people_words import WORDS
from isu_helpers.disclosure.small_words import ADDRESS, ALONE, FEW, KNOWN, NUMBER, small_counts

ROOT = Path(__file__).parents[1]
FOUND = """
Av pojkarna är bara 2 tillfrågade.
Hos flickorna är högst tre intervjuade.
Av kvinnorna blev blott en tillfrågad.
Bara två nämns bland flickorna.
Vi har en flicka i HVB.
Vi tänkte på hon från Lillby.
Vi känner igen alla tre.
Vi känner igen dem.
Vi känner genast igen båda.
Vi har i år en ung pojke som bor hemma.
Enheten utredde ett litet barn.
Vi minns en mamma.
En flicka fick vänta länge.
En 14-årig pojke placerades.
Det fanns en pojke som aldrig fick frågan.
Flickan på Lillgården väntade.
Familjerna vet vi: alla tre.
Vi vet vem det är.
Vi vet precis vilka de är.
Kalle bor på Storgatan 3.
Åsgränd 12 B
Bara 2 flickor fick en kontaktfamilj.
Det var bara två flickor.
2 unga flickor var placerade.
tre av flickorna hade en plan
1 av 14 pojkar hade avslutats
Av flickorna (2 st) hade ingen en plan.
Gruppen är liten (n = 3).
n=3
Underlag: N=4.
Det gällde 3 st.
Tre stycken fick avslag.
Bara en kvinna sökte själv.
Endast ett barn hade en genomförandeplan.
En enda flicka fick frågan.
Ett enda barn saknar plan.
Vi hade bara en enda.
Någon enstaka pojke fick vänta.
Ett par flickor fick vänta längre.
Ett fåtal klienter är nöjda.
Några få brukare svarade.
Hon är ensam om att ha fått avslag.
Som ensam flicka i gruppen syns hon.
Den enda flickan fick avslag.
Den enda som fick avslag bor i norra delen.
Ingen utom flickan från Norrby fick stöd.
Alla utom en fick stöd.
Alla flickor utom två fick stöd.
Fyra kvinnor fick avslag.
4 kvinnor fick avslag
De tre äldre männen fick hemtjänst.
Två mycket unga mammor sökte.
Det handlar om 3 ärenden.
Vi läste om två ärenden där barnet inte kom till tals.
3 personer saknar svar.
Tre individer saknas.
2 elever går inte i skolan.
Två ensamkommande pojkar bor kvar.
Två pappor ville inte vara med.
Tre föräldrar tackade nej.
En av flickorna hade en plan.
Ett av barnen var placerat.
En av dem fick avslag.
En av fjorton pojkar hade det.
3 av 17 hade fått avslag.
3/17 pojkar fick avslag.
Antalet flickor är 2.
Antalet pojkar i gruppen var tre.
Antal flickor: 3
Flickor: 2, pojkar: 14.
Flickorna var två och pojkarna fjorton.
Kvinnor (3), män (18).
Två svarade inte.
Två var flickor.
En fick avslag.
Båda flickorna fick avslag.
En flicka och 12 pojkar var med.
12 pojkar och en flicka var med.
En flicka av 14 hade en plan.
Två till tre flickor per år? Nej, 2–3 flickor i år.
1 flicka
2 med annat kön.
Högst tre klienter fick avslag.
Färre än 3 flickor fick vänta.
Två 14-åriga flickor placerades.
Två tonårsflickor placerades.
Tre 15-åringar placerades.
Två unga fick avslag.
I två fall saknades en plan.
I år 3 flickor, förra året 12.
Det är två familjehemsplaceringar.
Två hushåll vräktes.
Två av de yngre kvinnorna fick avslag.
Fyra av våra klienter är hemlösa.
BARA 2 FLICKOR
Enstaka flickor fick vänta.
2 brukares svar saknas.
Ett par av kvinnorna var gravida.
Två självmord har skett.
Vi ser att 2 av våra 11 flickor fick vänta.
Av 14 flickor var det bara en som fick en plan.
Av 14 flickor var det två som fick en plan.
Det var två som tackade nej.
Två av fjorton tackade nej.
Det finns tre flickor i materialet.
Det finns 3 flickor och 20 pojkar i materialet.
Bara 1 flicka har svarat.
Endast 3 svarade.
Vi har fyra ungdomar med skyddat boende.
De två pojkarna på Norrgården hade båda en plan.
Två bröder placerades i samma hem.
Tre systrar bor hos sin mormor.
Två tvillingar placerades.
Kvinnorna är bara tre.
Kvinnorna är 3 till antalet.
Vi hittade 4 akter utan plan.
Två orosanmälningar gällde våld.
I ett enda ärende saknades beslut.
I bara ett ärende saknades beslut.
I ett av ärendena saknades beslut.
Bland pojkarna var det 2.
Hos flickorna var det tre.
Det var tre bland flickorna.
Tre i gruppen har skyddade uppgifter.
Två kvinnliga klienter hotades.
Två manliga brukare flyttade.
Gruppen flickor är liten: 3 personer.
Gruppen består av fyra personer.
Gruppen består av bara tre.
Vi är få: 4 kvinnor.
1 kvinna, 12 män
1 av flickorna
en utav flickorna
två utav kvinnorna
Två st flickor
2st flickor
3st
(3 flickor)
två/tre flickor
en-två flickor
2-3 st
3 barn
Tre barn omhändertogs enligt LVU.
Fyra barn är under sex år.
Två transpersoner
Två icke-binära personer
1 hade annat kön.
Två personer hade annat kön.
Ingen förutom en flicka fick stöd.
Samtliga utom tre flickor fick stöd.
Alla pojkar utom 1 fick stöd.
ett fåtal av männen
en handfull kvinnor
ett par stycken
Ett par av dem fick avslag.
Några enstaka män.
Endast någon enstaka fick det.
en enstaka flicka
Hon var den enda.
Han var den enda pojken.
Hon är ensam kvinna bland männen.
den ensamma flickan
De var två.
De är bara tre.
Bara två.
Flickor 2
Flickor 2, pojkar 14
Flickor – 2
flickor = 2
antal: 3 st
Antalet personer var 4.
N=2 kvinnor
n=3 av 17
tre (3) flickor
två (2) av flickorna
3 (av 17) fick avslag
3 flickor (17 %)
17 % (3 st)
17 % (3)
17 % (3 av 18)
tre stycken flickor
Ett barn av tre dog.
Tre dog.
Två kvinnor och tre män är över 80.
två 80-åringar
två kvinnor över 80 år
Vi la märke till att tre pojkar väntade längst.
Det är bara 4 kvinnor som har fått vård.
Endast två av alla män med beroende fick plats.
En kvinna av de tolv hade barn hemma.
Bara en av alla flickor tillfrågades.
Av de 14 pojkarna var en placerad utanför kommunen.
Två av tolv kvinnor återkom.
Fyra ärenden avslutades utan insats.
Vi hade 2 st utredningar som drog ut på tiden.
3 av klienterna ville inte svara.
Gruppen män (n=4) är för liten.
Män: n = 2.
I materialet finns tre kvinnor med våldsutsatthet.
Ett fåtal barn hade egen plan.
En enda person fick avslag på sin ansökan.
Det gäller bara en ungdom i Norrby.
Två ungdomar på HVB rymde.
Tre avslag gällde ensamstående mammor.
Bara 1 person med annat kön svarade.
Alla utom två klienter var nöjda.
Flickorna är bara två till antalet.
2 flickor, 3 pojkar.
1 pojke och 2 flickor.
Hos oss var det 3 kvinnor.
Fyra män i 30-årsåldern.
Två mammor och en pappa intervjuades.
Enbart tre brukare har en genomförandeplan.
Endast ett fåtal av pojkarna.
Hon är den enda kvinnan på boendet.
Det var två syskon som placerades.
Tre fjortonåringar hade provat droger.
Två äldre kvinnor fick hemtjänst.
Ett enda fall gällde hedersvåld.
3 familjer hade skyddade uppgifter.
Det handlar om fyra unga kvinnor.
Två nyanlända ungdomar saknade god man.
Två hemlösa kvinnor avled.
Antalet män med insats är 4.
Endast 2 (av 13) flickor.
""".strip().splitlines()
NOT_FOUND = """
En kvinna kan ha rätt till stöd.
Ett barn har rätt att komma till tals.
En person som söker ska få svar.
Ett ärende kan ta lång tid.
Läs steg 2 och jämför kvinnor och män.
I steg 2 flickor och pojkar var för sig.
Enligt 2 kap. 3 § ska barnet få komma till tals.
Enligt 11 kap. 1 § barn och unga.
De två stegen hör ihop.
Vi ser två grupper.
Svara på tre frågor om barnen.
Flickan är 12 år.
Flickor som är 4 år och äldre.
Flickorna är 3 år yngre än pojkarna.
Endast 4 % av flickorna fick stöd.
Bara 3 procent av kvinnorna fick stöd.
Skillnaden är 2 procentenheter mellan kvinnor och män.
12 flickor och 14 pojkar var med.
5 flickor fick stöd.
Fem flickor fick stöd.
Mellan 2 och 10 flickor fick stöd.
2–10 flickor fick stöd.
1–4 personer visas som två punkter.
Små tal, mellan 1 och 4 personer, visas inte.
Färre än 5 personer visas inte.
Minst 3 personer ska vara med vid mötet.
Minst tre personer i varje grupp.
Arbeta i grupper om tre personer.
Låt två personer läsa högt.
Två barn per familj är vanligt.
Familjer med två barn får mer.
Hushåll med två vuxna räknas en gång.
Barn som bor hos två föräldrar.
Båda föräldrarna ska samtycka.
En av föräldrarna kan ansöka.
Det är två gånger så vanligt bland kvinnor.
Två tredjedelar av kvinnorna fick stöd.
Den 3 maj träffades gruppen.
2026-10-04 träffades kvinnor och män.
År 2024 sökte fler kvinnor.
Tabell 2 visar kvinnor och män.
Fråga 3 handlade om flickor.
Fråga 3 fick flest svar.
Ensamstående föräldrar söker oftare.
Mamman är ensam vårdnadshavare.
Hon känner sig ensam.
Bara en del av flickorna svarade.
Det är bara en början.
Inte bara en kvinna utan alla.
Det är inte bara en fråga om kön.
Det är två skilda saker för kvinnor och män.
Kvinnor – tre likheter att ta med.
Flickor: två iakttagelser från gruppen.
Det tar 2 veckor för kvinnor och 3 för män.
I snitt 2,5 barn bor i varje hushåll.
1 200 personer sökte.
23 klienter fick stöd.
14 av 30 flickor fick stöd.
Medelvärdet är 3,4 för kvinnor.
Kvinnor och män är två kön i statistiken.
Båda könen är med.
Båda grupperna är stora.
Välj en till tre iakttagelser.
3 av 5 frågor handlar om barn.
Sida 1 av 4
Vi tog med 3 st tabeller.
n = 34
n=12 kvinnor
Minsta antal: 3
I enstaka fall dröjer beslutet.
Den enda skillnaden är väntetiden.
Det enda som skiljer är åldern.
Alla frågor utom en är besvarade.
Man kan fråga sig varför.
Ingen flicka fick avslag.
Inga kvinnor saknar svar.
En kvinna och en man med samma behov ska få samma stöd.
Ett kön kan vara dolt.
Var tredje flicka fick stöd.
Den första flickan i listan.
Kvinnor tjänar 3 000 kronor mindre.
Vi möts klockan 2 och pratar om barn.
Barn i årskurs 3 elever emellan.
Två eller fler personer krävs.
Tre personer eller fler krävs.
En klient i taget.
Flickor 13–17 år och pojkar 13–17 år.
Barn 1–3 år går i förskola.
Ett par frågor återstår om barnen.
Få frågor handlar om barnen.
Flickor får stöd oftare.
Var tre timmar träffas kvinnor.
Ta med er två papper.
Kvinnor och män svarar på fyra frågor.
En av fyra delar handlar om barn.
Barn under 4 år räknas inte.
Barn 0–3 år räknas.
Barn som är 2 eller 3 år.
Kön har två värden: kvinna och man.
Kodbok: 1 = flicka, 2 = pojke.
Kvinna = 1 och man = 2.
Läs om de fyra stegen.
Gruppen träffas fyra gånger.
Vi är nöjda med två saker.
En flicka på 15 år kan söka själv.
Flickor får oftare stöd än pojkar, i tre av fyra områden.
Det är 3 gånger vanligare att kvinnor söker.
Andelen är 3 procentenheter högre för män.
Kvinnor väntar 2 veckor längre.
Kvinnor väntade i snitt tre dagar.
Det tog två månader.
Vi jämför kvinnor och män i två kommuner.
Var och en av er skriver en lapp.
En av er läser högt.
Två och två pratar ni om barnen.
Prata två och två.
Dela in er i två grupper.
Vi såg en skillnad till 3 av frågorna.
Varannan kvinna.
Hälften av flickorna.
En tredjedel av kvinnorna.
Båda könen får samma stöd.
Både flickor och pojkar får stöd.
Kvinnor är ensamma oftare.
Ensamma män söker mindre vård.
Bara kvinnor svarade på frågan.
Bara en tredjedel av kvinnorna svarade.
Endast en mindre del av männen.
En enda fråga skiljer kvinnor och män.
Det är den enda frågan om barn.
Ett barns behov ska styra.
Barnet ska ses som en egen person.
Man ser inte en enskild person i tabellen.
Ingen enskild person ska kunna kännas igen.
Minst fem personer.
Grupper under 5 visas inte.
Vi väntar 3 till 4 veckor.
Enligt 3 § första stycket.
Lagen (1990:52) om vård av unga.
Paragraf 4 barn.
Nivå 1, 2 och 3.
Punkt 2: kvinnor.
Mål 3 och 4 i planen.
Den 2 mars fick vi svar.
Klockan 3 fick vi besked.
Kvartal 2 hade fler kvinnor.
Omgång 2 svarade fler.
Termin 2 deltog fler.
Två insatser gavs till kvinnor.
Tre insatser hade fler män än kvinnor.
En insats fick fler kvinnor.
Fyra områden hade skillnader.
Kvinnor 18–64 år.
Vi fick 3 svar på frågan om barn.
Två olika sätt att se på barn.
Ett par sökte familjerådgivning.
Frågan om barn har två delar.
Personer som inte är kvinnor eller män är få.
Det blir en av de viktigaste frågorna för kvinnor.
En av anledningarna är att flickor inte frågas.
Två år senare fick fler kvinnor stöd.
En fråga fick flest svar.
Vilken av de två fick mest stöd?
I vår grupp har vi en kvinna i ledningen.
SoL 5 kap. 1 a § barn.
Tel 08-123 45 67
Kommunen har 3 enheter för barn och unga.
2 a § barnets bästa
Den ena hade en plan, den andra inte.
Kvinnorna får bara 2 timmar i veckan.
Männen tillfrågas bara 3 gånger om året.
Alla flickor hörs, men pojkarna? Bara två återstår att reda ut.
Att flickor säger nej är bara en del av förklaringen.
Flickor och pojkar får samma tre insatser.
Vi har en grupp kvinnor med sådana behov.
Vi har en tabell om barn.
Vi känner igen alla svaren.
Ingen ska kunna känna igen en person.
Vi vet inte vilka de är.
En flicka kan behöva annat stöd än en pojke.
Det är en man som söker i det exemplet.
Vi följer den vägen 3 år till.
Ett var tydligt: kvinnor väntar längre.
Skriv ner två saker som ni undrar över.
Vilka tre insatser är vanligast bland kvinnor?
Läs igenom tabell 3 och jämför flickor med pojkar.
Kvinnor får i genomsnitt 3,2 timmar hemtjänst.
Männen väntar dubbelt så länge.
Vi har en grupp män som inte söker hjälp.
En man som söker försörjningsstöd får andra frågor.
En mamma får ofta frågor om barnen, en pappa mer sällan.
Varje barn ska ha en egen plan.
Ett barn kan räknas flera gånger.
Gruppen enades om tre slutsatser.
Det finns två förklaringar: flickor söker själva, pojkar blir anmälda.
Två av tre förklaringar handlar om bemötande.
Kön, ålder och ort är de tre bakgrunderna.
Barn under 3 år ingår inte.
Kvinnor över 65 år och män över 65 år.
Det skiljer 4 procentenheter mellan flickor och pojkar.
Nästa möte är den 4 december klockan 2.
Vi frågade om två behov hos kvinnor och män.
Är skillnaden en slump?
Bara en liten skillnad syns.
En kvinna ska inte behöva be om hjälp två gånger.
Barnets bästa, artikel 3 i barnkonventionen.
Åtgärd 2: fråga alla barn.
Mål 1: alla kvinnor får frågan.
Uppföljning efter 3 månader för alla klienter.
Fler än hälften av männen svarade.
Inte en enda fråga var obesvarad.
Ingen skillnad syns mellan könen.
Det är en fråga om makt mellan kvinnor och män.
Två handläggare läste akterna.
Vi tre i arbetsgruppen har läst tabellerna.
Två kollegor från enheten var med.
Siffrorna gäller 2 kvartal.
Hon, han eller hen.
En person motsvarar 8 procentenheter.
I gruppen finns 12 personer.
Personer med annat kön redovisas när de är minst 5.
Flickor i åk 3 och pojkar i åk 4.
""".strip().splitlines()

PEOPLE = ("flickor", "pojkar", "kvinnor", "män", "barn", "personer", "klienter", "ungdomar")
COUNTS = st.integers(2, 20)
LEAST = st.integers(3, 12)
PIECES = (
    *PEOPLE,
    *WORDS,
    "0",
    "1",
    "2",
    "4",
    "5",
    "10",
    "en",
    "ett",
    "bara",
    "av",
    "de",
    "st",
    "(",
    ".",
    "%",
)


def words_of(text, k=5):
    return [found.words for found in small_counts(text, k)]


def texts_of(value):
    """All texts in what a YAML file holds."""
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("text", FOUND)
def test_small_counts_finds(text):
    assert small_counts(text, k=5)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_small_counts_passes_over(text):
    assert words_of(text) == []


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("Det var bara 2 flickor kvar.", "bara 2 flickor", NUMBER),
        ("Av dem var tre av de yngre pojkarna med.", "tre av de yngre pojkarna", NUMBER),
        ("Hon var den enda flickan.", "den enda flickan", ALONE),
        ("Ett par flickor kom.", "Ett par flickor", FEW),
        ("Av pojkarna är bara 2 tillfrågade.", "bara 2 tillfrågade", NUMBER),
        ("Förra året minns vi hon från Lillby.", "hon från Lillby", KNOWN),
        ("Kalle Svensson bor på Storgatan 3 nu.", "Storgatan 3", ADDRESS),
    ],
)
def test_small_counts_tells_the_words_and_why(text, words, reason):
    [found] = small_counts(text, k=5)
    assert (found.words, found.reason) == (words, reason)
    assert text[found.start : found.end] == words


def test_small_counts_gives_each_find_once_and_in_order():
    assert words_of("Bara två flickor, 14 pojkar och 1 kvinna.") == [
        "Bara två flickor",
        "1 kvinna",
    ]


@pytest.mark.parametrize(
    ("k", "found"), [(3, []), (4, ["3 flickor"]), (10, ["3 flickor", "9 män"])]
)
def test_small_counts_goes_by_the_limit(k, found):
    assert words_of("3 flickor, 9 män och 10 pojkar.", k) == found


def test_small_counts_passes_over_the_range_that_a_hidden_number_says():
    assert words_of("1–4 flickor") == []
    assert words_of("1–3 flickor") == ["1–3 flickor"]


def test_small_counts_refuses_a_limit_that_hides_nothing():
    with pytest.raises(ValueError, match="3 or more"):
        small_counts("två flickor", k=2)


@settings(deadline=None)  # patterns are made once for each limit, which takes a while
@given(count=COUNTS, k=LEAST, people=st.sampled_from(PEOPLE), is_word=st.booleans())
def test_small_counts_finds_numbers_below_the_limit_only(count, k, people, is_word):
    told = WORDS[count - 2] if is_word else str(count)
    assert words_of(f"Där finns {told} {people} nu.", k) == [f"{told} {people}"] * (count < k)


@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), k=LEAST)
def test_small_counts_gives_spans_of_the_text_that_do_not_overlap(pieces, k):
    text = " ".join(pieces)
    found = small_counts(text, k)
    assert all(text[f.start : f.end] == f.words for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@settings(deadline=None)
@given(text=st.text(max_size=60), k=LEAST)
def test_small_counts_takes_any_text(text, k):
    assert all(found.words.strip() for found in small_counts(text, k))


# Read by a person: they count what is made up, or who does something in the course.
HARMLESS = {
    "tre påhittade personer",
    "Fyra av dem",
    "Bara två flickor",
    "Alla flickor utom två",
    "två personer",
    "Två barn",
    "Två personer",
    "en person av tio",
    "Ett av fallen",
}
TO_HAND_OUT = [ROOT / "notebooks" / one["fil"] for one in notebooks().values()]


@pytest.mark.parametrize("path", TO_HAND_OUT, ids=lambda p: p.stem)
def test_notebooks_tell_of_no_few_people(path):
    cells = nbformat.read(path, as_version=4).cells
    assert [
        words_of(c.source) for c in cells if c.cell_type == "markdown" and words_of(c.source)
    ] == []


CONTENT = sorted((ROOT / "isu_helpers" / "content").rglob("*.yaml"))


@pytest.mark.parametrize("path", CONTENT, ids=lambda p: p.stem)
def test_contents_tell_of_no_few_people(path):
    told = texts_of(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    assert {words for text in told for words in words_of(text)} <= HARMLESS


@pytest.mark.parametrize("path", sorted(ROOT.glob("exercises/*.ipynb")), ids=lambda p: p.stem)
def test_exercises_tell_of_no_few_people(path):
    cells = nbformat.read(path, as_version=4).cells
    told = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert {words for text in told for words in words_of(text)} <= HARMLESS


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("data/sample/*/*.yaml")), ids=lambda p: p.parent.name + p.stem
)
def test_practice_folders_tell_of_no_few_people(path):
    told = texts_of(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    assert [words for text in told for words in words_of(text)] == []
