### Wat lezers zien, in het Nederlands (B1). Elke zin staat hier en nergens anders.
### Gelijke namen en gelijke variabelen als in en.ftl.

## Stappen en titels
stage-discover = Ontdekken
stage-understand = Begrijpen
stage-act = Actie ondernemen
title-brief = In het kort
title-voice = De stem van de leerling
title-participation = Wie deden mee
title-guide = Leeswijzer
title-principles = { $word } { $count ->
    [one] principe
   *[other] principes
  }
title-details = Wat leerlingen antwoordden
title-groups = Verschillen binnen de school
title-development = Ontwikkeling
title-informants = Leerlingen en volwassenen
title-profile = Dromen en doen
title-ladder = Meedoen: de participatieladder
title-priority = Waar kan het meest veranderen?
title-learning = Leren doet iedereen
title-conversation = Denken – delen – uitwisselen
title-approach = De schoolbrede aanpak
title-feedback = Vertel leerlingen wat er gebeurt
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
not-computed = niet berekend
range = { $low } tot { $high }
with-range = { $value } ({ $low } tot { $high })
below = minder dan { $percent }
above = meer dan { $percent }
about = ongeveer { $percent }
of-ten = ongeveer { $count } van de 10
nearly-all = bijna iedereen
nearly-none = bijna niemand
count-conditions = { $word } { $kind ->
    [aspiration] { $count ->
        [one] conditie
       *[other] condities
      }
   *[other] { $count ->
        [one] onderwerp
       *[other] onderwerpen
      }
  }
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
not-compared-sentence = De cijfers zijn niet met de regio vergeleken.
comparison-higher = duidelijk hoger
comparison-lower = duidelijk lager
comparison-similar = ongeveer gelijk

## Tabellen en figuren
figure-number = Figuur { $number }.
figure-as-table = Figuur als tabel
figure-participation = Wie deden mee, per groep
figure-example = Zo lees je een figuur (verzonnen voorbeeld)
figure-principles = Cijfer per principe
figure-conditions = { $kind ->
    [aspiration] Cijfer per conditie
   *[other] Cijfer per onderwerp
  }
figure-items = { $title }: de antwoorden per vraag
heading-others = Verder gevraagd
column-principle = Principe
column-scale = Onderwerp
column-school = School
column-n = n
column-region = Regio
column-whole-region = Hele regio
column-last = Vorige keer
column-range = Ligt tussen
column-compared = Vergeleken met de regio
column-group = Groep
column-enrolled = Leerlingen op school
column-response = Deed mee
column-mark = Teken
column-words = Woorden
column-meaning = Betekenis
column-item = Vraag
column-answers = Antwoorden
column-no-opinion = Weet niet
caption-brief = Cijfers van { $low } tot { $high }; n is het aantal leerlingen
caption-brief-mixed = Cijfers, met tussen haakjes het laagste en hoogste; n is het aantal leerlingen
last-cell = { $mean } ({ $words })
scale-low = laagste
scale-high = hoogste
mark-region = regio { $mean }
mark-wave = { $wave }: { $mean }
midpoint-neutral = neutraal
midpoint-unsure = niet zeker
midpoint-other = midden
no-opinion = weet niet
pole-agree = eens
pole-disagree = oneens
pole-toward = richting { $label }
key-bounded = zo weinig dat wij alleen een grens tonen
item-reversed = { $title } (omgekeerde vraag)
note-region = Regio: de leerlingen van { $schools } andere scholen ({ $n }).
note-no-region = Er is geen cijfer van de regio.
note-items = In het vak staat het percentage leerlingen.
note-no-opinion = ‘Weet niet’ telt daarin niet mee.
note-steps = Percentages zijn hier afgerond op { $step }.
note-steps-differ = Percentages zijn hier afgerond op { $low } tot { $high }. Dat verschilt per vraag.
note-reversed = Bij een omgekeerde vraag is ‘oneens’ het gunstige antwoord.
left-out = In ‘Cijfer per principe’ telt bij { $title } niet mee: { $names }.
desc-pair = { $title }: { $value }.
desc-hidden = { $title }: { $why }.
desc-score = { $title }: { $mean } ({ $interval }; { $n })
desc-region = regio { $mean }, { $words }
desc-wave = in { $wave } { $mean }, nu { $words }
desc-item = { $title } (n = { $n }): { $classes }.

## In het kort
brief-strong-label = Sterk:
brief-weak-label = Aandacht:
brief-scores = Cijfers:
brief-region = Regio:
brief-change = Vorige keer:
brief-strong = Het hoogste cijfer krijgt { $names }: { $mean } ({ $n }).
brief-weak = Het laagste cijfer krijgt { $names }: { $mean } ({ $n }).
brief-close = De cijfers liggen dicht bij elkaar. Geen onderwerp springt eruit.
brief-one = Er is maar één cijfer te tonen.
brief-nothing = Er zijn geen cijfers te tonen: { $why }.
brief-no-scales = Deze vragenlijst heeft losse vragen. Daar hoort geen cijfer bij.
brief-unreliable-cause = De vragen passen niet goed genoeg bij elkaar. Vaak is bij omgekeerde vragen niet aangegeven dat zij omgekeerd zijn. Vraag dit na bij wie het rapport maakte.
may-all = Deze cijfers mogen naast die van andere scholen.
may-some = { $may } van de { $all } cijfers { $may ->
    [one] mag
   *[other] mogen
  } naast die van andere scholen.
may-not = Niet naast andere scholen: { $names }. De reden: { $why }.
may-careful = Bij { $names } is niet zeker of de vragen op elke school hetzelfde betekenen. Lees die vergelijking voorzichtig.
region-higher = Duidelijk hoger dan in de regio { $count ->
    [one] is
   *[other] zijn
  } { $names }.
region-lower = Duidelijk lager dan in de regio { $count ->
    [one] is
   *[other] zijn
  } { $names }.
region-none = Geen enkel cijfer wijkt duidelijk af van de regio.
region-rest = { $count ->
    [one] Het andere cijfer is ongeveer gelijk aan de regio.
   *[other] { $word } andere cijfers zijn ongeveer gelijk aan de regio.
  }
region-not = De cijfers zijn niet met de regio vergeleken: { $why }.
change-higher = { $names }: duidelijk hoger dan in { $wave }.
change-lower = { $names }: duidelijk lager dan in { $wave }.
change-none = Er is niets met zekerheid veranderd sinds { $wave }.
change-no-earlier = Er is geen eerdere meting om mee te vergelijken.
change-other-version = De vorige vragenlijst was anders. Daarom vergelijken wij niet.
unreliable-names = Te onbetrouwbaar om te duiden: { $names }. { $count ->
    [one] Daarvan tonen wij geen cijfer.
   *[other] Daarvan tonen wij geen cijfers.
  }

## De stem van de leerling
voice-lead = De stem van de leerling is wat leerlingen denken, geloven, belangrijk vinden en meemaken. Ook hun achtergrond hoort daarbij.
voice-learning = Het is ook een manier van lesgeven. Het leren sluit dan aan bij wat leerlingen kiezen, wat hen boeit en wat zij later willen.
voice-aspiration = Zo werk je aan aspiratie: een droom over later vandaag al een beetje waarmaken. Het begint bij één gedachte: elke leerling wil leren.
voice-energy = Meedoen geeft energie. Wie het dichtst bij het leren staat, krijgt daarom een stem. Dat zijn de leerlingen zelf.
voice-thread = Dit rapport volgt de schoolbrede aanpak, in drie stappen.
voice-discover = Wat zeggen onze leerlingen?
voice-understand = Hoe komt dat? Wie ziet het anders?
voice-act = Wat gaan wij samen doen? Hoe merken wij dat het werkt?

## Wie deden mee
participation-hidden = Hoeveel leerlingen meededen tonen wij niet: { $why }.
participation-n = Er deden { $n } leerlingen mee. Hoeveel leerlingen de school heeft, is niet opgegeven.
participation-of = Er deden { $n } van de { $enrolled } leerlingen mee ({ $percent }).
participation-most = Dat is een groot deel. De cijfers geven een goed beeld.
participation-half = Dat is de helft of meer. Vraag ook de anderen wat zij vinden.
participation-few = Dat is minder dan de helft. Lees de cijfers voorzichtig.
participation-even = De groepen deden ongeveer even vaak mee.
participation-behind = Het minst deed { $group } mee: { $response }. Hun stem klinkt hier minder.
participation-merged = { $count ->
    [one] { $groups } is samengevoegd.
   *[other] { $groups } zijn samengevoegd.
  } Groepen kleiner dan { $n } tonen wij niet los.
participation-no-groups = Wij tonen geen losse groepen.
group-name = { $kind ->
    [group] groep
   *[year] leerjaar
  } { $label }
group-unknown = onbekend
merged-group = { $label } (samengevoegd)
response = { $n } van de { $enrolled } ({ $percent })

## Leeswijzer
guide-lead = Lees eerst de zin. De figuur laat daarna zien waar die zin vandaan komt.
guide-words = Wat onze woorden betekenen
guide-higher = duidelijk hoger
guide-higher-means = Het verschil is zo groot dat toeval bijna niet kan.
guide-lower = duidelijk lager
guide-lower-means = Ook hier is het verschil te groot voor toeval.
guide-similar = ongeveer gelijk
guide-similar-means = Het verschil is klein of niet zeker. Het kan toeval zijn.
guide-divided = verdeeld
guide-divided-means = Minstens een kwart is het eens, en minstens een kwart is het oneens.
guide-hidden = afgeschermd, minder dan { $n }
guide-hidden-means = Wij tonen niets over zo weinig leerlingen. Zo blijft elk antwoord vertrouwelijk.
guide-about = ongeveer 60 %
guide-about-means = Dit is een som van afgeronde getallen. Het kan een punt schelen.
guide-n = n
guide-n-means = Zo veel leerlingen gaven antwoord.
guide-bars = Zo lees je de balken
guide-bars-1 = Rechts van de lijn staan de leerlingen die het eens zijn. Links staan de leerlingen die het oneens zijn.
guide-bars-middle = { $kind ->
    [named] ‘Neutraal’ staat apart.
   *[other] Het middelste antwoord staat apart.
  }
guide-bars-no-opinion = ‘Weet niet’ staat als getal aan de kant.
guide-bars-3 = Bovenaan staat de vraag waarmee de meeste leerlingen het eens zijn.
guide-bars-4 = Een vak met stippels is klein. Het precieze getal tonen wij niet, om leerlingen te beschermen.
example-dot = Stip: het cijfer van jullie school. Hier is dat { $mean }.
example-line = Streep: met andere leerlingen of op een andere dag is het cijfer iets anders. Het ligt bijna zeker tussen { $low } en { $high }.
example-region = Ruit: andere scholen in de regio, hier { $region }. De ruit ligt ver van de streep: duidelijk hoger.
example-last = Blokje: jullie cijfer van de vorige keer, hier { $last }. Het ligt vlak bij de stip: ongeveer gelijk.
example-desc = Verzonnen voorbeeld. De school heeft { $mean }, met een streep van { $low } tot { $high } (n = { $n }). De regio heeft { $region } en de vorige keer was het { $last }.
example-row-dot = Stip
example-row-line = Streep
example-row-region = Ruit
example-row-last = Blokje
example-value-dot = Het cijfer van de school.
example-value-line = Hier ligt het cijfer bijna zeker.
example-value-region = Het cijfer van de andere scholen in de regio.
example-value-last = Het cijfer van de school, de vorige keer.

## Principes en condities
principles-lead = Een principe is het gemiddelde van zijn onderwerpen.
principle-tags = Het gaat over { $tags }.
principle-members = Hierbij horen: { $names }.
tag-context = de omgeving
tag-content = de inhoud van het leren
tag-feedback = wat je van anderen terughoort
everyone-self-worth = Voor iedereen in school: jij hoort bij onze gemeenschap, zoals je bent. Wij geloven dat wij samen ons doel halen. En iedereen doet actief mee met leren.
everyone-engagement = Voor iedereen in school: ook leerkrachten, team en ouders leren mee. Stel elkaar steeds deze vraag: hoe ben jij aan het leren, en hoe zijn wij aan het leren?
everyone-purpose = Voor iedereen in school: neem verantwoordelijkheid voor wie je bent. En voor wie je wilt worden.
score-is = Het cijfer is { $mean } ({ $n }).
score-region = Dat is { $label ->
    [similar] { $words } aan de regio
   *[other] { $words } dan in de regio
  } ({ $mean }).
score-higher-than-last = Het is duidelijk hoger dan in { $wave }.
score-lower-than-last = Het is duidelijk lager dan in { $wave }.
score-hidden = Wij tonen hier geen cijfer: { $why }.
score-unreliable = { $title } is te onbetrouwbaar om te duiden. De vragen passen niet goed genoeg bij elkaar. Wij tonen geen cijfer.

## Per conditie
details-lead = Per onderwerp staan hier alle vragen, met de antwoorden. Daarna volgen twee vragen om over te praten.
item-most = Het vaakst antwoorden leerlingen ‘{ $answer }’ op { $title }: { $share } ({ $n }).
item-least = Het minst vaak op { $title }: { $share } ({ $n }).
item-only = Op { $title } antwoordt { $share } ‘{ $answer }’ ({ $n }).
item-equal = Op alle vragen antwoordt een even groot deel ‘{ $answer }’: { $share } ({ $n }).
item-divided = Over { $title } zijn leerlingen verdeeld. { $agree } zegt ‘{ $yes }’ en { $disagree } zegt ‘{ $no }’ ({ $n }).
item-no-opinion = Op { $title } antwoordde meer dan de helft ‘weet niet’. Lees deze vraag voorzichtig.
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
account-lead = Hier staat hoe dit rapport is gemaakt. U vindt hier ook de vaktermen.
account-example = De vragen in dit rapport zijn voorbeelden. Zij zijn niet als meetinstrument getoetst.
account-cleaning = Van antwoord naar cijfer
caption-cleaning = Ingeleverde vragenlijsten en wat ermee gebeurde
column-step = Stap
rows-in = Vragenlijsten binnengekomen
rows-out = Vragenlijsten gebruikt
rows-flagged = Vragenlijsten met een opvallend patroon
cleaning-removed = Niet gebruikt: { $rule }
cleaning-values = Met een antwoord dat niet meetelt: { $rule }
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
caption-reliability = Betrouwbaarheid per schaal
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
account-test = ‘Duidelijk hoger’ en ‘duidelijk lager’ volgen uit een toets van de school tegen de leerlingen van de andere scholen. Van al zulke woorden over de scholen van de regio is naar verwachting hoogstens { $percent } onterecht (Benjamini en Hochberg). In het regiorapport staan dezelfde woorden. Ook de vergelijking met de vorige keer is gecorrigeerd voor het aantal vergelijkingen.
account-region = De regio is alle leerlingen van de andere scholen samen. Primair en voortgezet onderwijs gaan apart. Er wordt alleen vergeleken bij minstens { $schools } andere scholen en { $pupils } leerlingen. Geen school mag meer dan { $percent } daarvan zijn.
account-last = De vorige meting is alleen vergeleken als de versie van de vragenlijst gelijk is.
account-order = Hoogste en laagste cijfer noemen wij apart als hun intervallen elkaar niet raken.
account-groups = Groepen van de school zijn twee aan twee getoetst, bij elk onderwerp (toets van Welch, alfa = { $alpha }). Er is gecorrigeerd voor alle vergelijkingen van dat deel samen (Holm). De toets rekent met de afgeronde cijfers, en steeds met de ongunstigste afronding. Lopen groepen niet duidelijk uiteen? Dan kan er toch een verschil zijn.
account-gaps = Verschillen tussen leerlingen en volwassenen zijn getoetst en gecorrigeerd. Bij elk verschil staat een 95%-betrouwbaarheidsinterval in procentpunten.
account-profile = Dromen en doen zijn gemiddelden per leerling, gesplitst op het midden van de schaal. ‘Niet duidelijk’ zijn leerlingen binnen de meetfout van die grens. Bij elk deel staat een 95%-betrouwbaarheidsinterval.
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
groups-lead = Bij { $word } { $count ->
    [one] onderwerp
   *[other] onderwerpen
  } lopen groepen duidelijk uiteen.
groups-alike = De groepen lopen nergens duidelijk uiteen.
groups-apart = { $title }: { $top } geeft { $high } ({ $high_n }) en { $bottom } geeft { $low } ({ $low_n }).
figure-groups = Cijfer per groep en onderwerp
note-groups = Bij veel groepen en onderwerpen is er altijd wel een verschil door toeval. Wij noemen alleen een verschil dat daarvoor te groot is. Kleine groepen hebben een lange streep.
merged-members = In ‘{ $label }’ zitten: { $members }.
panel-score = { $mean } ({ $interval }; { $n })

## Ontwikkeling
figure-development = Cijfer per meting
note-waves = Aantal leerlingen per meting: { $numbers }.
note-other-version = Niet getoond, want de vragenlijst was anders: { $waves }.

## Leerlingen en volwassenen
informants-lead = Volwassenen kregen dezelfde vragen als leerlingen. Waar zij anders antwoorden, begint een goed gesprek.
informants-hidden = Te weinig volwassenen deden mee. Over minder dan { $n } mensen tonen wij niets.
informants-bounded = Volwassenen deden mee, maar wij tonen geen verschillen met leerlingen. Anders is een ander getal te herleiden.
informants-talk = Vraag niet wie er gelijk heeft. Vraag wat de ander ziet.
informant-hidden = { $person }: geen vergelijking te tonen ({ $why }).
informant-alike = { $person } ({ $n }) antwoorden nergens duidelijk anders dan leerlingen. Het gaat om { $asked ->
    [one] één vraag
   *[other] { $asked } vragen
  }.
informant-gaps = { $person } ({ $n }) antwoorden duidelijk anders bij { $count } van de { $asked } vragen. Het verschil is het grootst bij { $title }. Van hen is { $theirs } het eens, van de leerlingen { $ours }.
figure-informants = Wie is het eens? Leerlingen naast volwassenen
caption-informants = Deel dat het eens is ({ $counts })
gap = { $points } punten ({ $low } tot { $high })
note-gaps = Dichte stip: leerlingen. Open stip: volwassenen. Het getal ernaast is het verschil in procentpunten. Vet betekent: duidelijk anders.
note-most = Hier staan de { $count } vragen met het grootste verschil. De tabel heeft ze allemaal.
column-who = Wie
column-they = Zij eens
column-pupils = Leerlingen eens
column-gap = Verschil

## Dromen en doen
profile-hidden = Wij tonen deze verdeling niet: { $why }.
profile-lead = Dromen én doen: dat geldt voor { $share } van de leerlingen ({ $n }).
profile-what = Dromen gaat over later: weet je wat je wilt? Doen gaat over nu: werk je eraan? Aspiratie is allebei.
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
figure-profile = Dromen en doen ({ $n })
note-profile = De grens ligt in het midden van de schaal. Dit zegt iets over nu, niet over wie een leerling is.
column-field = Vak
column-share = Deel

## Participatieladder
ladder-lead = Meedoen is de basis van leren en van handelen. De participatieladder van Roger Hart heeft acht vormen van meedoen. Waar staat jullie school?
ladder-not-better = De ladder is een hulp bij een gesprek. Hoger is niet vanzelf beter: het hangt af van de situatie.
ladder-hidden = Wij tonen deze antwoorden niet: { $why }.
ladder-most = { $person } kozen het vaakst { $label }: { $share } ({ $n }).
ladder-talk = Welke vorm past bij welk moment op onze school? Vertel elkaar een voorbeeld.
figure-ladder = Hoe leerlingen meedoen, volgens wie het invulde
note-ladder = De acht vormen staan in de volgorde van Hart. Het is geen rangorde van goed en slecht.
column-form = Vorm van meedoen

## Waar kan het meest veranderen
priority-lead = Laag op school en sterk verbonden met { $outcome }: { $names }. Daar kan een verandering het meest betekenen.
priority-none = Geen onderwerp is zowel laag op school als sterk verbonden met { $outcome }.
priority-not-cause = Verbonden betekent: ze gaan vaak samen. Het ene hoeft niet door het andere te komen.
priority-score = cijfer op school
priority-link = verbonden met { $outcome }
figure-priority = Cijfer van de school, en hoe sterk het samengaat met { $outcome }
note-priority = Stip: cijfer van de school. Ruit: hoe sterk het in de hele regio samengaat ({ $n }). De lijn bij de ruiten is nul: geen verband.
desc-priority = { $title }: { $mean } ({ $n }), verbonden { $link } ({ $interval }).
column-link = Verbonden
column-region-n = n regio

## Leren doet iedereen
learning-lead = Op een school met een stem voor leerlingen leert iedereen. Dat kan in vier rollen.
role-1 = Leerlingen als leraren.
role-1-means = Zij leren anderen wat zij al weten.
role-2 = Leerlingen als leiders.
role-2-means = Zij geven richting aan wat zij nog gaan leren.
role-3 = Leerkrachten als leerders.
role-3-means = Zij laten zien dat ook zij nog leren.
role-4 = Leren in de samenleving.
role-4-means = Wat je leert, hoort bij de wereld om de school heen.
role-score = Kijk naar { $title }: { $mean } ({ $n }).
learning-questions = Vier vragen over leren
learning-questions-lead = Stel ze in de klas, in het team en thuis.
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
five-title = Vijf vragen voor iedereen
five-1 = Wat betekent de stem van de leerling bij ons op school?
five-2 = Waar kun je die stem bij ons zien en horen?
five-3 = Hoe zit die stem vast in hoe wij werken, ook als er iemand weggaat?
five-4 = Hoe zou jij willen dat het eruitziet, op school en in je eigen klas?
five-5 = Wat heb jij zelf nodig om leerlingen goed te horen?
own-title = Vragen bij onze eigen cijfers
own-lead = Deze vragen horen bij wat op deze school opvalt.
own-highest = { $title } kreeg het hoogste cijfer (figuur { $figure }). Wat doen wij daar goed? Hoe houden wij dat vast?
own-lowest = { $title } kreeg het laagste cijfer (figuur { $figure }). Welk verhaal hoort daarbij?
own-divided = Over { $title } zijn leerlingen verdeeld (figuur { $figure }). Voor wie is het waar, en voor wie niet?
own-gap = Leerlingen en { $person } kijken anders naar { $title } (figuur { $figure }). Wat ziet de een, dat de ander niet ziet?
own-close = De cijfers liggen dicht bij elkaar. Welk onderwerp willen leerlingen zelf het eerst bespreken?
advice-title = Zo denk je samen met leerlingen na
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
approach-lead = Elke stap vraagt iets van leerlingen, leerkrachten, team en ouders. Dit vragen de cijfers van deze school.
caption-approach = Wat deze cijfers vragen, per stap
grid-pupil-ends = Bekijk samen { $highest } (hoogste cijfer) en { $lowest } (laagste cijfer). Herken je dit?
grid-pupil-close = Bekijk samen de figuren. De cijfers liggen dicht bij elkaar. Welk onderwerp herken je het meest?
grid-teacher-groups = Zoek je eigen groep op in figuur { $figure }. Wat verrast je?
grid-teacher-items = Lees de vragen per onderwerp. Welk antwoord had je niet verwacht?
grid-team-differs = { $word } { $count ->
    [one] cijfer wijkt
   *[other] cijfers wijken
  } duidelijk af van de regio: { $names }. Begin daar.
grid-team-alike = Geen cijfer wijkt duidelijk af van de regio. Kijk vooral naar verschillen binnen de school.
grid-parent-figure = Er deden { $n } ouders mee. Leg hun antwoorden naast die van leerlingen (figuur { $figure }).
grid-parent-ask = Van ouders zijn er geen antwoorden te tonen. Vraag wat zij thuis over school horen.
grid-pupil-divided = Over { $title } zijn jullie verdeeld. Vertel elkaar een voorbeeld.
grid-pupil-stories = Vertel bij één vraag een voorbeeld uit je eigen klas.
grid-team-groups = Bij { $title } lopen { $top } en { $bottom } uiteen. Wat doen die groepen anders?
grid-team-priority = { $title } is laag en gaat vaak samen met wat jullie willen bereiken. Wat staat in de weg?
grid-team-causes = Zoek bij het laagste cijfer twee mogelijke redenen. Vraag leerlingen of die kloppen.
grid-gap = { $person } en leerlingen antwoorden anders op { $title }: { $theirs } tegen { $ours } is het eens. Hoe komt dat?
grid-teacher-lowest = Vraag drie leerlingen naar hun verhaal bij { $title }.
grid-parent-lowest = Vraag je kind naar { $title }. Luister eerst.
grid-teacher-why = Vraag drie leerlingen waarom zij zo antwoordden.
grid-parent-why = Vraag je kind naar één figuur. Luister eerst.
grid-pupil-act = Bedenk wat leerlingen zelf kunnen beginnen bij { $title }.
grid-teacher-act = Probeer twee weken één kleine verandering bij { $title }. Vraag dan wat leerlingen merkten.
grid-pupil-act-any = Kies één ding dat leerlingen zelf kunnen beginnen.
grid-teacher-act-any = Probeer twee weken één kleine verandering. Vraag dan wat leerlingen merkten.
grid-team-act = Zet afspraken in de actietabel. Kies een dag om terug te kijken.
grid-parent-act = Vertel ouders wat de school doet met de antwoorden, en wat zij thuis kunnen vragen.
trust-title = Vertrouwen en gedeelde verantwoordelijkheid
trust-lead = Een plan werkt pas als mensen elkaar vertrouwen en respecteren. En als iedereen zich verantwoordelijk voelt.
trust-scores = Over vertrouwen en respect gaan deze cijfers: { $scores }.
shared-scores = Over gedeelde verantwoordelijkheid gaat dit cijfer: { $scores }.
title-score = { $title } { $mean } ({ $n })
actions-title = Onze afspraken
actions-how = Print deze tabel en vul hem samen in. Eén kleine afspraak is beter dan vijf grote.
caption-actions = Afspraken na het gesprek
column-what-to-do = Wat
column-when = Wanneer
column-notice = Hoe merken wij het?
action-together = Samen

## Terugkoppelen
feedback-lead = Leerlingen gaven hun mening. Nu willen zij horen wat ermee gebeurt.
caption-feedback = Wat vertel je leerlingen, en wanneer?
column-tell = Wat vertel je?
feedback-when-1 = Binnen twee weken
feedback-when-2 = Binnen zes weken
feedback-when-3 = Na drie maanden
feedback-when-4 = Volgend jaar
feedback-heard = Dit hoorden wij: { $highest } kreeg het hoogste cijfer, { $lowest } het laagste. Klopt dat met wat jullie merken?
feedback-heard-close = Dit hoorden wij: de cijfers liggen dicht bij elkaar. Klopt dat met wat jullie merken?
feedback-heard-none = Dank je wel voor je antwoorden. Wij tonen geen cijfers, want te weinig leerlingen deden mee.
feedback-choice = Dit gaan wij doen, dit niet, en hierom.
feedback-result = Dit is er veranderd. Merken jullie het ook?
feedback-again = Wij stellen de vragen opnieuw. Zo zien wij samen of het werkt.
feedback-small = De kleine groepen zijn samengevoegd ({ $group }). Praat met die leerlingen, want hun cijfer staat niet los in dit rapport.

## Leerlingversie
pupils-said-title = Wat zeiden wij?
pupils-lead = Er deden { $n } leerlingen van onze school mee. Dit zeiden zij.
pupils-few = Te weinig leerlingen deden mee om antwoorden te laten zien. Praten kan wel!
pupils-most = Hiermee zijn wij het vaakst eens
pupils-least = Hiermee zijn wij het minst vaak eens
pupils-alike = Op alle vragen gaven leerlingen ongeveer hetzelfde antwoord.
pupils-item = { $title }: { $share }
pupils-divided = Over { $title } zijn wij het niet met elkaar eens. Wie vertelt hoe dat voor jou is?
pupils-talk-title = Waar praten wij over?
pupils-talk-lead = Een leerling leidt dit gesprek.
pupils-rule-1 = Iedereen mag iets zeggen. Niemand hoeft.
pupils-rule-2 = Vertel wat je zelf meemaakte. Noem geen namen als iemand dat niet wil.
pupils-rule-3 = Stel één vraag tegelijk. Luister tot de ander klaar is.
pupils-agree-title = Wat spreken wij af?
pupils-write-1 = Dit willen wij houden:
pupils-write-2 = Dit willen wij anders:
pupils-write-3 = Dit doen wij zelf:
pupils-write-4 = Dit vragen wij aan volwassenen:
pupils-promise = Jullie horen terug wat er met deze afspraken gebeurt. Vraag erom!
