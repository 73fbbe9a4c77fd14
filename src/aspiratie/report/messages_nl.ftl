# Vaste teksten rond het rapport en op de indexpagina.
report-title = Schoolrapport { $school } { $wave }
report-kicker = Schoolrapport · schooljaar { $wave }
pupils-title = Leerlingversie { $school } { $wave }
pupils-kicker = Leerlingversie · schooljaar { $wave }
region-title = Regiovergelijking { $region } { $wave }
region-kicker = Regiovergelijking · schooljaar { $wave }
notice = Vertrouwelijk, eigendom van de school
notice-region = Vertrouwelijk, eigendom van de scholen
notice-example = Voorbeeld met verzonnen gegevens
skip = Naar de inhoud
contents = Inhoud
step-discover = Ontdekken
step-discover-what = Wat zeggen leerlingen?
step-understand = Begrijpen
step-understand-what = Hoe komt dat?
step-act = Actie
step-act-what = Wat doen we samen?
fact-id = Schoolcode
fact-place = Plaats
fact-type = Onderwijs
fact-wave = Schooljaar
fact-region = Regio
provenance = Waar dit rapport uit komt
made-with = Vragenlijst
made-instrument = { $title }, versie { $version }
made-wave = Meting
made-package = Gemaakt met
made-date = Gemaakt op
made-data = Gegevens
made-codebook = Codeboek
made-parameters = Instellingen
made-license = Licentie van de vragen
informant = { $informant ->
    [pupil] leerlingen
    [teacher] leerkrachten
    [team] team
    [parent] ouders
   *[other] { $informant }
  }
data-item = { $informant }, { $wave }
accessibility = Deze pagina is gemaakt voor toetsenbord, schermlezer en groot lettertype. Zij is automatisch getest op WCAG 2.2 AA. Werkt er iets niet? Meld het bij wie u dit rapport gaf.
offline = De pagina haalt niets van internet en stuurt niets door.
index-title = Rapporten { $region } { $wave }
index-heading = Rapporten per school
index-kicker = { $region } · schooljaar { $wave }
index-summary = { $total ->
    [one] 1 school
   *[other] { $total } scholen
  }
index-hint = Zoek een school met Ctrl + F, op een Mac met ⌘ + F.
index-search = Zoek een school
index-found = Gevonden
index-caption = Scholen: { $state }
index-school = School
index-id = Schoolcode
index-place = Plaats
index-n = Leerlingen (n)
index-report = Rapport
index-reason = Reden
index-open = { $kind ->
    [html] Rapport
    [pdf] pdf
    [xlsx] Excel
    [pupils] Leerlingversie
   *[other] { $kind }
  }
index-open-label = { $kind ->
    [html] Rapport van { $school }
    [pdf] Rapport van { $school } als pdf
    [xlsx] Tabellen van { $school } voor Excel
    [pupils] Leerlingversie van { $school }
   *[other] { $kind } van { $school }
  }
withheld-few = Minder dan { $n } leerlingen deden mee. Dan blijft het rapport achterwege.
withheld-no_data = Van deze school zijn er geen antwoorden.
withheld-other = Er is te weinig om een rapport te maken dat niemand verraadt. De grens is { $n }.
index-untold = Zie de map ‘failed’ naast deze pagina.
index-hidden = afgeschermd
index-unknown = onbekend
index-state = { $state ->
    [made] gemaakt
    [unchanged] niet veranderd
    [withheld] niet gemaakt, te weinig antwoorden of gegevens
   *[failed] mislukt
  }
index-state-short = { $state ->
    [made] Gemaakt
    [unchanged] Niet veranderd
    [withheld] Niet gemaakt
   *[failed] Mislukt
  }
xlsx-contents = Inhoud
xlsx-sheet = Blad
xlsx-table = Tabel
withheld-few = Minder dan { $n } leerlingen deden mee. Een rapport zou hen herkenbaar maken.
withheld-no_data = Van deze school zijn er geen antwoorden.
key-heading = Sleutel van school { $school } bij het regiorapport { $region } { $wave }
key-private = Alleen voor deze school. Geef deze sleutel niet aan anderen: dan is de school te herkennen.
key-none = In dit rapport staan geen letters, want op geen onderwerp zijn scholen vergeleken.
