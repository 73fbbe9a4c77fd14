# Waarom een kolom is wat hij is
role-by-tool = De vragenlijsttool geeft de kolom deze kop.
role-own-of-tool = De vragenlijsttool voegt deze kolom zelf toe.
role-empty = Er staat niets in.
role-personal = Er staan persoonsgegevens in. De kolom wordt niet gelezen.
role-brin = Bijna alle cellen hebben de vorm van een BRIN.
role-by-heading = De kop zegt het.
role-background = Dit is een kenmerk van de invuller zonder volgorde. De kolom wordt niet gelezen.
role-unclear = De kop zegt het, maar bijna elke rij heeft een andere tekst.
role-known-answers = De antwoorden zijn bekend en hebben een volgorde.
role-date = Er staan datums of tijden in.
role-small-numbers = Er staan een paar kleine getallen in. Dat kunnen antwoorden zijn, maar ook aantallen.
role-numbers = Er staan getallen in die geen antwoorden zijn.
role-own-words = Er staan teksten in eigen woorden.
role-many-answers = Er zijn te veel verschillende antwoorden voor een gesloten vraag.
role-unknown-answers = Er zijn een paar verschillende antwoorden, maar van een soort die niet bekend is.
role-one-answer = Er staat maar één antwoord in.
role-second = Een andere kolom is hiervoor gekozen. Een vragenlijst heeft er één van { $role }.
role-by-block = { $n } vragen naast elkaar hebben deze antwoorden.
told = Dat hebt u gezegd.
# Waarom de antwoorden in deze volgorde staan
order-codes = In het bestand staan alleen getallen. Er staat niet bij wat ze betekenen.
order-unknown = Een deel van deze antwoorden is niet bekend. De volgorde staat niet in het bestand.
order-unlabelled = Een deel van de getallen heeft in het bestand geen woorden.
order-gap = Niemand koos "{ $label }", of de vragenlijst heeft dat antwoord niet.
order-languages = Elk antwoord staat er in { $n } talen of schrijfwijzen; de volgorde is bekend.
order-strays = Deze antwoorden zijn bekend, met hun volgorde. In { $n } cellen staat een getal dat er niet bij hoort; dat telt niet mee.
order-known = Dit zijn antwoorden van { $family ->
    [agreement] eens of oneens
    [truth] waar of niet waar
    [likeness] op mij lijken
    [frequency] hoe vaak
    [frequency_in_lessons] hoe vaak in lessen
    [extent] hoeveel
    [amount] hoeveel
    [confidence] hoe zeker
    [importance] hoe belangrijk
    [satisfaction] hoe tevreden
    [quality] hoe goed
    [likelihood] hoe waarschijnlijk
    [yes_no] ja of nee
   *[other] juist of onjuist
}, met een bekende volgorde.
reversed-no = De vraag loopt gelijk op met zijn schaal.
reversed-against = De vraag loopt tegen de andere vragen van zijn schaal in (samenhang met de rest { $r }).
scale-by-block = Deze vragen hebben dezelfde antwoorden en staan bij elkaar.
scale-by-code = Hun codes beginnen met { $code }.
# Vragen
ask-informant = Wie vulden deze vragenlijst in?
why-informant = De rapporten noemen de invullers zo.
ask-school-column = Welke kolom zegt van welke school de invuller is?
ask-group-column = Welke kolom zegt in welke groep of welk leerjaar de invuller zit?
ask-type-column = Welke kolom zegt de onderwijssoort?
ask-wave-column = Welke kolom zegt het schooljaar of de ronde?
why-school-columns = { $n } kolommen kunnen dat zijn.
ask-school-of-file = Van welke school is het bestand { $file }?
why-school-of-file = Er is geen kolom die dat zegt.
ask-role = Wat is de kolom "{ $heading }"?
ask-gap = Is "{ $label }" een van de antwoorden op "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}en de andere vragen met deze antwoorden ({ $n } samen)
}?
why-gap = Niemand koos het, maar aan de andere kant staat wel zo'n antwoord.
ask-labels = Wat betekenen de codes { $codes } bij "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}en de andere vragen met deze antwoorden ({ $n } samen)
}?
why-labels = In het bestand staan alleen codes. Zoek het op in de vragenlijsttool, exporteer nog een keer met de woorden erbij, of geef ook de opzet van de vragenlijst: van Qualtrics het .qsf-bestand, van LimeSurvey het .lss-bestand.
ask-order = In welke volgorde lopen deze antwoorden, van laag (oneens, nooit) naar hoog, bij "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}en de andere vragen met deze antwoorden ({ $n } samen)
}?
ask-match = Vraagt "{ $found }" hetzelfde als "{ $own }"?
why-match = De teksten lijken voor { $score } van de 100 op elkaar. De volgende lijkt er { $margin } minder op.
ask-reversed = Scoort wie het eens is met "{ $text }" lager op de schaal?
# Keuzes
choice-informant-pupil = Leerlingen
choice-informant-teacher = Leraren
choice-informant-team = Het team van de school
choice-informant-parent = Ouders
choice-column = De kolom "{ $heading }"
choice-role-item = Een vraag met antwoorden in een volgorde
choice-role-school = De school
choice-role-group = De groep of het leerjaar
choice-role-type = De onderwijssoort
choice-role-open = Een open vraag. De kolom wordt niet gelezen
choice-role-other = Iets anders. De kolom wordt niet gelezen
choice-gap-add = Ja, "{ $label }" is een van de antwoorden
choice-gap-not = Nee, de vragenlijst heeft alleen de antwoorden die gevonden zijn
choice-order = { $labels }
choice-labels = { $labels }
choice-reversed-yes = Ja, wie het eens is scoort lager
choice-reversed-no = Nee, de vraag is gesteld zoals de schaal
choice-match-yes = Ja, het is dezelfde vraag
choice-match-no = Nee, het is een andere vraag
