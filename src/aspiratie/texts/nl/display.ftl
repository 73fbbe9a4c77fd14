### Wat lezers zien, in het Nederlands (B1). Elke zin staat hier en nergens anders.
### Gelijke namen en gelijke variabelen als in en.ftl.

## Stappen en titels
stage-discover = Ontdekken
stage-understand = Begrijpen
stage-act = Actie ondernemen
title-voice = De stem van de leerling
title-account = Verantwoording
talk-title = Om over te praten

## Woorden om mee te bouwen
number-word = { $count ->
    [0] nul
    [1] één
    [2] twee
    [3] drie
    [4] vier
    [5] vijf
    [6] zes
    [7] zeven
    [8] acht
    [9] negen
    [10] tien
    [11] elf
   *[12] twaalf
  }
quoted = ‘{ $text }’
list = { $first } en { $last }
list-more = { $count } andere
or = { $first } of { $last }
not-computed = niet berekend
range = { $low } tot { $high }
below = minder dan { $percent }
above = meer dan { $percent }
about = ongeveer { $percent }
of-ten = ongeveer { $count } van de 10
nearly-all = bijna iedereen
nearly-none = bijna niemand
informant-many = { $informant ->
    [pupil] leerlingen
    [teacher] leerkrachten
    [team] teamleden
   *[parent] ouders
  }
informant-people = { $informant ->
    [pupil] Leerlingen
    [teacher] Leerkrachten
    [team] Teamleden
   *[parent] Ouders
  }
informant-title = { $informant ->
    [pupil] Leerlingen
    [teacher] Leerkrachten
    [team] Team
   *[parent] Ouders
  }

## Waarom een getal niet te zien is
hidden-few = afgeschermd, minder dan { $n }
hidden-complement = afgeschermd, anders is een ander getal te herleiden
hidden-unreliable = te onbetrouwbaar om te duiden
hidden-no-data = geen gegevens
hidden-not-asked = niet gevraagd
hidden-few-schools = te weinig scholen om mee te vergelijken
hidden-few-pupils = te weinig leerlingen om mee te vergelijken
hidden-large-school = één school heeft meer dan de helft van de leerlingen
hidden-no-fit = de vragen vormen geen geheel
hidden-not-invariant = de vragen betekenen niet op elke school hetzelfde
hidden-reliability-unknown = niet te zeggen of scholen verschillen
hidden-reliability-below-70 = schoolgemiddelden zijn te onzeker om te vergelijken
hidden-unknown-type = de soort onderwijs van de school is niet opgegeven
hidden-both-sectors = de school hoort bij primair én voortgezet onderwijs
hidden-other-version = andere versie van de vragenlijst
hidden-other = afgeschermd
withheld = afgeschermd
not-shown = niet getoond
not-compared = niet vergeleken

## Tabellen en figuren
column-scale = Onderwerp
column-school = School
column-n = n
column-region = Regio
column-whole-region = Hele regio
column-range = Ligt tussen
column-answers = Antwoorden
column-no-opinion = Weet niet
note-steps = Percentages zijn hier afgerond op { $step }.

## In het kort
change-no-earlier = Er is geen eerdere meting om mee te vergelijken.
change-other-version = De vorige vragenlijst was anders. Daarom vergelijken wij niet.

## De stem van de leerling
voice-lead = De stem van de leerling is wat leerlingen denken, geloven, belangrijk vinden en meemaken. Ook hun achtergrond hoort daarbij.
voice-aspiration = Zo werk je aan aspiratie: een droom over later vandaag al een beetje waarmaken. Het begint bij één gedachte: elke leerling wil leren.
voice-energy = Meedoen geeft energie. Wie het dichtst bij het leren staat, krijgt daarom een stem. Dat zijn de leerlingen zelf.

## Wie deden mee
group-name = { $kind ->
    [group] groep
   *[year] leerjaar
  } { $label }
group-unknown = onbekend

## Leeswijzer

## Principes en condities

## Per conditie
talk-any-1 = Denk aan een moment dat past bij { $title }. Wat gebeurde er?
talk-any-2 = Wat kunnen wij morgen anders doen bij { $title }?
talk-belonging-1 = Vertel over een moment waarop je echt bij de groep hoorde. Wie zorgde daarvoor?
talk-belonging-2 = Wie zou zich hier nu alleen kunnen voelen? Wat kunnen wij voor die leerling doen?
talk-heroes-1 = Wie op school is voor jou een voorbeeld? Vertel wat die persoon deed.
talk-heroes-2 = Hoe laten volwassenen hier merken dat je hen kunt vertrouwen?
talk-accomplishment-1 = Wanneer zag iemand hoe hard je werkte? Vertel wat er gebeurde.
talk-accomplishment-2 = Hoe kunnen wij inzet laten meetellen, ook zonder hoog cijfer?
talk-fun-1 = Vertel over een les waarin de tijd vloog. Wat deed je toen?
talk-fun-2 = Wat geeft leerkrachten hier plezier? Hoe merken leerlingen dat?
talk-curiosity-1 = Welke vraag houdt jou nu bezig? Waar krijg je er ruimte voor?
talk-curiosity-2 = Hoe kan jouw eigen idee een plek krijgen in de les?
talk-adventure-1 = Wat heb je geprobeerd dat eerst mislukte? Wat hielp je verder?
talk-adventure-2 = Wat maakt het hier veilig om iets nieuws te proberen?
talk-leadership-1 = Waarover beslissen leerlingen hier nu mee? En waarover nog niet?
talk-leadership-2 = Wat kunnen volwassenen aan leerlingen overlaten, en hoe delen we de zorg ervoor?
talk-action-1 = Wanneer kwam je op voor iets dat jij belangrijk vindt? Hoe ging dat?
talk-action-2 = Wat is een eerste stap die jij deze week kunt zetten? Wie helpt je?

## Verantwoording
account-example = De vragen in dit rapport zijn voorbeelden. Zij zijn niet als meetinstrument getoetst.
account-cleaning = Van antwoord naar cijfer
column-step = Stap
rows-in = Vragenlijsten binnengekomen
rows-out = Vragenlijsten gebruikt
rows-flagged = Vragenlijsten met een opvallend patroon
cleaning-removed = Niet gebruikt: { $rule }
rule-duplicate = dubbel ingeleverd
rule-empty = leeg
rule-test-entry = proef
rule-too-few-answers = te weinig vragen beantwoord
rule-careless = opvallend antwoordpatroon
rule-out-of-range = antwoord bestaat niet
rule-missing-code = geen antwoord gegeven
rule-no-opinion = ‘weet niet’ of ‘niet van toepassing’
rule-no-school = school onbekend
rule-other-wave = andere meting
account-answered = Wie minder dan { $percent } van de vragen beantwoordde, telt niet mee.
account-careless = { $what ->
    [exclude] Vragenlijsten met een opvallend patroon (bijvoorbeeld steeds hetzelfde antwoord) zijn niet gebruikt.
   *[keep] Vragenlijsten met een opvallend patroon (bijvoorbeeld steeds hetzelfde antwoord) zijn wel gebruikt. Zij zijn alleen geteld.
  }
account-scores = Hoe zeker zijn de cijfers?
account-scores-how = Een schaalscore is het gemiddelde van de vragen van een leerling. Omgekeerde vragen zijn eerst omgedraaid. Voor een score is minstens { $percent } van de vragen van de schaal nodig. Een ontbrekend antwoord is geschat uit de andere antwoorden van de leerling en het gemiddelde van de vraag.
account-reliability = De betrouwbaarheid (alfa of omega) is berekend over de hele regio. Onder { $minimum } tonen wij geen score. Die grens is een afspraak, geen bewijs.
column-reliability = Betrouwbaarheid
column-ci = 95%-betrouwbaarheidsinterval
column-verdict = Oordeel
coefficient = { $kind ->
    [alpha] alfa
    [stratified_alpha] gestratificeerde alfa
   *[omega] omega
  }
level-good = goed
level-sufficient = voldoende
level-insufficient = te onbetrouwbaar om te duiden
account-compare = Hoe is vergeleken?
account-interval = De streep in een figuur is een 95%-betrouwbaarheidsinterval van het gemiddelde.
account-may = Een cijfer komt alleen naast dat van andere scholen als drie dingen kloppen. De schaal meet goed. De vragen betekenen overal hetzelfde (meetinvariantie). En schoolgemiddelden zijn zeker genoeg (λ vanaf 0,70). Het oordeel is dat van het regiorapport.
account-region = De regio is alle leerlingen van de andere scholen samen. Primair en voortgezet onderwijs gaan apart. Er wordt alleen vergeleken bij minstens { $schools } andere scholen en { $pupils } leerlingen. Geen school mag meer dan { $percent } daarvan zijn.
account-priority = ‘Verbonden’ is de gestandaardiseerde samenhang binnen scholen, over de hele regio, met een 95%-betrouwbaarheidsinterval. Het is een samenhang, geen oorzaak.
account-hidden = Wat is afgeschermd, en waarom?
account-min = Over minder dan { $n } leerlingen tonen wij niets.
account-complement = Kan een verborgen getal worden uitgerekend? Dan verbergen wij ook een tweede getal, of voegen wij groepen samen.
account-bound = Vanaf { $n } leerlingen tonen wij geen percentage onder { $low } of boven { $high }. Zo kan niemand weten wat iedereen of niemand antwoordde.
account-classes = Bij minder dan { $n } antwoorden nemen wij antwoorden samen.
account-steps = Waar een grens staat, zijn de andere percentages van die vraag grover afgerond.
account-nothing-hidden = In dit rapport is niets afgeschermd.
caption-hidden = Afgeschermde getallen
column-what = Waar
column-why = Waarom
column-cells = Aantal
what-groups = cijfers per groep
what-merged-groups = samengevoegde groepen
what-items = antwoorden per vraag
what-scores = cijfers per onderwerp
what-previous = cijfers van de vorige keer
what-no-opinion = ‘weet niet’ per vraag
what-waves = eerdere metingen
what-informants = antwoorden van volwassenen
what-profile = dromen en doen
what-ladder = participatieladder
what-cleaning = aantallen bij de opschoning
what-region = cijfers van de regio
account-limits = Wat dit rapport niet zegt
limit-1 = Het is geen rangorde van scholen.
limit-2 = Het is geen oordeel over een leerkracht of over een leerling.
limit-3 = Het laat samenhang zien, geen oorzaken.
limit-4 = Leerlingen die niet meededen, kunnen iets anders vinden.
limit-5 = Het vervangt de wettelijke monitor sociale veiligheid niet.

## Verschillen binnen de school
groups-none = Wij tonen geen verschillen tussen groepen. Daarvoor zijn minstens twee groepen met genoeg leerlingen nodig.

## Ontwikkeling

## Leerlingen en volwassenen
column-who = Wie

## Dromen en doen
profile-hidden = Wij tonen deze verdeling niet: { $why }.
profile-lead = Dromen én doen: dat geldt voor { $share } van de leerlingen ({ $n }).
profile-what = Dromen gaat over later: leerlingen weten wat zij willen. Doen gaat over nu: zij werken eraan. Aspiratie is allebei.
profile-aspiration = Aspiratie
profile-imagination = Verbeelding
profile-perspiration = Inzet
profile-hibernation = Winterslaap
profile-unclear = Niet duidelijk
profile-aspiration-short = dromen en doen
profile-imagination-short = dromen, nog weinig doen
profile-perspiration-short = doen, nog weinig dromen
profile-hibernation-short = nog geen van beide
profile-unclear-short = te dicht bij een grens om te zeggen
profile-aspiration-means = Droomt over later en werkt er nu al aan.
profile-imagination-means = Droomt over later, maar doet er nu nog weinig voor.
profile-perspiration-means = Werkt hard, maar weet nog niet waarvoor.
profile-hibernation-means = Droomt nog weinig en doet nog weinig.
profile-unclear-means = De antwoorden liggen te dicht bij een grens.
profile-axis-dream = ▲ meer dromen
profile-axis-do = meer doen ▶
note-profile = De grens ligt in het midden van de schaal. Dit zegt iets over nu, niet over wie een leerling is.
column-field = Vak
column-share = Deel

## Participatieladder
ladder-talk = Welke vorm past bij welk moment op onze school? Vertel elkaar een voorbeeld.
column-form = Vorm van meedoen

## Waar kan het meest veranderen
column-link = Verbonden

## Leren doet iedereen
role-1 = Leerlingen als leraren.
role-1-means = Zij leren anderen wat zij al weten.
role-2 = Leerlingen als leiders.
role-2-means = Zij geven richting aan wat zij nog gaan leren.
role-3 = Leerkrachten als leerders.
role-3-means = Zij laten zien dat ook zij nog leren.
role-4 = Leren in de samenleving.
role-4-means = Wat je leert, hoort bij de wereld om de school heen.
role-score = Kijk naar { $title }: { $mean } ({ $n }).
learning-question-1 = Wat is leren volgens jou?
learning-question-2 = Hoe leer jij?
learning-question-3 = Wat is de moeite waard om te leren?
learning-question-4 = Wat doet de plek waar je leert, en wie er bij je is?

## Denken, delen, uitwisselen
conversation-lead = Praat met leerlingen, leerkrachten, team en ouders samen. Trek er een uur voor uit.
conversation-think = Denken.
conversation-think-how = Alleen, vijf minuten. Kies één vraag en schrijf je antwoord op.
conversation-share = Delen.
conversation-share-how = Met z’n tweeën, tien minuten. Leg er een figuur uit dit rapport naast.
conversation-exchange = Uitwisselen.
conversation-exchange-how = Met de hele groep. Leerlingen beginnen, dan leerkrachten, team en ouders. Sluit af met een afspraak.
five-title = Vragen voor iedereen
five-1 = Wat betekent de stem van de leerling bij ons op school?
five-2 = Waar kun je die stem bij ons zien en horen?
five-3 = Hoe zit die stem vast in hoe wij werken, ook als er iemand weggaat?
five-4 = Hoe zou jij willen dat het eruitziet, op school en in je eigen klas?
five-5 = Wat heb jij zelf nodig om leerlingen goed te horen?
own-title = Vragen bij onze eigen cijfers
advice-title = Zo denkt u samen met leerlingen na
advice-1 = Vraag naar een verhaal.
advice-1-how = Laat leerlingen vertellen wat er gebeurde.
advice-2 = Doe het samen.
advice-2-how = Zorg dat het veilig is, dat er tijd is en dat elk antwoord telt.
advice-3 = Stel één vraag tegelijk.
advice-3-how = Maak de vraag precies.
advice-4 = Leg een link met eerder.
advice-4-how = Vraag wanneer zij zoiets al eens leerden.
advice-5 = Leg het vast.
advice-5-how = Gebruik een foto, een dagboek of een opname. Vraag eerst of dat mag.
advice-6 = Doe het vaak.
advice-6-how = Dan wordt het gewoon.

## Schoolbrede aanpak
approach-lead = Elke stap vraagt iets van leerlingen, leerkrachten, team en ouders. Zo kan dat bij { $topic }.
caption-approach = Wat ieder kan doen, per stap
actions-title = Onze afspraken
caption-actions = Afspraken na het gesprek
column-what-to-do = Wat
column-when = Wanneer
column-notice = Hoe merken wij het?

## Terugkoppelen
feedback-when-1 = Binnen twee weken
feedback-when-2 = Binnen zes weken
feedback-when-3 = Na drie maanden
feedback-when-4 = Volgend jaar

## Leerlingversie
