### Brief aan ouders en dia's voor het team.

letter-greeting = Beste ouders en verzorgers,
letter-subject = Wat leerlingen van { $school } zeggen
letter-opening = { $n ->
    [none] Leerlingen van { $school } vulden een vragenlijst in over hun school ({ $wave }). In deze brief leest u wat zij zeggen.
   *[other] Op { $school } vulden { $n } leerlingen een vragenlijst in over hun school ({ $wave }). In deze brief leest u wat zij zeggen.
  }
letter-well = Hierover zijn leerlingen het meest positief:
letter-well-beside = Hierover zijn leerlingen positiever dan op andere scholen:
letter-less = Hierover zijn leerlingen het minst positief:
letter-less-beside = Hierover zijn leerlingen minder positief dan op andere scholen:
letter-item = { $title }: { $share } gaf een gunstig antwoord.
letter-item-beside = { $title }: { $share } gaf een gunstig antwoord. Op andere scholen is dat { $region }.
letter-turned = { $title }: { $share } zegt dat dit niet zo is.
letter-turned-beside = { $title }: { $share } zegt dat dit niet zo is. Op andere scholen is dat { $region }.
letter-nothing = Wij laten geen antwoorden zien, omdat te weinig leerlingen meededen. Praten kan wel.
letter-talk = Praat er thuis over. U kunt uw kind bijvoorbeeld vragen: { $question }
letter-private = De cijfers gaan over leerlingen samen. Over minder dan { $n } leerlingen zeggen wij niets, zodat niemand te herkennen is.
letter-back = Wij bespreken dit met leerlingen en team. Daarna hoort u van ons wat wij gaan doen.
letter-closing = Met vriendelijke groet,

slides-took-part = Leerlingen die meededen: { $n }
slides-title = Dit zeggen leerlingen van { $school }
slides-scores = De cijfers, naast de regio
slides-no-scores = Er zijn geen cijfers te tonen.
slides-more = En nog { $count }; zie het rapport.
slides-questions = Wat leerlingen zeggen
slides-all = Alle leerlingen
slides-talk = Bespreek met elkaar
slides-agree = Dit spreken wij af
own-words-mark = Tekst van de school
own-words-conversation = Het gesprek is op { $day }.
own-words-hear-back = Leerlingen horen op { $day } wat ermee gebeurt.
own-words-contact = Vragen?
