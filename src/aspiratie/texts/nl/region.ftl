### Regiovergelijking en bijlage. Hele zinnen, B1, u voor volwassenen.

regio-region = De regio
regio-kind-unknown = soort onderwijs onbekend
regio-schools = { $count ->
    [one] 1 school
   *[other] { $count } scholen
  }
column-score = Cijfer
regio-column-higher = ▲ hoger
regio-column-lower = ▼ lager
regio-column-between = Tussen scholen
regio-column-word = Verschil
regio-column-half = Helft van de scholen
regio-word-mixed = niet alle drie gelijk
regio-with-margin = { $mean } ({ $low }–{ $high })
regio-half = { $low }–{ $high }

## Waarom niet vergeleken
regio-verdict-pairs = Ja
regio-verdict-shown = Ja, alleen naast de andere scholen samen
regio-verdict-no = Nee: { $why }
regio-verdict-care = Voorzichtig: { $why }
regio-why-invariance-not-tested = niet te toetsen is of de vragen overal hetzelfde betekenen
regio-why-invariance-not-confirmed = een tweede controle bevestigt niet dat de vragen overal hetzelfde betekenen

## Blad 1: in het kort
regio-kicker = Regiovergelijking · { $region }{ $sector ->
    [po] , primair onderwijs
    [vo] , voortgezet onderwijs
   *[all] { "" }
  } · { $wave } · { $schools } scholen
regio-headline-board = { $count ->
    [one] Eén van de { $all } scholen valt over de hele linie op
   *[other] { $count } van de { $all } scholen vallen over de hele linie op
  }
regio-headline-some = Geen school valt over de hele linie op; { $count ->
    [one] één van de { $all } verschilt op een onderwerp
   *[other] { $count } van de { $all } verschillen op een onderwerp of meer
  }
regio-headline-letters = Op { $count } van de { $all } { $kinds } zijn er scholen die opvallen
regio-headline-none = Geen school wijkt zeker af van de andere scholen
regio-headline-nothing = Deze scholen zijn op geen enkel onderwerp te vergelijken
regio-message-lower = Op meer dan de helft lager dan de andere scholen:
regio-message-higher = Op meer dan de helft hoger dan de andere scholen:
regio-message-lower-ask = Vraag daar eerst wat er speelt. Het kan ook aan de instroom liggen.
regio-message-higher-ask = Wat kunnen anderen daar zien?
regio-school-count = { $school } ({ $count } van { $all })
regio-message-cells = { $clear ->
    [0] Van de { $tested } vergelijkingen laat er geen een zeker verschil zien.
    [one] Van de { $tested } vergelijkingen laat er één een zeker verschil zien.
   *[other] Van de { $tested } vergelijkingen laten er { $count } een zeker verschil zien.
  }
regio-message-cells-why = Een vergelijking is één school op één onderwerp, naast de andere scholen samen.
regio-message-between = Van alle verschillen tussen leerlingen ligt { $low } tot { $high } tussen scholen.
regio-message-between-one = Van alle verschillen tussen leerlingen ligt { $low } tussen scholen.
regio-message-between-why = De rest ligt binnen scholen. Dat geldt voor elk onderwerp.
regio-message-since = Sinds { $wave } veranderde de regio.
regio-message-rose = Gestegen: { $names }.
regio-message-fell = Gedaald: { $names }.
regio-message-steady = Sinds { $wave } veranderde in de regio geen onderwerp zeker.
regio-message-adults = Leerlingen kijken anders dan { $people } naar { $count ->
    [one] één vraag
   *[other] { $count } vragen
  }.
regio-message-not-compared = Niet alles is vergeleken.
regio-step-board = Vraag de scholen die opvallen eerst zelf wat zij herkennen. Neem het blad ‘Gesprek’ mee.
regio-step-any = Kies met de scholen één onderwerp om over te praten. Neem het blad ‘Gesprek’ mee.
regio-step-letters = Zoek uw eigen letter op in de sleutel van uw school. Neem het blad ‘Gesprek’ mee.
regio-letters-note = Scholen hebben hier een letter. Elke school kent alleen haar eigen letters. Bij elk onderwerp zijn de letters opnieuw geloot.

## Blad 1 en 2: scholen en onderwerpen
regio-part = { $n } ({ $percent })
regio-column-part = Leerlingen (deel dat meedeed)
kind-bao = basisonderwijs
kind-sbo = speciaal basisonderwijs
kind-so = speciaal onderwijs
kind-vso = voortgezet speciaal onderwijs
kind-pro = praktijkonderwijs
kind-isk = internationale schakelklas
regio-sheet-matrix = Scholen en onderwerpen
regio-matrix-title = Elke school, elk onderwerp
regio-matrix-lead = { $clear ->
    [0] Geen enkel vak van de { $tested } wijkt zeker af van de andere scholen.
    [one] Eén vak van de { $tested } wijkt zeker af van de andere scholen. Daar staat ▲ of ▼.
   *[other] { $count } van de { $tested } vakken wijken zeker af van de andere scholen. Daar staat ▲ of ▼.
  } Scholen staan op naam, per soort onderwijs.
regio-matrix-caption = Cijfer { $low }–{ $high } per school. ▲ zeker hoger, ▼ zeker lager, · niet zeker anders dan de andere scholen. Bij gelijke cijfers hangt het teken af van het aantal leerlingen: meer leerlingen, meer zekerheid.
regio-tools-kind = Soort onderwijs
regio-tools-place = Plaats
regio-tools-all = alle
regio-tools-shown = Scholen in beeld
regio-tools-sort = sorteren

## Blad 3: per onderwerp
regio-sheet-conditions = Per onderwerp
regio-conditions-all = Op elk onderwerp zijn er scholen die opvallen
regio-conditions-some = Op { $count } van de { $all } onderwerpen zijn er scholen die opvallen
regio-conditions-none = Op geen onderwerp valt een school op
regio-conditions-lead = Elk teken is een school. Het streepje is de regio. In de bijlage staan de scholen bij elk onderwerp op volgorde, met hun marge.
regio-caption-conditions = Cijfer { $low }–{ $high }. ▲ en ▼: scholen die zeker hoger of lager zijn dan de andere. Stip: niet zeker anders. Tussen scholen: deel van alle verschillen dat tussen scholen ligt.
regio-kinds-title = Soorten onderwijs
regio-kinds-lead = Dit zijn de cijfers per soort onderwijs. Of zij verschillen, is niet getoetst; een verschil hoeft niet aan de scholen te liggen.
regio-kinds-hidden = Te weinig scholen of leerlingen om te tonen: { $kinds }.
regio-caption-kinds = Cijfer per soort onderwijs, met marge.

## Blad 4: vragen
regio-questions-title = Over deze vragen lopen scholen het verst uiteen
regio-questions-none = Op geen vraag valt een school op
regio-questions-lead = Getoetst zijn { $all } vragen. { $count ->
    [0] Geen school week bij een vraag zeker af van de andere.
    [one] Bij één vraag is er een school die zeker afwijkt.
   *[other] Bij { $count } vragen is er een school die zeker afwijkt. Hier staan de { $shown } vragen waarbij de middelste helft van de scholen het verst uiteen ligt.
  }
regio-caption-questions = Deel met een gunstig antwoord. Stip: de regio. Balk en ‘helft van de scholen’: daartussen ligt de middelste helft van de scholen. ▲ en ▼: zo veel scholen wijken zeker af.

## Blad 5: tijd en volwassenen
regio-sheet-waves = Tijd
regio-waves-rose = { $names } { $count ->
    [one] steeg
   *[other] stegen
  } in de regio sinds { $wave }
regio-waves-fell = { $names } { $count ->
    [one] daalde
   *[other] daalden
  } in de regio sinds { $wave }
regio-waves-hidden = De regio door de jaren: niet te tonen
regio-waves-lead = Getoetst is de eerste meting tegen de laatste, voor alle onderwerpen samen. Alleen de { $schools } scholen die elke keer meededen, tellen hier mee.
regio-waves-why = De reden: { $why }.
regio-caption-waves = Cijfer van de regio per meting, steeds van dezelfde scholen. Het kan daardoor iets anders zijn dan op de andere bladen.

## Blad 6: gesprek
regio-talk-title = Waar het netwerk over kan praten
regio-talk-lead = Leer van elkaar. Vraag niet wie de beste is, maar wat ergens werkt.
regio-talk-think = Schrijf eerst voor uzelf op wat u opvalt.
regio-talk-share = Vertel het aan iemand van een andere school.
regio-talk-exchange = Kies samen één ding om te proberen. Vraag leerlingen om mee te doen.
regio-talk-own = Gekozen bij wat hier is gevonden
regio-talk-board = Herkennen de scholen die opvallen dit beeld? Wat vertellen hun leerlingen erover?
regio-talk-higher = Bij { $names } { $count ->
    [one] is er
   *[other] zijn er
  } een school of meer die zeker hoger uitkomt. Wat gebeurt daar? Wie gaat kijken?
regio-talk-item = Scholen lopen uiteen bij de vraag { $title }. Wat maakt dat verschil, volgens leerlingen?
regio-talk-rose = { $names } { $count ->
    [one] steeg
   *[other] stegen
  } in de regio. Wat hebben scholen gedaan, en wat houden wij vast?
regio-talk-fell = { $names } { $count ->
    [one] daalde
   *[other] daalden
  } in de regio. Merken leerlingen dat ook? Sinds wanneer?
regio-talk-adults = Bij de vraag { $title } kijken leerlingen en { $people } anders. Wat ziet de een, dat de ander niet ziet?
regio-talk-alike = Geen school wijkt zeker af. De verschillen zitten binnen de scholen: voor welke leerlingen werkt het, en voor welke niet?
regio-talk-always = Voor elk gesprek
regio-talk-1 = Wat herkennen leerlingen, en wat niet? Hoe weten wij dat?
regio-talk-2 = Wat kunnen wij als regio doen dat een school alleen niet kan?
regio-talk-3 = Zitten er leerlingen aan tafel?
regio-talk-4 = Wat spreken wij af, en wanneer kijken wij of het werkt?

## Leeswijzer
regio-reading-higher = Zeker hoger dan de andere scholen samen. Toeval is onwaarschijnlijk.
regio-reading-lower = Zeker lager dan de andere scholen samen. Toeval is onwaarschijnlijk.
regio-reading-similar = Het verschil kan toeval zijn. Dat is iets anders dan ‘gelijk’. In de tabel staat dan een punt: ·.
regio-reading-sure = Elke school is op elk onderwerp getoetst naast de andere scholen samen. Er is rekening mee gehouden dat dit veel toetsen tegelijk zijn: hoogstens { $alpha } van de tekens ▲ en ▼ is naar verwachting onterecht. Overal in dit rapport geldt die ene regel.
regio-reading-rank = Dit is geen ranglijst. Wie tekens optelt tot een volgorde, ziet vooral welke leerlingen een school heeft.
regio-reading-unadjusted = Er is niet gecorrigeerd voor instroom. Scholen verschillen ook doordat hun leerlingen verschillen.
regio-reading-adjusted = In de bijlage staat ook het cijfer dat een school zou hebben met de gemiddelde instroom van de regio ({ $fields }). ▲ en ▼ gaan over het gewone cijfer.
regio-adjusted-unknown = Leerlingen van wie dit niet bekend is: { $n }.
regio-reading-exceptions = Vergelijken mag niet overal
regio-reading-region = Een cijfer van de regio vraagt ten minste { $schools } scholen en { $n } leerlingen, en geen school heeft meer dan { $percent } van die leerlingen.
regio-reading-letters = Ten minste drie scholen krijgen steeds hetzelfde cijfer, zodat geen school te herkennen is.
regio-left-out-title = Deze scholen tellen in geen enkel cijfer mee:
regio-left-out = { $who }: { $why }.
regio-left-out-few = er deden minder dan { $n } leerlingen mee
regio-left-out-no-data = er zijn geen antwoorden
regio-left-out-unknown-type = de soort onderwijs is niet bekend
regio-left-out-both-sectors = de school hoort bij primair én voortgezet onderwijs

## Bijlage
regio-appendix-title = Bijlage bij de regiovergelijking
regio-appendix-lead = Hier staan alle scholen bij elk onderwerp, alle vragen, en hoe de cijfers zijn gemaakt.
regio-sheet-schools = Scholen per onderwerp
regio-schools-title = Alle scholen, per onderwerp
regio-schools-lead = Binnen elke soort onderwijs staat het hoogste cijfer boven. Buren verschillen vaak niet zeker van elkaar. Een balk die de regio niet raakt, krijgt niet altijd ▲ of ▼: bij zo veel vergelijkingen is daar meer zekerheid voor nodig.
regio-caption-caterpillar = Stip: de school, met haar marge (95 %). Streepje: de regio ({ $region }). Verschil: naast de andere scholen samen.
regio-sheet-adjusted = Instroom
regio-adjusted-title = Met de gemiddelde instroom van de regio
regio-caption-adjusted = Gewoon cijfer → cijfer bij gemiddelde instroom.
regio-raw-adjusted = { $raw } → { $adjusted }
regio-sheet-all-questions = Alle vragen
regio-all-questions-title = Alle vragen
regio-all-questions-lead = Het getal is het deel van de leerlingen in de regio met een gunstig antwoord.
regio-all-gaps-title = Alle vragen die ook aan volwassenen zijn gesteld
regio-sheet-compare = Vergelijkbaarheid
regio-compare-title = Op welke onderwerpen zijn scholen te vergelijken?
regio-compare-lead = Vergelijken kan als de vragen goed meten, overal hetzelfde betekenen, en een schoolgemiddelde zeker genoeg is.
regio-caption-compare = SD: standaardafwijking tussen scholen en binnen scholen. Zekerheid: van 0 tot 1; vanaf 0,70 zijn scholen naast elkaar te zetten.
regio-column-sd = SD tussen / binnen
regio-column-sure = Zekerheid
regio-column-same = Overal dezelfde betekenis?
regio-column-verdict = Vergelijken?
regio-two-sd = { $between } / { $within }
regio-same = { $state ->
    [holds] Ja{ $alignment ->
        [few-apart] ; een tweede controle bevestigt het
        [many-apart] ; een tweede controle spreekt het tegen
        [ambiguous] ; een tweede controle is niet eenduidig
       *[other] ; een tweede controle was niet mogelijk
      }
    [fails] Nee{ $reason ->
        [no-fit] : de vragen vormen geen geheel
       *[other] { "" }
      }
   *[other] Niet te toetsen{ $reason ->
        [few-groups] : groepen te klein
        [few-items] : te weinig vragen
        [sparse] : sommige antwoorden te zeldzaam
        [no-solution] : het model geeft geen uitkomst
       *[other] { "" }
      }
  }
regio-same-over = { $told } (in { $groups } { $over ->
    [types] soorten onderwijs
   *[schools] grote scholen
  })
regio-account-icc = Tussen scholen: de intraklassecorrelatie τ² / (τ² + σ²), geschat met REML.
regio-account-lambda = Zekerheid van een schoolgemiddelde: λ = τ² / (τ² + σ²/n), met het harmonisch gemiddelde van de schoolgroottes. Vanaf 0,70 zetten wij scholen naast de andere. Dat is een afspraak uit de literatuur, geen bewijs.
regio-account-label = ▲ en ▼: een toets van elke school tegen de andere scholen samen (Welch). Alle scholen en onderwerpen zijn één familie (Benjamini en Hochberg).
regio-account-margin = De marge van een school: het cijfer ± 1,96 σ / √n.
regio-account-invariance = Dezelfde betekenis: een factormodel voor geordende antwoorden in groepen, stap voor stap: drempels, ladingen en intercepten (CFI daalt hoogstens 0,010; RMSEA stijgt hoogstens 0,015). De tweede controle is een uitlijning van de groepen. Tussen soorten onderwijs houdt de toets er rekening mee dat leerlingen van één school op elkaar lijken, als elke soort minstens 10 scholen heeft.
regio-account-pooled = Tijd en volwassenen: gewogen gemiddelden van dezelfde scholen, met scholen als clusters en Student’s t. Over de onderwerpen Benjamini en Hochberg, over de vragen van een groep volwassenen Holm.
regio-account-quartiles = Helft van de scholen: het eerste en het derde kwartiel van de getoonde percentages van de scholen.
regio-account-intake = Alle cijfers van de regio volgen uit de getoonde cijfers van de scholen. Zo is er niets over een leerling uit te rekenen.
regio-sizes-title = Grootte van de scholen
regio-size = { $low } tot en met { $high } leerlingen: { $schools }
regio-size-above = { $low } leerlingen of meer: { $schools }
regio-sources-title = Bronnen
regio-source-1 = Snijders, T. A. B., & Bosker, R. J. (2012). Multilevel analysis. Sage.
regio-source-2 = Benjamini, Y., & Hochberg, Y. (1995). JRSS B, 57, 289-300.
regio-source-3 = Holm, S. (1979). Scandinavian Journal of Statistics, 6, 65-70.
regio-source-4 = Wu, H., & Estabrook, R. (2016). Psychometrika, 81, 1014-1045.
regio-source-5 = Chen, F. F. (2007). Structural Equation Modeling, 14, 464-504.
regio-source-6 = Binder, D. A. (1983). International Statistical Review, 51, 279-292.
