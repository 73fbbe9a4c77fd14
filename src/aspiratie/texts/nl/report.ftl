# Vaste teksten rond het rapport en op de indexpagina.
notice = Vertrouwelijk, eigendom van de school
notice-region = Vertrouwelijk, eigendom van de scholen
notice-example = Voorbeeld met verzonnen gegevens
skip = Naar de inhoud
contents = Inhoud
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
accessibility = Deze pagina is gemaakt voor toetsenbord, schermlezer en groot lettertype. Zij is automatisch getest op WCAG 2.2 AA. Werkt er iets niet? Meld het bij wie u dit rapport gaf.
offline = De pagina haalt niets van internet en stuurt niets door.
index-title = Rapporten { $region } { $wave }
index-heading = { $of ->
    [regions] Rapporten per samenwerkingsverband en bestuur
   *[schools] Rapporten per school
  }
index-kicker = { $region } · schooljaar { $wave }
index-summary = { $of ->
    [regions] { $total ->
        [one] 1 regio
       *[other] { $total } regio’s
      }
   *[schools] { $total ->
        [one] 1 school
       *[other] { $total } scholen
      }
  }
index-region = De regio
index-together = { $name ->
    [regio] Regiovergelijking, met namen (voor het bestuur)
    [regio-bijlage] Bijlage bij de regiovergelijking
    [regio_letters] Regiovergelijking, met letters (voor de scholen)
    [regio_letters-bijlage] Bijlage bij de regiovergelijking met letters
   *[other] Regiovergelijking: { $name }
  }{ $kind ->
    [pdf] , pdf
    [xlsx] , Excel
   *[other] { "" }
  }
index-hint = { $of ->
    [regions] Zoek een regio met Ctrl + F, op een Mac met ⌘ + F.
   *[schools] Zoek een school met Ctrl + F, op een Mac met ⌘ + F.
  }
index-search = { $of ->
    [regions] Zoek een regio
   *[schools] Zoek een school
  }
index-found = Gevonden
index-caption = { $of ->
    [regions] Regio’s: { $state }
   *[schools] Scholen: { $state }
  }
index-school = { $of ->
    [regions] Samenwerkingsverband of bestuur
   *[schools] School
  }
index-partnership = Samenwerkingsverband { $code }
index-no-region = Er is geen vergelijking. Daarvoor zijn minstens { $schools } scholen en { $pupils } leerlingen nodig, en geen school met meer dan de helft van de leerlingen.
index-n = Leerlingen (n)
index-report = Rapport
index-reason = Reden
index-open = { $kind ->
    [html] Rapport
    [index] Overzicht
    [region] Vergelijking
    [pdf] pdf
    [xlsx] Excel
    [appendix] Bijlage
    [poster] Poster
    [letter] Brief
    [docx] Brief (Word)
    [slides] Dia’s
   *[other] { $kind }
  }
index-open-label = { $kind ->
    [html] Rapport van { $school }
    [index] Overzicht van { $school }
    [region] Vergelijking van { $school }
    [pdf] Rapport van { $school } als pdf
    [xlsx] Tabellen van { $school } voor Excel
    [appendix] Bijlage van { $school }
    [poster] Leerlingenposter van { $school }
    [letter] Brief aan ouders van { $school }
    [docx] Brief aan ouders van { $school } voor Word
    [slides] Dia’s voor het team van { $school }
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
key-heading = Sleutel van school { $school } bij het regiorapport { $region } { $wave }
key-private = Alleen voor deze school. Geef deze sleutel niet aan anderen: dan is de school te herkennen.
key-none = In dit rapport staan geen letters, want op geen onderwerp zijn scholen vergeleken.
region-report-title = Regiovergelijking { $name } { $wave }
region-appendix-title = Bijlage bij de regiovergelijking { $name } { $wave }
region-name = Regio
made-of = { $title }{ $version ->
    [none] { "" }
   *[other] , versie { $version }
  } · { $package } · { $date }
report-title = Schoolrapport { $name } { $wave }
appendix-title = Bijlage bij het schoolrapport { $name } { $wave }
poster-title = Leerlingenposter { $name } { $wave }
letter-title = Brief aan ouders { $name } { $wave }
