### Comparison of a region and its appendix. Whole sentences, plain English.

regio-region = The region
regio-kind-unknown = kind of education not known
regio-schools = { $count ->
    [one] 1 school
   *[other] { $count } schools
  }
column-score = Score
regio-column-higher = ▲ higher
regio-column-lower = ▼ lower
regio-column-between = Between schools
regio-column-word = Difference
regio-column-half = Half of the schools
regio-word-mixed = not all three alike
regio-with-margin = { $mean } ({ $low }–{ $high })
regio-half = { $low }–{ $high }

## Why not compared
regio-verdict-pairs = Yes
regio-verdict-shown = Yes, only beside the other schools together
regio-verdict-no = No: { $why }
regio-verdict-care = With care: { $why }
regio-why-invariance-not-tested = it cannot be tested whether the questions mean the same everywhere
regio-why-invariance-not-confirmed = a second check does not confirm that the questions mean the same everywhere

## Sheet 1: in brief
regio-kicker = Comparison of a region · { $region }{ $sector ->
    [po] , primary education
    [vo] , secondary education
   *[all] { "" }
  } · { $wave } · { $schools } schools
regio-headline-board = { $count ->
    [one] One of the { $all } schools stands out over the board
   *[other] { $count } of the { $all } schools stand out over the board
  }
regio-headline-some = No school stands out over the board; { $count ->
    [one] one of the { $all } differs on a topic
   *[other] { $count } of the { $all } differ on a topic or more
  }
regio-headline-letters = On { $count } of the { $all } { $kinds } some schools stand out
regio-headline-none = No school certainly differs from the other schools
regio-headline-nothing = These schools cannot be compared on any topic
regio-message-lower = Lower than the other schools on more than half:
regio-message-higher = Higher than the other schools on more than half:
regio-message-lower-ask = First ask there what is going on. It may also be the intake.
regio-message-higher-ask = What can others see there?
regio-school-count = { $school } ({ $count } of { $all })
regio-message-cells = { $clear ->
    [0] Of the { $tested } comparisons none shows a certain difference.
    [one] Of the { $tested } comparisons one shows a certain difference.
   *[other] Of the { $tested } comparisons { $count } show a certain difference.
  }
regio-message-cells-why = A comparison is one school on one topic, beside the other schools together.
regio-message-between = Of all differences between pupils { $low } to { $high } lies between schools.
regio-message-between-one = Of all differences between pupils { $low } lies between schools.
regio-message-between-why = The rest lies within schools. That holds for every topic.
regio-message-since = Since { $wave } the region changed.
regio-message-rose = Risen: { $names }.
regio-message-fell = Fallen: { $names }.
regio-message-steady = Since { $wave } no topic certainly changed in the region.
regio-message-adults = Pupils see { $count ->
    [one] one question
   *[other] { $count } questions
  } differently from { $people }.
regio-message-not-compared = Not everything was compared.
regio-step-board = First ask the schools that stand out what they recognise themselves. Bring the sheet ‘Conversation’.
regio-step-any = Choose one topic to talk about with the schools. Bring the sheet ‘Conversation’.
regio-step-letters = Look up your own letter in the key of your school. Bring the sheet ‘Conversation’.
regio-letters-note = Schools have a letter here. Each school knows its own letters only. Letters are drawn anew for every topic.

## Sheets 1 and 2: schools and topics
regio-part = { $n } ({ $percent })
regio-column-part = Pupils (share that took part)
kind-bao = primary education
kind-sbo = special primary education
kind-so = special education
kind-vso = secondary special education
kind-pro = practical education
kind-isk = international bridging class
regio-sheet-matrix = Schools and topics
regio-matrix-title = Every school, every topic
regio-matrix-lead = { $clear ->
    [0] None of the { $tested } cells certainly differs from the other schools.
    [one] One cell of the { $tested } certainly differs from the other schools. It has ▲ or ▼.
   *[other] { $count } of the { $tested } cells certainly differ from the other schools. They have ▲ or ▼.
  } Schools stand by name, by kind of education.
regio-matrix-caption = Score { $low }–{ $high } by school. ▲ certainly higher, ▼ certainly lower, · no certain difference from the other schools. Where scores are equal, the sign depends on the number of pupils: more pupils, more certainty.
regio-tools-kind = Kind of education
regio-tools-place = Place
regio-tools-all = all
regio-tools-shown = Schools shown
regio-tools-sort = sort

## Sheet 3: by topic
regio-sheet-conditions = By topic
regio-conditions-all = On every topic some schools stand out
regio-conditions-some = On { $count } of the { $all } topics some schools stand out
regio-conditions-none = On no topic does a school stand out
regio-conditions-lead = Each sign is a school. The line is the region. In the appendix the schools stand in order for each topic, with their margins.
regio-caption-conditions = Score { $low }–{ $high }. ▲ and ▼: schools certainly higher or lower than the others. Dot: no certain difference. Between schools: the part of all differences that lies between schools.
regio-kinds-title = Kinds of education
regio-kinds-lead = These are the scores by kind of education. Whether they differ was not tested; a difference need not be due to the schools.
regio-kinds-hidden = Too few schools or pupils to show: { $kinds }.
regio-caption-kinds = Score by kind of education, with its margin.

## Sheet 4: questions
regio-questions-title = On these questions schools lie furthest apart
regio-questions-none = On no question does a school stand out
regio-questions-lead = Tested were { $all } questions. { $count ->
    [0] On no question a school certainly differed from the others.
    [one] On one question some school certainly differs.
   *[other] On { $count } questions some school certainly differs. Here are the { $shown } questions on which the middle half of the schools lies furthest apart.
  }
regio-caption-questions = Share with a favourable answer. Dot: the region. Bar and ‘half of the schools’: the middle half of the schools lies between these. ▲ and ▼: so many schools certainly differ.

## Sheet 5: time and adults
regio-sheet-waves = Time
regio-waves-rose = { $names } rose in the region since { $wave }{ $count ->
   *[other] { "" }
  }
regio-waves-fell = { $names } fell in the region since { $wave }{ $count ->
   *[other] { "" }
  }
regio-waves-hidden = The region over the years: cannot be shown
regio-waves-lead = Tested is the first wave against the last, for all topics together. Only the { $schools } schools that took part every time count here.
regio-waves-why = The reason: { $why }.
regio-caption-waves = Score of the region by wave, always of the same schools. So it may differ a little from the other sheets.

## Sheet 6: conversation
regio-talk-title = What the network may talk about
regio-talk-lead = Learn from each other. Do not ask who is best, but what works somewhere.
regio-talk-think = First write down for yourself what strikes you.
regio-talk-share = Tell it to someone of another school.
regio-talk-exchange = Choose one thing to try together. Ask pupils to join in.
regio-talk-own = Chosen by what was found here
regio-talk-board = Do the schools that stand out recognise this? What do their pupils say about it?
regio-talk-higher = On { $names } { $count ->
    [one] there is
   *[other] there are
  } one school or more that is certainly higher. What happens there? Who goes and looks?
regio-talk-item = Schools lie apart on the question { $title }. What makes that difference, according to pupils?
regio-talk-rose = { $names } rose in the region{ $count ->
   *[other] { "" }
  }. What did schools do, and what do we hold on to?
regio-talk-fell = { $names } fell in the region{ $count ->
   *[other] { "" }
  }. Do pupils notice it too? Since when?
regio-talk-adults = On the question { $title } pupils and { $people } differ. What does one see that the other does not?
regio-talk-alike = No school certainly differs. The differences are within schools: for which pupils does it work, and for which not?
regio-talk-always = For every conversation
regio-talk-1 = What do pupils recognise, and what not? How do we know?
regio-talk-2 = What can we do as a region that a school alone cannot?
regio-talk-3 = Are there pupils at the table?
regio-talk-4 = What do we agree, and when do we look whether it works?

## Reading guide
regio-reading-higher = Certainly higher than the other schools together. Chance is unlikely.
regio-reading-lower = Certainly lower than the other schools together. Chance is unlikely.
regio-reading-similar = The difference may be chance. That is something else than ‘equal’. The table then has a point: ·.
regio-reading-sure = Every school was tested on every topic beside the other schools together. That these are many tests at once is taken into account: at most { $alpha } of the signs ▲ and ▼ are expected to be wrong. That one rule holds everywhere in this report.
regio-reading-rank = This is no ranking. Whoever adds signs up to an order mostly sees which pupils a school has.
regio-reading-unadjusted = Nothing was adjusted for intake. Schools also differ as their pupils differ.
regio-reading-adjusted = The appendix also has the score that a school would have with the region’s average intake ({ $fields }). ▲ and ▼ are about the plain score.
regio-adjusted-unknown = Pupils of whom this is not known: { $n }.
regio-reading-exceptions = Comparing is not fair everywhere
regio-reading-region = A score of the region takes { $schools } schools and { $n } pupils at least, and no school has more than { $percent } of these pupils.
regio-reading-letters = Three schools at least always have the same score, so that no school can be recognised.
regio-left-out-title = These schools count in no score:
regio-left-out = { $who }: { $why }.
regio-left-out-few = fewer than { $n } pupils took part
regio-left-out-no-data = there are no answers
regio-left-out-unknown-type = the kind of education is not known
regio-left-out-both-sectors = the school belongs to primary and secondary education

## Appendix
regio-appendix-title = Appendix to the comparison of a region
regio-appendix-lead = Here are all schools on every topic, all questions, and how the scores were made.
regio-sheet-schools = Schools by topic
regio-schools-title = All schools, by topic
regio-schools-lead = Within each kind of education the highest score is on top. Neighbours often do not certainly differ. A bar that does not touch the region does not always have ▲ or ▼: with so many comparisons that takes more certainty.
regio-caption-caterpillar = Dot: the school, with its margin (95 %). Line: the region ({ $region }). Difference: beside the other schools together.
regio-sheet-adjusted = Intake
regio-adjusted-title = With the region’s average intake
regio-caption-adjusted = Plain score → score at average intake.
regio-raw-adjusted = { $raw } → { $adjusted }
regio-sheet-all-questions = All questions
regio-all-questions-title = All questions
regio-all-questions-lead = The number is the share of the region’s pupils with a favourable answer.
regio-all-gaps-title = All questions that adults were asked too
regio-sheet-compare = Comparability
regio-compare-title = On which topics can schools be compared?
regio-compare-lead = Schools can be compared where the questions measure well, mean the same everywhere, and the mean of a school is certain enough.
regio-caption-compare = SD: standard deviation between schools and within schools. Certainty: from 0 to 1; from 0.70 schools can be set beside each other.
regio-column-sd = SD between / within
regio-column-sure = Certainty
regio-column-same = The same meaning everywhere?
regio-column-verdict = Compare?
regio-two-sd = { $between } / { $within }
regio-same = { $state ->
    [holds] Yes{ $alignment ->
        [few-apart] ; a second check confirms it
        [many-apart] ; a second check contradicts it
        [ambiguous] ; a second check is ambiguous
       *[other] ; a second check was not possible
      }
    [fails] No{ $reason ->
        [no-fit] : the questions do not form a whole
       *[other] { "" }
      }
   *[other] Cannot be tested{ $reason ->
        [few-groups] : groups too small
        [few-items] : too few questions
        [sparse] : some answers too rare
        [no-solution] : the model has no solution
       *[other] { "" }
      }
  }
regio-same-over = { $told } (in { $groups } { $over ->
    [types] kinds of education
   *[schools] large schools
  })
regio-account-icc = Between schools: the intraclass correlation τ² / (τ² + σ²), estimated by REML.
regio-account-lambda = Certainty of a school’s mean: λ = τ² / (τ² + σ²/n), with the harmonic mean of the schools’ sizes. From 0.70 schools are set beside the others. That is a convention of the literature, no proof.
regio-account-label = ▲ and ▼: a test of each school against the other schools together (Welch). All schools and topics are one family (Benjamini and Hochberg).
regio-account-margin = The margin of a school: its score ± 1.96 σ / √n.
regio-account-invariance = The same meaning: a factor model for ordered answers in groups, step by step: thresholds, loadings and intercepts (CFI falls by 0.010 at most; RMSEA rises by 0.015 at most). The second check is an alignment of the groups. Between kinds of education the test allows for pupils of one school being alike, if each kind has 10 schools or more.
regio-account-pooled = Time and adults: weighted means of the same schools, with schools as clusters and Student’s t. Over topics Benjamini and Hochberg, over the questions of a group of adults Holm.
regio-account-quartiles = Half of the schools: the first and third quartile of the schools’ printed percentages.
regio-account-intake = All scores of the region follow from the schools’ printed scores. So nothing about a pupil can be worked out.
regio-sizes-title = Size of the schools
regio-size = { $low } to { $high } pupils: { $schools }
regio-size-above = { $low } pupils or more: { $schools }
regio-sources-title = Sources
regio-source-1 = Snijders, T. A. B., & Bosker, R. J. (2012). Multilevel analysis. Sage.
regio-source-2 = Benjamini, Y., & Hochberg, Y. (1995). JRSS B, 57, 289-300.
regio-source-3 = Holm, S. (1979). Scandinavian Journal of Statistics, 6, 65-70.
regio-source-4 = Wu, H., & Estabrook, R. (2016). Psychometrika, 81, 1014-1045.
regio-source-5 = Chen, F. F. (2007). Structural Equation Modeling, 14, 464-504.
regio-source-6 = Binder, D. A. (1983). International Statistical Review, 51, 279-292.
