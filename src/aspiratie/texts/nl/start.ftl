# What `aspiratie inspect`, `aspiratie start` and notebooks/beginnen.ipynb say, in Dutch.

## The parameters file

parameters-head = Wat één run moet weten. Gemaakt door `aspiratie start`; pas aan wat u wilt.
parameters-paths = Paden gelden vanaf de map van dit bestand. Een naam die niet bestaat, is een fout.
parameters-open = Een vraagteken is nog open: vul het in. Zolang er een vraagteken staat, komt er geen rapport.
parameters-off = Wat met # begint, staat uit. Haal het # weg om het te gebruiken.

parameter-ledger = bestand met wat eerder is gedeeld; bewaar het, maar deel het niet
parameter-region = naam van de regio of het bestuur, voor boven de rapporten
parameter-wave = de meting waar de rapporten over gaan, zoals "2025-2026"
parameter-date = datum die in de rapporten staat
parameter-language = taal van de rapporten: nl of en
parameter-notebook = of het pad van een eigen notebook
parameter-output = map voor de rapporten
parameter-register = bestanden van DUO die zeggen wie een school is en in welk samenwerkingsverband zij ligt
parameter-partnership = code van het samenwerkingsverband waarvan de scholen de regio zijn; all: elk apart
parameter-boards = besturen die hun eigen scholen naast elkaar zien; of all
parameter-schools = lijst van scholen: school;naam;type;plaats
parameter-enrolment = aantal leerlingen: school;groep;aantal
parameter-own_words = wat scholen zelf bij hun pagina schrijven: school;comment;conversation;hear_back;contact
parameter-school_pattern = hoe een schoolcode eruitziet, als uw codes geen BRIN zijn
parameter-adjust_for = kolommen met de rol intake, voor een eerlijker vergelijking
parameter-surveys = de exporten, en het codeboek dat zegt wat erin staat
parameter-rules = regels die gegevens veranderen of getallen verbergen; elk rapport noemt ze

survey-school = code van de school van dit bestand; is er een kolom met de school, geef die dan in het codeboek de rol ‘school’ en haal deze regel weg; is de code geen BRIN, vul dan ook school_pattern in

## Rules: what each does

start-rule-n_min = kleinste aantal leerlingen achter elk getal; lager dan 5 kan niet
start-rule-min_answered = wie een kleiner deel van de vragen beantwoordde, telt niet mee
start-rule-prorate_min = deel van de vragen van een schaal dat nodig is voor een score
start-rule-reliability_min = minder betrouwbare schalen worden genoemd, maar niet uitgelegd
start-rule-careless = wie opvallend slordig invulde: keep (telt mee) of exclude (telt niet mee)
start-rule-duplicates = twee keer ingevuld: keep_first, keep_last of keep_all
start-rule-out_of_range = antwoord dat niet in het codeboek staat: missing (leeg) of refuse (stoppen)
start-rule-test_entries = proefinvoer: remove (weg) of keep (telt mee)
start-rule-alpha = verwacht deel onterechte woorden onder alle ‘duidelijk hoger’ en ‘duidelijk lager’
start-rule-region_min_schools = zoveel andere scholen zijn nodig voor een gemiddelde van de regio
start-rule-region_min_pupils = zoveel leerlingen zijn nodig voor een gemiddelde van de regio
start-rule-region_max_share = grootste deel van één school in een gemiddelde van de regio
start-rule-interval_share = deel van wat mogelijk is dat open blijft voor een paar leerlingen

## The proposal as a table

inspect-title = Wat er in { $files } staat
inspect-kicker = Voorstel voor een codeboek
inspect-files = { $n ->
    [one] 1 bestand
   *[other] { $n } bestanden
  }
inspect-file = { $file }: { $rows } rijen en { $columns } kolommen, gelezen als { $tool }
inspect-definition = { $file }: opzet van de vragenlijst uit { $tool }; zegt van { $columns } kolommen wat de codes zijn
inspect-file-school = { $file }: { $rows } rijen en { $columns } kolommen, gelezen als { $tool }; hoort bij school { $school }
inspect-counts = { $items ->
    [one] 1 vraag
   *[other] { $items } vragen
  }, { $scales ->
    [one] 1 schaal
   *[other] { $scales } schalen
  }, { $open } nog te beantwoorden
inspect-columns = Kolommen
inspect-columns-caption = Wat elke kolom lijkt te zijn. Er staan geen antwoorden van leerlingen in.
inspect-answers = Antwoorden
inspect-answers-caption = De antwoorden per groep vragen, van laag naar hoog. Een antwoord dat minder dan { $least } keer is gegeven, staat er zonder aantal.
inspect-questions = Nog te beantwoorden
inspect-questions-none = Er is niets meer open.
inspect-questions-caption = Wat alleen u kunt zeggen
inspect-offline = Deze pagina haalt niets op en stuurt niets weg.
inspect-skip = Naar de inhoud

inspect-unsure = kan een vraag zijn, maar wordt nu niet gebruikt

start-column-place = plaats
start-column-heading = kop in het bestand
start-column-role = wat het lijkt
start-column-sure = hoe zeker
start-column-answers = antwoorden
start-column-scale = schaal
start-column-reason = waarom
start-column-question = vraag
start-column-choices = keuzes
start-column-block = groep
start-column-items = vragen
start-column-label = antwoord
start-column-count = aantal

sure-certain = zeker
sure-likely = waarschijnlijk
sure-open = open vraag

role-item = vraag
role-school = school
role-group = groep of leerjaar
role-type = onderwijssoort
role-wave = meting
role-respondent = code van de deelnemer
role-submitted = ingevuld op
role-started = begonnen op
role-duration = duur
role-status = status
role-weight = gewicht
role-intake = achtergrond
role-open = open antwoord: wordt niet gelezen
role-personal = persoonsgegeven: wordt niet gelezen
role-other = wordt niet gelezen

answers-unordered = volgorde nog open
choices-few = { $shown } en { $n } die minder dan 10 keer zijn gegeven
answers-none = geen antwoord
answers-few = minder dan { $least }
place-in = { $place } in { $file }
heading-none = (zonder kop)

## The workbook

workbook-licence = Niet opgegeven.
workbook-found = { $n } ingevuld, { $distinct } verschillende
workbook-lacking = Staat niet in: { $files }. Daar telt de vraag als niet gesteld.
workbook-weight = Dit lijken gewichten. Een rapport telt elke invuller één keer. Daarom wordt deze kolom niet gebruikt.
workbook-ignored = Dit kan een vraag zijn. Nu wordt deze kolom niet gebruikt. Is het een vraag, kies dan de rol ‘vraag’ en een lijst van antwoorden.
workbook-unsorted = Van { $n } lijsten is de volgorde nog open. Wilt u de vragen met een open lijst niet gebruiken, kies dan hier ‘niet_gebruiken’. Dan hoeft u die lijsten niet in te vullen.
workbook-numbers = De getallen zelf: { $low } is laag, { $high } is hoog
workbook-reversed = Deze { $n } vragen lopen tegen hun schaal in: { $names }. Op het eerste blad staat daar ‘ja’ onder ‘omgekeerd’. Kijk of dat bij elke vraag klopt, en verbeter het zo nodig. Kies daarna hier ‘ja’.
workbook-1 = Dit is het codeboek: het zegt wat elke kolom van uw bestand betekent. Het is ingevuld voor zover het bestand het zelf zegt.
workbook-2 = Een gekleurde cel met een vraagteken is nog open. In de kolom ‘nog_te_doen’ staat wat er gevraagd wordt, en waarom. Kies uit het menu van de cel.
workbook-3 = Zolang er een vraagteken staat, maakt `aspiratie report` geen rapport. U ziet dan welke cellen nog open zijn.
workbook-4 = Blad ‘vragen’: één rij per kolom van uw bestand. De rol zegt wat het is: een vraag, de school, het leerjaar, of ‘niet_gebruiken’.
workbook-5 = Omgekeerd: ‘ja’ als wie het ermee eens is, juist lager scoort. Voorbeeld: ‘Ik voel me hier alleen’ in een schaal over erbij horen.
workbook-6 = Antwoorden: de naam van een lijst op blad ‘betekenissen’. Daar staan de antwoorden van laag (oneens, nooit) naar hoog (eens, altijd).
workbook-7 = Volgorde: kies een rij uit het menu. ‘zoals_hieronder’ betekent: zoals de antwoorden eronder staan. U kunt die rijen ook zelf verplaatsen of andere woorden geven.
workbook-8 = Blad ‘betekenissen’: het codeboek zelf, de schalen, de principes en de lijsten van antwoorden. Geef elke schaal een naam die scholen begrijpen.
workbook-9 = Principes zijn niet nodig. Wilt u schalen bij elkaar zetten, voeg dan een rij toe met ‘principe’ onder ‘wat’, en noem die naam bij elke schaal.
workbook-10 = Open antwoorden en persoonsgegevens worden niet gelezen. Zij staan op ‘niet_gebruiken’ of ‘open_antwoord’.
workbook-11 = Op het blad ‘keuzes’ staat wat elke volgorde in een menu betekent. Rechts op dit blad staan de woorden van de menu's. Verander daar niets.
workbook-12 = Klaar? Bewaar de werkmap als .xlsx en sluit haar. Typ daarna `aspiratie report` met de naam van het bestand in de map params.

## What `aspiratie start` says

start-wrote = Geschreven: { $workbook } en { $parameters }
start-cells = { $n ->
    [one] Vul nog 1 cel in:
   *[other] Vul nog { $n } cellen in:
  }
start-then = Typ daarna:
start-ready = Er is niets meer open. Kijk het codeboek na, en typ:
start-column-line = regel

## The notebook without code

desk-step-1 = 1. Kies uw bestanden
desk-about-1 = Vink de export van één vragenlijst aan: één bestand, of één per school. Alles blijft op deze computer.
desk-step-2 = 2. Kijk wat erin staat
desk-about-2 = Dit is het voorstel. Wat alleen u kunt zeggen, staat eronder als vraag.
desk-step-3 = 3. Geef namen en kies de regels
desk-about-3 = Geef elke schaal een naam die scholen begrijpen. Bij elke regel staat wat die doet. Elk rapport noemt de regels.
desk-step-4 = 4. Maak de rapporten
desk-about-4 = Elke school krijgt een rapport, een bijlage en een leerlingposter. Er komt ook een pagina met links naar alles.

desk-upload = Bestanden toevoegen
desk-refresh = Kijk opnieuw in de map
desk-no-files = Er staat nog niets in de map data. Voeg een bestand toe met de knop hieronder.
desk-none-chosen = Kies eerst een bestand.
desk-look = Bekijk deze bestanden
desk-choose = Kies …
desk-your-answer = Uw antwoord
desk-own = Uw woorden
desk-own-text = Zelf invullen
desk-own-ordered = Zelf invullen, van laag naar hoog, met een ; ertussen
desk-leave-out = Gebruik deze vragen niet
desk-suggested = Het lijkt: { $choice }.
desk-suggestions = Neem alle voorstellen over
desk-answer = Verder
desk-left = Er { $n ->
    [one] is nog 1 vraag
   *[other] zijn nog { $n } vragen
  } open.
desk-title = Naam vragenlijst
desk-wave = Meting
desk-region = Regio of bestuur
desk-language = Taal
desk-scale = Schaal
desk-scales = Schalen
desk-rules = Regels
desk-items = { $n ->
    [one] 1 vraag
   *[other] { $n } vragen
  }
desk-reversed = omgekeerd
desk-incomplete = Er is nog iets niet ingevuld.
desk-missing = moet nog ingevuld worden.
desk-replace = Vervang een codeboek en parameters die er al staan
desk-make = Maak de rapporten
desk-progress = Voortgang
desk-reading = De antwoorden worden gelezen …
desk-counted = { $made } van { $of } pagina's
desk-made = { $made } scholen met een rapport, { $withheld } met te weinig leerlingen, { $failed } mislukt
desk-where = De pagina met alle rapporten: { $path }
desk-open = Open de rapporten
desk-open-yourself = Open dit bestand zelf in uw browser: { $path }
desk-fault = Er ging iets mis in het programma ({ $where }). Uw bestanden zijn niet veranderd.
