### Schoolrapport: blad 1 tot en met 8. Hele zinnen, B1, u voor volwassenen.

word-higher = hoger
word-lower = lager
word-similar = niet zeker anders
kind-conditions = { $kind ->
    [aspiration] { $count ->
        [one] conditie
       *[other] condities
      }
   *[other] { $count ->
        [one] onderwerp
       *[other] onderwerpen
      }
  }
kind-compared = vergeleken { $kinds }
column-difference = Verschil
column-beside = Naast de regio
column-question = Vraag

## Blad 1: in het kort
sheet-brief = In het kort
kicker-school = Schoolrapport · { $school }{ $id ->
    [none] { "" }
   *[other] { " " }({ $id })
  } · { $wave }
kicker-took-part = { $n } van { $enrolled } leerlingen deden mee ({ $percent })
kicker-took-part-n = { $n } leerlingen deden mee

headline-region-all = Op alle { $count } { $kinds } zijn leerlingen hier { $way } dan leerlingen in de regio
headline-region = Op { $count } van de { $all } { $kinds } zijn leerlingen hier { $way } dan leerlingen in de regio
headline-region-one = Over { $title } zijn leerlingen hier { $way } dan leerlingen in de regio
headline-region-mixed = Positiever dan de regio op { $higher } { $higher_kinds }, minder positief op { $lower }
way-higher = positiever
way-lower = minder positief
headline-rose = { $names } { $count ->
    [one] kreeg een hoger cijfer dan in { $wave }
   *[other] kregen een hoger cijfer dan in { $wave }
  }
headline-fell = { $names } { $count ->
    [one] kreeg een lager cijfer dan in { $wave }
   *[other] kregen een lager cijfer dan in { $wave }
  }
headline-changed = Sinds { $wave } stegen { $rose } { $rose_kinds } en daalden er { $fell }
headline-changed-one = Sinds { $wave } steeg { $rose } en daalde { $fell }
headline-within = Groepen leerlingen denken verschillend over { $names }
headline-adults = Leerlingen en { $people } kijken anders naar { $count ->
    [one] één vraag
   *[other] { $count } vragen
  }
headline-questions = Op { $count ->
    [one] één vraag
   *[other] { $count } vragen
  } wijken leerlingen hier zeker af van de regio
headline-alike-region = Op geen van de { $count } { $kinds } wijken leerlingen hier zeker af van de regio
headline-alike-one = Over { $title } antwoorden leerlingen hier niet zeker anders dan in de regio
headline-alike = Geen verschil is hier groot genoeg om zeker te zijn
headline-said = Dit zeggen leerlingen van { $school }
headline-nothing = Van { $school } zijn geen cijfers te tonen

message-largest = Het grootst is het verschil bij { $title }.
message-only = { $title }: { $mean } tegen { $region } in de regio.
message-numbers = { $mean } tegen { $region } in de regio.
message-unlikely = Toeval is onwaarschijnlijk.
message-also-higher = Wel hoger dan in de regio: { $names }.
message-also-lower = Wel lager dan in de regio: { $names }.
message-fell = { $title } kreeg een lager cijfer dan in { $wave }.
message-rose = { $title } kreeg een hoger cijfer dan in { $wave }.
message-waves = Het cijfer ging van { $means }.
message-also-rose = Ook gestegen: { $names }.
message-also-fell = Ook gedaald: { $names }.
message-within = Groepen verschillen bij { $title }.
message-within-pair = { $high } { $many ->
    [one] is
   *[other] zijn
  } positiever dan { $low }.
message-within-more = Ook bij { $names }.
message-adults = { $people } en leerlingen kijken anders naar { $count ->
    [one] één vraag
   *[other] { $count } vragen
  }.
message-adults-gap = Het verst uit elkaar: { $title }. Positief zijn { $theirs } van de { $people } en { $ours } van de leerlingen.
message-question = Van alle vragen ligt deze het verst van de regio: { $title }.
message-question-shares = { $share } gaf hier een gunstig antwoord, tegen { $region } in de regio.
message-positive = De meeste leerlingen zijn positief over { $title }.
message-positive-share = { $share } gaf een gunstig antwoord.
message-same-region = Over { $names } antwoorden leerlingen niet zeker anders dan in de regio.
message-same-region-count = Op { $count } { $kinds } verschilt de school niet zeker van de regio.
message-same-change = { $count ->
    [one] Eén cijfer is sinds { $wave } niet zeker veranderd.
   *[other] { $count } cijfers zijn sinds { $wave } niet zeker veranderd.
  }
message-same-groups = Groepen verschillen niet zeker van elkaar.
message-same-adults = { $people } antwoorden niet zeker anders dan leerlingen.
message-unreliable = Niet getoond: { $names }.
message-unreliable-why = De vragen hangen te weinig samen voor één cijfer. Vaak komt dat doordat een omgekeerde vraag niet als omgekeerd in het codeboek staat.
message-nothing = { $why }.
message-no-region = Naast andere scholen: niet vergeleken.

step-title = Eerste stap.
step-scale = Praat met leerlingen over { $title }.
step-keep = Vraag leerlingen wat er goed gaat bij { $title }, en hoe dat zo blijft.
step-item = Praat met leerlingen over de vraag { $title }.
step-any = Vraag leerlingen wat zij het eerst willen bespreken.
step-sheet = Neem het gespreksblad mee.

caption-conditions-region = Cijfer { $low }–{ $high }. Stip: de school, met marge. Streepje: de regio ({ $schools } andere scholen, { $n }). Grootste verschil boven.
caption-conditions = Cijfer { $low }–{ $high }. Stip: de school, met marge.
scales-not-compared = Niet naast de regio gezet: { $told }.
scale-why = { $names } ({ $why })

## Blad 2: de vragen
sheet-questions = Vragen
questions-title = { $count ->
    [one] Waar het verschil zit: één vraag
   *[other] Waar het verschil zit: { $count } vragen
  }
questions-lead = { $count ->
    [one] Van { $all } vragen wijkt deze zeker af van de regio.
   *[other] Van { $all } vragen wijken er { $count } zeker af van de regio. Hier staan de { $shown } met het grootste verschil.
  } Het getal is het deel van de leerlingen met een gunstig antwoord.
questions-none-title = Geen vraag wijkt zeker af van de regio
questions-none-lead = Dat is per vraag getoetst, voor { $all } vragen. Hieronder staan de vragen die het verst van de regio liggen. Zo’n verschil kan toeval zijn.
questions-none-but = Op een onderwerp als geheel kan een verschil wel zeker zijn: dat telt meer antwoorden.
questions-best-title = Hier zijn de meeste leerlingen positief over
questions-best-lead = Het getal is het deel van de leerlingen met een gunstig antwoord.
caption-questions = Deel met een gunstig antwoord. Stip: de school. Streepje: de regio ({ $schools } andere scholen, { $n }). Verschil in procentpunten.
caption-best = Deel met een gunstig antwoord, het grootste boven.
favourable-answers = (gunstig is hier { $answers })

## Blad 3: door de jaren en per groep
sheet-conditions = Jaren en groepen
waves-one-title = De cijfers per onderwerp
waves-rose-title = { $names } { $count ->
    [one] steeg
   *[other] stegen
  } sinds { $wave }
waves-fell-title = { $names } { $count ->
    [one] daalde
   *[other] daalden
  } sinds { $wave }
waves-both-title = Sinds { $wave } { $rose ->
    [one] steeg er één cijfer
   *[other] stegen er { $rose } cijfers
  } en { $fell ->
    [one] daalde er één
   *[other] daalden er { $fell }
  }
waves-none-title = Sinds { $wave } veranderde geen cijfer zeker
waves-lead = Getoetst is de eerste meting tegen de laatste, voor alle cijfers samen. Leerlingen per meting: { $counts }.
waves-no-principle = Buiten de principes
caption-waves = Cijfer per meting. Achter elk principe staat het cijfer van nu.
column-since = Sinds { $wave }
change-word-higher = gestegen
change-word-lower = gedaald
change-word-similar = niet zeker veranderd
change-not-tested = geen eerdere meting
groups-title = Groepen in de school
groups-differ-title = Groepen verschillen bij { $names }
groups-alike-title = De groepen verschillen niet zeker van elkaar
groups-pair = { $title }: { $high } is positiever dan { $low }.
groups-more-pairs = En nog { $count } { $count ->
    [one] verschil
   *[other] verschillen
  }, zie de tabel.
groups-merged = Samengevoegd: { $groups }. Groepen onder { $n } leerlingen tonen wij niet los.
caption-groups = Cijfer per groep. Alleen een vet vak met ▲ of ▼ verschilt zeker van een andere groep.

## Blad 4: volwassenen naast leerlingen
sheet-adults = Volwassenen
adults-title = Leerlingen en { $people } kijken anders naar { $count ->
    [one] één vraag
   *[other] { $count } vragen
  }
adults-alike-title = Volwassenen en leerlingen antwoorden niet zeker anders
adults-hidden-title = Volwassenen naast leerlingen: niet te tonen
adults-line = { $people } ({ $n }) antwoorden op { $count } van de { $asked } vragen zeker anders dan leerlingen.
adults-line-alike = { $people } ({ $n }) antwoorden op geen van de { $asked } vragen zeker anders dan leerlingen.
adults-line-none = { $people } ({ $n }): geen vraag is naast die van leerlingen te zetten.
adults-line-hidden = { $people }: { $why }.
adults-word-higher = positiever
adults-word-lower = minder positief
adults-word-similar = niet zeker anders
adults-talk = Vraag niet wie er gelijk heeft. Vraag wat de ander ziet.
adults-few = Deden er weinig volwassenen mee? Dan kan ook een groot verschil toeval zijn.
caption-gaps = Deel met een gunstig antwoord. Dichte stip: leerlingen. Open stip: volwassenen. Verschil in procentpunten, het grootste boven.
column-adults = Volwassenen
column-adults-word = Volwassenen zijn
column-pupil-share = Leerlingen

## Blad 5: dromen en doen, meedoen
sheet-dreaming = Dromen en meedoen
dreaming-title = Dromen en doen, en hoe leerlingen meedoen
dreaming-title-ladder = { $share } van de leerlingen zegt: { $form }
profile-line = Dromen én doen geldt voor { $share } van de leerlingen ({ $n }).
profile-line-unclear = Bij { $share } van de leerlingen ({ $n }) liggen de antwoorden te dicht bij een grens om te zeggen waar zij horen. Daarom tonen wij geen verdeling. Vraag het liever aan leerlingen zelf.
profile-line-hidden = Wij tonen geen verdeling: { $why }.
caption-profile = Deel van de leerlingen per vak, met marge ({ $n }).
ladder-title = Hoe leerlingen meedoen: de participatieladder
ladder-what = De ladder van Hart gaat van ‘volwassenen bepalen alles’ tot ‘samen beslissen’. Hoger is niet vanzelf beter: het hangt af van het moment.
caption-ladder = Deel van de leerlingen en volwassenen dat deze vorm koos.
ladder-apart = { $people } ({ $n }): { $told }.
ladder-part = { $form }: { $share }
ladder-line-hidden = Wij tonen deze antwoorden niet: { $why }.

## Blad 6: gesprek
sheet-conversation = Gesprek
conversation-title = Gespreksblad: denken – delen – uitwisselen
own-item = { $title }: herken je dit? Vertel een voorbeeld.
own-groups = { $title }: { $high } is positiever dan { $low }. Wat is daar anders?
own-adults = { $title }: leerlingen en { $people } zien dit anders. Wat ziet de een, dat de ander niet ziet?
learning-title = Leren doet iedereen

## Blad 7: afspraken
sheet-actions = Afspraken
column-stage = Stap
topic-any = het onderwerp dat leerlingen kiezen
approach-role-pupil = Leerlingen
approach-role-teacher = Leerkrachten
approach-role-team = Team en directie
approach-role-parent = Ouders
approach-discover-pupil = Vertel wat jullie herkennen bij { $topic }.
approach-discover-teacher = Vraag in elke klas naar voorbeelden bij { $topic }.
approach-discover-team = Kies samen één onderwerp. Begin bij { $topic }.
approach-discover-parent = Vraag thuis wat uw kind meemaakt bij { $topic }.
approach-understand-pupil = Bedenk waarom het zo is. Wie merkt het meest?
approach-understand-teacher = Zoek twee redenen. Vraag leerlingen of die kloppen.
approach-understand-team = Leg de redenen naast elkaar. Wat zegt wie?
approach-understand-parent = Vertel de school wat u thuis hoort.
approach-act-pupil = Kies één ding dat jullie zelf beginnen.
approach-act-teacher = Probeer twee weken één kleine verandering.
approach-act-team = Maak tijd en ruimte. Spreek af wanneer u terugkijkt.
approach-act-parent = Denk mee over wat thuis kan helpen.
trust-line = Een afspraak werkt als mensen elkaar vertrouwen en respecteren. Verantwoordelijkheid is gedeeld: iedereen doet iets.
feedback-title = Leerlingen horen terug
feedback-what-1 = dit hoorden wij van jullie.
feedback-what-2 = dit gaan wij doen, dit niet, en hierom.
feedback-what-3 = dit is er veranderd. Merken jullie het ook?
feedback-what-4 = wij stellen de vragen opnieuw.

## Blad 8: lezen
sheet-reading = Leeswijzer
reading-title = Hoe leest u dit, hoe zeker is het, wat is afgeschermd
reading-certain = Het verschil is getoetst. Toeval is onwaarschijnlijk.
reading-perhaps = Het verschil kan toeval zijn. Dat is iets anders dan ‘gelijk’.
reading-margin = De marge bij een stip: bijna zeker ligt het cijfer hiertussen.
reading-favourable = Een gunstig antwoord is { $answers }.
reading-turned = Zegt een vraag het omgekeerde, dan staat erbij welke antwoorden gunstig zijn.
reading-sure-title = Hoe zeker?
reading-sure = Er is rekening mee gehouden dat er veel verschillen tegelijk zijn getoetst: naar verwachting is hoogstens { $alpha } van de woorden ‘hoger’ en ‘lager’ onterecht.
reading-not-compared = Dit is niet met andere scholen vergeleken:
reading-not-line = { $names }: { $why }.
reading-hidden-title = Wat is afgeschermd, en waarom
reading-hidden = Over minder dan { $n } leerlingen tonen wij niets, en cijfers zijn afgerond, zodat niemand te herkennen is.
reading-hidden-few = { $count ->
    [one] Eén getal is afgeschermd, omdat het over minder dan { $n } mensen gaat.
   *[other] { $count } getallen zijn afgeschermd, omdat zij over minder dan { $n } mensen gaan.
  }
reading-hidden-complement = { $count ->
    [one] Eén ander getal is afgeschermd, omdat een verborgen getal er anders uit te berekenen is.
   *[other] { $count } andere getallen zijn afgeschermd, omdat een verborgen getal er anders uit te berekenen is.
  }
reading-appendix = Alle vragen en antwoorden, meer gespreksvragen en de verantwoording staan in de bijlage.
at-least = ten minste { $number }
at-most = ten hoogste { $number }
ladder-form-1 = leerlingen doen niet echt mee
ladder-form-2 = leerlingen worden geïnformeerd of om raad gevraagd
ladder-form-3 = leerlingen beslissen mee of beginnen zelf
scale-ends = ({ $low } tot { $high })
caption-conditions-mixed = Cijfer, met tussen haakjes het laagste en hoogste. De onderwerpen hebben verschillende antwoorden.
