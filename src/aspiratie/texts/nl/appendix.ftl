### Bijlage bij het schoolrapport, en de poster van leerlingen.

appendix-kicker = Bijlage · { $wave }
appendix-title-of = Bijlage bij het schoolrapport van { $school }
appendix-lead = Hier staan alle vragen met alle antwoorden, en hoe het rapport is gemaakt. Het rapport zelf is korter.
sheet-answers = Alle vragen
answers-title = Alle vragen en antwoorden
answers-lead = Per onderwerp staan de vragen in de volgorde van de vragenlijst. ‘Gunstig’ is het deel met een gunstig antwoord; hetzelfde getal staat in het rapport.
column-favourable = Gunstig
caption-answers = Antwoorden van leerlingen, in procenten van wie de vraag beantwoordde
appendix-adults-title = Volwassenen naast leerlingen: alle vragen
sheet-scores = Cijfers
column-comparable = Naast andere scholen
caption-scales = Cijfer, betrouwbaarheid in de hele regio, en of scholen te vergelijken zijn
verdict-pairs = te vergelijken
verdict-shown = naast de regio, niet school tegen school
verdict-invariance-not-tested = naast de regio, voorzichtig: niet te toetsen of de vragen overal hetzelfde betekenen
verdict-invariance-not-confirmed = naast de regio, voorzichtig: niet zeker of de vragen overal hetzelfde betekenen
left-out-of = zonder { $names }
associations-title = Wat gaat samen?
caption-associations = Samenhang met { $outcome } binnen scholen van de hele regio
sheet-making = Verantwoording
sheet-material = Gesprek
material-title = Alle vragen voor een gesprek
material-lead = Het gespreksblad in het rapport heeft een keuze die past bij de cijfers. Hier staat alles.
caption-rows = Ingeleverde vragenlijsten
caption-values = Antwoorden die niet meetellen; het aantal is van antwoorden, niet van leerlingen
answers-set-aside = Antwoorden: { $rule }
appendix-test = ‘Hoger’ en ‘lager’ naast de regio volgen uit een toets van de school tegen de leerlingen van de andere scholen. Van al die woorden in de regio is naar verwachting hoogstens { $alpha } onterecht (Benjamini en Hochberg). Onderwerpen zijn één familie, vragen een andere.
appendix-change = Een verandering is getoetst van de eerste meting met dezelfde vragenlijst tot deze, voor alle cijfers van het rapport samen (Welch, Holm).
appendix-groups = Groepen zijn per onderwerp getoetst, voor alle onderwerpen samen (variantieanalyse van Welch, Holm). Alleen als die toets iets vindt, zijn groepen twee aan twee vergeleken.
appendix-gaps = Verschillen met volwassenen zijn per vraag getoetst en gecorrigeerd voor het aantal vragen (Holm).
appendix-settled = Zijn twee verschillen op papier even groot, dan krijgen zij hetzelfde woord: het voorzichtigste.
appendix-rounding = Een cijfer is grover afgerond naarmate er minder leerlingen zijn. Ligt het heel dicht bij het einde van de schaal, dan staat er ‘ten minste’ of ‘ten hoogste’.
weakened-lead = Let op: voor dit rapport gelden regels die leerlingen minder beschermen dan gewoonlijk.
weakened-rule = { $rule }: { $value } (gewoonlijk { $usual })

## Poster van leerlingen: je en jullie
poster-heading-primary = Dit vinden wij van onze school
poster-heading-secondary = Onze stem: dit zeggen wij
poster-count = { $n } leerlingen deden mee
poster-well = Hier zijn wij het meest positief over
poster-well-beside = Dit gaat hier beter dan op andere scholen
poster-less = Hier zijn wij het minst positief over
poster-less-beside = Dit gaat hier minder goed dan op andere scholen
poster-turned = Dit geldt níet voor ons:
poster-others = Op andere scholen: { $words }.
poster-others-close = { $way ->
    [more] Dat is iets meer dan op andere scholen.
   *[fewer] Dat is iets minder dan op andere scholen.
  }
quote-open = ‘
quote-close = ’
poster-talk = Praat erover
poster-question-1 = Wat wil jij dat zo blijft?
poster-question-2 = Wat wil jij het eerst anders?
poster-agree = Dit spreken wij af
poster-back = Jullie horen terug wat ermee gebeurt op:
poster-nothing = Te weinig leerlingen deden mee om antwoorden te laten zien. Praten kan wel!
