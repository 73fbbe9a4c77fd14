
### Het regiorapport, in het Nederlands (B1). Gelijke namen en variabelen als in region_en.ftl.

## Titels
regio-title-may = Mogen deze scholen worden vergeleken?
regio-title-schools = Scholen naast de regio
regio-title-funnel = Is het verschil meer dan toeval?
regio-title-table = Scholen en onderwerpen in één tabel
regio-title-types = Soorten onderwijs
regio-title-items = Wat leerlingen in de regio antwoordden
regio-title-spread = Verschillen tussen en binnen scholen
regio-title-talk = Gespreksvragen voor het netwerk

## In het kort
regio-brief-lead = In { $sector ->
    [po] het primair onderwijs
    [vo] het voortgezet onderwijs
   *[all] deze regio
  } deden { $schools } scholen mee, met samen { $n } leerlingen.
regio-brief-spread-label = Verschil:
regio-brief-compare-label = Vergelijken:
regio-brief-schools-label = Scholen:
regio-spread-none = Hoeveel scholen verschillen, is hier niet te zeggen.
regio-spread-one = Van alle verschillen tussen leerlingen ligt { $percent } tussen scholen. De rest ligt binnen scholen.
regio-spread-range = Van alle verschillen tussen leerlingen ligt { $low } tot { $high } tussen scholen. De rest ligt binnen scholen. Scholen verschillen het meest bij { $most }.
regio-compare-none = Op geen enkel onderwerp mogen wij deze scholen vergelijken. Hieronder staat waarom.
regio-compare-all = Op alle { $word } onderwerpen mogen wij de scholen naast de regio leggen.
regio-compare-some = Op { $word } van de { $total } onderwerpen mogen wij de scholen naast de regio leggen. Niet bij { $names }.
regio-brief-labels = Wij legden { $total } keer een school naast de andere scholen. { $count ->
    [0] Geen enkele keer was er een duidelijk verschil.
    [one] Eén keer was er een duidelijk verschil.
   *[other] In { $clear } gevallen was er een duidelijk verschil.
  }
regio-brief-no-rank = Dit is geen ranglijst. De meeste verschillen zijn te klein of te onzeker om scholen op volgorde te zetten.
regio-letters-note = Scholen hebben hier een letter. Elke school kent alleen haar eigen letters. Bij elk onderwerp zijn de letters anders.

## Wie deden mee
regio-figure-participation = Wie deden mee, per school
regio-participation-lead = { $known ->
    [1] Van de { $schools } scholen deden { $response } leerlingen mee.
   *[0] Er deden { $schools } scholen mee ({ $response }). Hoeveel leerlingen zij hebben, is niet overal bekend.
  }
regio-figure-part = { $title }: { $first } tot en met { $last }
regio-schools = { $count ->
    [one] 1 school
   *[other] { $count } scholen
  }
regio-size = { $low } tot en met { $high } leerlingen
regio-size-above = { $low } leerlingen of meer
regio-left-out-title = Wie tellen niet mee
regio-left-out = { $who }: { $why }.
regio-left-out-few = minder dan { $n } leerlingen deden mee
regio-left-out-no-data = geen antwoorden
regio-left-out-unknown-type = de soort onderwijs is niet bekend
regio-left-out-both-sectors = de school hoort bij primair én voortgezet onderwijs
regio-left-out-nothing = Hun leerlingen tellen in geen enkel getal mee. Zo is er niets over hen uit te rekenen.

## Mogen deze scholen worden vergeleken?
regio-may-how = Scholen vergelijken mag pas als drie vragen goed zijn beantwoord.
regio-may-1 = Meet de schaal goed? Passen de vragen bij elkaar?
regio-may-2 = Betekenen de vragen overal hetzelfde?
regio-may-3 = Is het gemiddelde van een school zeker genoeg? Daarvoor moeten scholen echt verschillen en genoeg leerlingen meedoen.
regio-untested = { $count ->
    [one] Bij één onderwerp
   *[other] Bij { $count } onderwerpen
  } konden wij de tweede vraag niet toetsen. De groepen zijn daarvoor te klein. Wij leggen scholen dan wel naast de regio, maar niet naast elkaar. Lees dit voorzichtig.
regio-unconfirmed = { $count ->
    [one] Bij één onderwerp
   *[other] Bij { $count } onderwerpen
  } gaf een tweede controle een andere of geen eenduidige uitkomst. Wij leggen scholen dan wel naast de regio, maar niet naast elkaar. Lees dit voorzichtig.
regio-caption-may = Per onderwerp: wat mag er worden vergeleken?
regio-column-between = Verschil tussen scholen
regio-column-reliability = Zekerheid (0 tot 1)
regio-column-invariance = Overal dezelfde betekenis?
regio-column-verdict = Vergelijken?
regio-verdict-pairs = Ja, naast de regio en naast elkaar
regio-verdict-shown = Ja, maar alleen naast de regio
regio-verdict-invariance-not-tested = Ja, maar alleen naast de regio en met voorzichtigheid
regio-verdict-invariance-not-confirmed = Ja, maar alleen naast de regio en met voorzichtigheid
regio-verdict-no-fit = Nee: de vragen vormen geen geheel
regio-verdict-not-invariant = Nee: de vragen betekenen niet overal hetzelfde
regio-verdict-reliability-unknown = Nee: de zekerheid is niet te berekenen
regio-verdict-reliability-below-70 = Nee: schoolgemiddelden zijn te onzeker
regio-verdict-unreliable = Nee: de schaal is te onbetrouwbaar
regio-verdict-no-data = Nee: er zijn geen gegevens
regio-verdict-few-schools = Nee: er zijn te weinig scholen
regio-verdict-few-pupils = Nee: er zijn te weinig leerlingen
regio-verdict-large-school = Nee: één school heeft meer dan de helft van de leerlingen
regio-invariance-holds = Ja
regio-invariance-no-fit = Nee, de vragen vormen geen geheel
regio-invariance-not-equal = Nee
regio-invariance-few-groups = Niet te toetsen: groepen te klein
regio-invariance-few-items = Niet te toetsen: te weinig vragen
regio-invariance-sparse = Niet te toetsen: sommige antwoorden te zeldzaam
regio-invariance-no-solution = Niet te toetsen: het model geeft geen uitkomst
regio-over-types = { $count } soorten onderwijs
regio-over-schools = { $count } grote scholen
regio-alignment-few-apart = de controle bevestigt het
regio-alignment-many-apart = de controle spreekt het tegen
regio-alignment-ambiguous = de controle is niet eenduidig
regio-alignment-not-tested = controle niet mogelijk
regio-invariance-check = { $over }; { $check }
regio-invariance-over = { $told } (in { $groups })

## Scholen naast de regio
regio-schools-lead = Elke streep is een school. De lijn in het midden is de regio.
regio-guide-1 = De stip is het beste cijfer dat wij kunnen geven. Bij weinig leerlingen ligt de stip dichter bij de regio. Toeval weegt daar zwaarder.
regio-guide-2 = De streep laat zien hoe zeker dat is.
regio-guide-3 = ▲ en ▼ staan alleen bij een duidelijk verschil met de andere scholen. ● betekent: ongeveer gelijk.
regio-blocks = In deze uitgave staan steeds minstens drie scholen bij elkaar. Zij krijgen hetzelfde cijfer en dezelfde streep. Zo blijft elke school onbekend voor de andere.
regio-figure-schools = { $title }: de scholen naast de regio
regio-note-interval = { $verdict ->
    [pairs] Raken twee strepen elkaar niet? Dan verschillen die twee scholen waarschijnlijk echt.
   *[other] Vergelijk een streep alleen met de lijn van de regio, niet met een andere streep.
  }
regio-note-axis = De as loopt van { $low } tot { $high }, niet over de hele schaal. { $order ->
    [letter] De scholen staan op letter.
   *[name] De scholen staan op schoolcode, niet op cijfer.
  }
regio-note-large = Er zijn veel scholen. Hun namen staan in de tabel.
regio-clear-higher = Duidelijk hoger dan de andere scholen { $count ->
    [one] is
   *[other] zijn
  }: { $who }.
regio-clear-lower = Duidelijk lager { $count ->
    [one] is
   *[other] zijn
  }: { $who }.
regio-clear-none = Geen enkele school wijkt duidelijk af.
regio-label-higher = duidelijk hoger
regio-label-lower = duidelijk lager
regio-label-similar = ongeveer gelijk
regio-label-not-compared = niet vergeleken
regio-label-mixed = verschilt binnen dit groepje
regio-column-name = School
regio-column-letter = Letter
regio-column-value = Cijfer
regio-column-mean = Gemiddelde
regio-column-adjusted = Gecorrigeerd voor instroom
regio-adjusted = { $mean } ({ $range })
regio-note-adjusted = Gecorrigeerd voor instroom: het cijfer dat de school zou hebben met de gemiddelde instroom van de regio ({ $fields }).
regio-column-shrunken = Cijfer in de figuur
regio-column-type = Onderwijs
regio-column-size = Grootte
regio-column-schools = Scholen
regio-desc-row = { $school }: { $value } ({ $low } tot { $high }), { $words }.
regio-desc-crowd = { $schools } scholen rond { $mean }: { $higher } duidelijk hoger, { $lower } duidelijk lager, { $similar } ongeveer gelijk.

## Is het verschil meer dan toeval?
regio-funnel-lead = Kleine scholen wijken sneller af door toeval. Deze figuur houdt daar rekening mee.
regio-funnel-how = Hoe meer leerlingen, hoe verder rechts een school staat. Binnen de trechter liggen scholen die gewoon van elkaar verschillen. Een school daarbuiten vraagt om uitleg, niet om een oordeel.
regio-funnel-letters = Hier staan alleen aantallen. Met het aantal leerlingen erbij zou een school te herkennen zijn.
regio-figure-funnel = { $title }: gemiddelde en aantal leerlingen
regio-axis-mean = gemiddelde
regio-axis-n = aantal leerlingen
regio-note-funnel = Doorgetrokken trechter: 95 van de 100 scholen liggen erbinnen. Gestreepte trechter: 998 van de 1000. Dichte stippen liggen buiten de trechter.
regio-note-inside = Niet in de tabel: de { $count } scholen binnen de trechter.
regio-outside = Buiten de trechter { $count ->
    [one] ligt
   *[other] liggen
  }: { $who }.
regio-outside-none = Alle scholen liggen binnen de trechter.
regio-position-inside = binnen de trechter
regio-position-above-95 = boven de trechter
regio-position-above-998 = ver boven de trechter
regio-position-below-95 = onder de trechter
regio-position-below-998 = ver onder de trechter
regio-position-unknown = niet te zeggen
regio-column-position = Plaats
regio-count-inside = Binnen
regio-count-above = Erboven
regio-count-below = Eronder
regio-caption-positions = Aantal scholen binnen, boven en onder de trechter
regio-desc-funnel = { $schools } scholen rond { $mean }; { $outside } buiten de trechter.
regio-desc-point = { $school }: { $mean } ({ $n }), { $where }.

## Tabel
regio-table-lead = Elke school staat naast de andere scholen samen.
regio-table-order = De scholen staan op schoolcode. Tel de tekens niet op: dan ontstaat een ranglijst die niets zegt.
regio-caption-table = Scholen naast de andere scholen: ▲ duidelijk hoger, ● ongeveer gelijk, ▼ duidelijk lager
regio-caption-counts = Aantal scholen per onderwerp
regio-cell-higher = ▲ hoger
regio-cell-similar = ● gelijk
regio-cell-lower = ▼ lager
regio-withheld-title = Niet vergeleken
regio-withheld-line = { $title }. { $why }.

## Soorten onderwijs
regio-types-lead = Leerlingen van dezelfde soort onderwijs staan hier bij elkaar.
regio-figure-types = Cijfer per soort onderwijs
regio-note-types = Alleen soorten met minstens { $schools } scholen en { $n } leerlingen. Een verschil hoeft niet aan de scholen te liggen.
regio-column-scale-type = Onderwerp en soort onderwijs
regio-hidden-few-schools = te weinig scholen
regio-hidden-few-pupils = te weinig leerlingen
regio-hidden-large-school = één school is te groot
desc-of = { $title }, { $group }

## Antwoorden
regio-items-lead = Hier staan alle leerlingen van de regio samen, vraag voor vraag.
regio-note-steps = Bij sommige vragen zijn percentages afgerond op { $step }.

## Verschillen tussen en binnen scholen
regio-figure-spread = Hoeveel van de verschillen ligt tussen scholen?
regio-spread-lead = Het meest verschillen scholen bij { $title }. Ook daar ligt maar { $percent } van alle verschillen tussen scholen.
regio-spread-how = De rest ligt binnen scholen: tussen leerlingen van dezelfde school. Wie alleen schoolgemiddelden bekijkt, ziet dus het kleinste deel.
regio-note-spread = Het gekleurde deel ligt tussen scholen. Het witte deel ligt binnen scholen. In de tabel: SD is de standaardafwijking, tussen en binnen scholen.
regio-column-between-sd = SD tussen
regio-column-within-sd = SD binnen

## Gespreksvragen
regio-talk-lead = Leer van elkaar. Vraag niet wie de beste is, maar wat ergens werkt.
regio-talk-step-1 = Denken. Schrijf eerst voor jezelf op wat je opvalt.
regio-talk-step-2 = Delen. Vertel het aan iemand van een andere school.
regio-talk-step-3 = Uitwisselen. Kies samen één ding om te proberen, en vraag leerlingen om mee te doen.
regio-talk-most = Bij { $title } verschillen scholen het meest. Wat doen scholen daar anders?
regio-talk-least = Bij { $title } lijken scholen het meest op elkaar. De verschillen zitten binnen de school. Voor welke leerlingen werkt het, en voor welke niet?
regio-talk-higher = Bij { $title } zijn er scholen met een duidelijk hoger cijfer. Wat zouden wij daar willen zien en vragen?
regio-talk-1 = Welke uitkomst herkennen leerlingen, en welke niet? Hoe weten wij dat?
regio-talk-2 = Wat kunnen wij als regio doen dat een school alleen niet kan?
regio-talk-3 = Wie nodigen wij uit bij dit gesprek? Zitten er leerlingen aan tafel?
regio-talk-4 = Wat spreken wij af, en wanneer kijken wij of het werkt?

## Verantwoording
regio-account-like = { $sector ->
    [po] Alleen scholen voor primair onderwijs staan naast elkaar, met dezelfde vragenlijst.
    [vo] Alleen scholen voor voortgezet onderwijs staan naast elkaar, met dezelfde vragenlijst.
   *[all] De soort onderwijs van de scholen is niet opgegeven. Daarom staan alle scholen samen, met dezelfde vragenlijst.
  }
regio-account-icc = Het verschil tussen scholen is de intraklassecorrelatie: τ² / (τ² + σ²), geschat met REML.
regio-account-lambda = De zekerheid van een schoolgemiddelde is λ = τ² / (τ² + σ²/n), met voor n het harmonisch gemiddelde van de schoolgroottes.
regio-account-verdict = Vanaf λ = 0,70 tonen wij scholen naast de regio. Vanaf λ = 0,80 ook naast elkaar. Dit zijn afspraken uit de literatuur, geen bewijs.
regio-account-invariance = Meetinvariantie is getoetst met een factormodel voor geordende antwoorden, stap voor stap: drempels, ladingen en intercepten. Een stap faalt als CFI meer dan 0,010 daalt, of als RMSEA meer dan 0,015 stijgt en boven 0,08 komt. Dat telt alleen als toeval het niet verklaart (verschiltoets, p < 0,01). De groepen zijn scholen met minstens 100 leerlingen, als daar minstens de helft van de leerlingen op zit. Anders zijn het soorten onderwijs. Hoogstens de 8 grootste groepen doen mee. Tussen soorten onderwijs houdt de toets er rekening mee dat leerlingen van één school op elkaar lijken, als elke soort minstens 10 scholen heeft. Een principe volgt zijn zwakste onderwerp.
regio-account-alignment = De controle is een uitlijning van de groepen (alignment) vanaf 30 beginpunten. Zij bevestigt het oordeel als hoogstens een kwart van de ladingen, en van de intercepten, meer dan 0,2 standaarddeviatie afwijkt. Geven bijna even goede oplossingen andere gemiddelden, dan is zij niet eenduidig.
regio-account-untested = Is meetinvariantie niet te toetsen? Dan zeggen wij dat, en vergelijken wij nooit school met school.
regio-account-shrunken = Het cijfer in de figuur is het naar de regio getrokken gemiddelde (empirisch Bayes). De streep is een 95%-interval, of bij vergelijken van school met school een interval van ongeveer 84%.
regio-account-unadjusted = Er is niet gecorrigeerd voor instroom. Scholen verschillen ook doordat hun leerlingen verschillen.
regio-account-adjusted = Naast het gewone cijfer staat een cijfer dat is gecorrigeerd voor instroom: { $fields }. Dat komt uit een multilevelmodel met dit gegeven erin. Het is wat de school zou hebben met de gemiddelde instroom van de regio. ‘Duidelijk hoger’ en ‘duidelijk lager’ gaan over het gewone cijfer.
regio-account-adjusted-without = Leerlingen zonder dit gegeven tellen niet mee in het gecorrigeerde cijfer ({ $n }).
regio-account-label = ‘Duidelijk hoger’ en ‘duidelijk lager’ volgen uit een toets van elke school tegen de leerlingen van de andere scholen. Van al zulke woorden in dit rapport is naar verwachting hoogstens { $percent } onterecht (Benjamini en Hochberg). In de schoolrapporten staan dezelfde woorden.
regio-account-funnel = De trechter houdt rekening met de gewone verschillen tussen scholen (extra spreiding, additief, met gewinsoriseerde z-waarden).
regio-account-sources = Bronnen
regio-source-1 = LeBreton, J. M., & Senter, J. L. (2008). Organizational Research Methods, 11, 815-852 (λ ≥ .70).
regio-source-2 = Goldstein, H., & Healy, M. J. R. (1995). JRSS A, 158, 175-177 (intervals for pairs).
regio-source-3 = Spiegelhalter, D. J. (2005). Statistics in Medicine, 24, 1185-1202 (funnel plot).
regio-source-4 = Wu, H., & Estabrook, R. (2016). Psychometrika, 81, 1014-1045 (invariance of ordinal items).
regio-source-5 = Benjamini, Y., & Hochberg, Y. (1995). JRSS B, 57, 289-300 (false discovery rate).
regio-source-6 = Chen, F. F. (2007). Structural Equation Modeling, 14, 464-504 (change in CFI and RMSEA).
regio-source-7 = Muthén, B., & Asparouhov, T. (2014). Frontiers in Psychology, 5, 978 (alignment).
regio-account-min = Scholen met minder dan { $n } leerlingen tellen in niets mee. Zo is er niets over hen uit te rekenen.
regio-account-region = Een getal van de regio vraagt minstens { $schools } scholen en { $n } leerlingen. Geen school mag meer dan { $percent } van die leerlingen hebben.
regio-account-items = Percentages van de regio zijn zo afgerond dat de antwoorden van één school er niet uit volgen.
regio-account-letters = Letters zijn per onderwerp opnieuw geloot, niet op grootte of naam. Minstens drie scholen krijgen steeds hetzelfde cijfer. Aantallen leerlingen per school staan er niet in.
regio-limit-1 = Het is geen ranglijst van scholen, en er is er geen van te maken.
regio-limit-2 = Een verschil tussen scholen zegt niets over de oorzaak. Scholen hebben andere leerlingen.
