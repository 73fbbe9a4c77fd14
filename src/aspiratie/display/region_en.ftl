
### The region report, in English. Equal names and variables as in region_nl.ftl.

## Titles
regio-title-may = May these schools be compared?
regio-title-schools = Schools beside the region
regio-title-funnel = Is the difference more than chance?
regio-title-table = Schools and subjects in one table
regio-title-types = Kinds of education
regio-title-items = What pupils in the region answered
regio-title-spread = Differences between and within schools
regio-title-talk = Questions for the network

## In brief
regio-brief-lead = In { $sector ->
    [po] primary education
    [vo] secondary education
   *[all] this region
  } { $schools } schools took part, with { $n } pupils together.
regio-brief-spread-label = Difference:
regio-brief-compare-label = Comparing:
regio-brief-schools-label = Schools:
regio-spread-none = How much schools differ cannot be said here.
regio-spread-one = Of all differences between pupils { $percent } lies between schools. The rest lies within schools.
regio-spread-range = Of all differences between pupils { $low } to { $high } lies between schools. The rest lies within schools. Schools differ most in { $most }.
regio-compare-none = On no subject may these schools be compared. Below is the reason.
regio-compare-all = On all { $word } subjects schools may be laid beside the region.
regio-compare-some = On { $word } of { $total } subjects schools may be laid beside the region. Not on { $names }.
regio-brief-labels = We laid a school beside the other schools { $total } times. { $count ->
    [0] There was never a clear difference.
    [one] Once there was a clear difference.
   *[other] In { $clear } cases there was a clear difference.
  }
regio-brief-no-rank = This is no ranking. Most differences are too small or too uncertain to put schools in an order.
regio-letters-note = Schools have a letter here. Each school knows its own letters only. The letters are different for each subject.

## Who took part
regio-figure-participation = Who took part, by school
regio-participation-lead = { $known ->
    [1] From the { $schools } schools { $response } pupils took part.
   *[0] There were { $schools } schools that took part ({ $response }). How many pupils they have is not known everywhere.
  }
regio-figure-part = { $title }: { $first } to { $last }
regio-schools = { $count ->
    [one] 1 school
   *[other] { $count } schools
  }
regio-size = { $low } to { $high } pupils
regio-size-above = { $low } pupils or more
regio-left-out-title = Who does not count
regio-left-out = { $who }: { $why }.
regio-left-out-few = fewer than { $n } pupils took part
regio-left-out-no-data = no answers
regio-left-out-unknown-type = the kind of education is not known
regio-left-out-both-sectors = the school belongs to primary and to secondary education
regio-left-out-nothing = Their pupils count in no number at all. So nothing about them can be worked out.

## May these schools be compared?
regio-may-how = Schools may be compared only if three questions have a good answer.
regio-may-1 = Does the scale measure well? Do the questions belong together?
regio-may-2 = Do the questions mean the same everywhere?
regio-may-3 = Is a school's mean certain enough? For that schools must really differ and enough pupils take part.
regio-untested = { $count ->
    [one] For one subject
   *[other] For { $count } subjects
  } we could not test the second question. The groups are too small for that. We then lay schools beside the region, but not beside each other. Read this with care.
regio-unconfirmed = { $count ->
    [one] For one subject
   *[other] For { $count } subjects
  } a second check gave another answer, or more than one. We then lay schools beside the region, but not beside each other. Read this with care.
regio-caption-may = By subject: what may be compared?
regio-column-between = Difference between schools
regio-column-reliability = Certainty (0 to 1)
regio-column-invariance = The same meaning everywhere?
regio-column-verdict = Compare?
regio-verdict-pairs = Yes, with the region and with each other
regio-verdict-shown = Yes, but with the region only
regio-verdict-invariance-not-tested = Yes, but with the region only and with care
regio-verdict-invariance-not-confirmed = Yes, but with the region only and with care
regio-verdict-no-fit = No: the questions form no whole
regio-verdict-not-invariant = No: the questions do not mean the same everywhere
regio-verdict-reliability-unknown = No: the certainty cannot be computed
regio-verdict-reliability-below-70 = No: the means of schools are too uncertain
regio-verdict-unreliable = No: the scale is too unreliable
regio-verdict-no-data = No: there are no data
regio-verdict-few-schools = No: there are too few schools
regio-verdict-few-pupils = No: there are too few pupils
regio-verdict-large-school = No: one school has more than half of the pupils
regio-invariance-holds = Yes
regio-invariance-no-fit = No, the questions form no whole
regio-invariance-not-equal = No
regio-invariance-few-groups = Cannot be tested: groups too small
regio-invariance-few-items = Cannot be tested: too few questions
regio-invariance-sparse = Cannot be tested: some answers too rare
regio-invariance-no-solution = Cannot be tested: the model gives no result
regio-over-types = { $count } kinds of education
regio-over-schools = { $count } large schools
regio-alignment-few-apart = the check confirms it
regio-alignment-many-apart = the check contradicts it
regio-alignment-ambiguous = the check has no single answer
regio-alignment-not-tested = no check possible
regio-invariance-check = { $over }; { $check }
regio-invariance-over = { $told } (in { $groups })

## Schools beside the region
regio-schools-lead = Each bar is a school. The line in the middle is the region.
regio-guide-1 = The dot is the best score that we can give. With few pupils the dot lies nearer to the region. Chance weighs more there.
regio-guide-2 = The bar shows how certain that is.
regio-guide-3 = ▲ and ▼ stand only where there is a clear difference from the other schools. ● means: about equal.
regio-blocks = In this edition at least three schools always stand together. They get the same score and the same bar. So each school remains unknown to the others.
regio-figure-schools = { $title }: the schools beside the region
regio-note-interval = { $verdict ->
    [pairs] Do two bars not touch each other? Then these two schools probably really differ.
   *[other] Compare a bar with the line of the region only, not with another bar.
  }
regio-note-axis = The axis runs from { $low } to { $high }, not over the whole scale. { $order ->
    [letter] The schools stand by letter.
   *[name] The schools stand by school code, not by score.
  }
regio-note-large = There are many schools. Their names are in the table.
regio-clear-higher = Clearly higher than the other schools { $count ->
    [one] is
   *[other] are
  }: { $who }.
regio-clear-lower = Clearly lower { $count ->
    [one] is
   *[other] are
  }: { $who }.
regio-clear-none = No school is clearly different.
regio-label-higher = clearly higher
regio-label-lower = clearly lower
regio-label-similar = about equal
regio-label-not-compared = not compared
regio-label-mixed = differs within this small group
regio-column-name = School
regio-column-letter = Letter
regio-column-value = Score
regio-column-mean = Mean
regio-column-adjusted = Adjusted for intake
regio-adjusted = { $mean } ({ $range })
regio-note-adjusted = Adjusted for intake: the score that the school would have with the region's average intake ({ $fields }).
regio-column-shrunken = Score in the figure
regio-column-type = Education
regio-column-size = Size
regio-column-schools = Schools
regio-desc-row = { $school }: { $value } ({ $low } to { $high }), { $words }.
regio-desc-crowd = { $schools } schools around { $mean }: { $higher } clearly higher, { $lower } clearly lower, { $similar } about equal.

## Is the difference more than chance?
regio-funnel-lead = Small schools are off more easily by chance. This figure reckons with that.
regio-funnel-how = The more pupils, the further to the right a school stands. Within the funnel are schools that differ in the usual way. A school outside it asks for an explanation, not for a verdict.
regio-funnel-letters = Here are counts only. With its number of pupils a school could be recognised.
regio-figure-funnel = { $title }: mean and number of pupils
regio-axis-mean = mean
regio-axis-n = number of pupils
regio-note-funnel = Solid funnel: 95 of 100 schools lie within it. Dashed funnel: 998 of 1000. Filled dots lie outside the funnel.
regio-note-inside = Not in the table: the { $count } schools within the funnel.
regio-outside = Outside the funnel { $count ->
    [one] lies
   *[other] lie
  }: { $who }.
regio-outside-none = All schools lie within the funnel.
regio-position-inside = within the funnel
regio-position-above-95 = above the funnel
regio-position-above-998 = far above the funnel
regio-position-below-95 = below the funnel
regio-position-below-998 = far below the funnel
regio-position-unknown = cannot be said
regio-column-position = Place
regio-count-inside = Within
regio-count-above = Above
regio-count-below = Below
regio-caption-positions = Number of schools within, above and below the funnel
regio-desc-funnel = { $schools } schools around { $mean }; { $outside } outside the funnel.
regio-desc-point = { $school }: { $mean } ({ $n }), { $where }.

## Table
regio-table-lead = Each school is laid beside the other schools together.
regio-table-order = The schools stand by school code. Do not add up the signs: that makes a ranking that says nothing.
regio-caption-table = Schools beside the other schools: ▲ clearly higher, ● about equal, ▼ clearly lower
regio-caption-counts = Number of schools by subject
regio-cell-higher = ▲ higher
regio-cell-similar = ● equal
regio-cell-lower = ▼ lower
regio-withheld-title = Not compared
regio-withheld-line = { $title }. { $why }.

## Kinds of education
regio-types-lead = Pupils of the same kind of education stand together here.
regio-figure-types = Score by kind of education
regio-note-types = Only kinds with at least { $schools } schools and { $n } pupils. A difference need not be due to the schools.
regio-column-scale-type = Subject and kind of education
regio-hidden-few-schools = too few schools
regio-hidden-few-pupils = too few pupils
regio-hidden-large-school = one school is too large
desc-of = { $title }, { $group }

## Answers
regio-items-lead = Here are all pupils of the region together, question by question.
regio-note-steps = For some questions percentages are rounded to { $step }.

## Differences between and within schools
regio-figure-spread = How much of the differences lies between schools?
regio-spread-lead = Schools differ most in { $title }. Even there only { $percent } of all differences lies between schools.
regio-spread-how = The rest lies within schools: between pupils of the same school. Who looks at means of schools only, sees the smallest part.
regio-note-spread = The coloured part lies between schools. The white part lies within schools. In the table: SD is the standard deviation, between and within schools.
regio-column-between-sd = SD between
regio-column-within-sd = SD within

## Questions
regio-talk-lead = Learn from each other. Do not ask who is best, but what works somewhere.
regio-talk-step-1 = Think. First write down for yourself what strikes you.
regio-talk-step-2 = Share. Tell it to somebody of another school.
regio-talk-step-3 = Exchange. Choose one thing to try together, and ask pupils to join in.
regio-talk-most = Schools differ most in { $title }. What do schools do differently there?
regio-talk-least = Schools are most alike in { $title }. The differences are within the school. For which pupils does it work, and for which not?
regio-talk-higher = In { $title } there are schools with a clearly higher score. What would we like to see and ask there?
regio-talk-1 = Which result do pupils recognise, and which not? How do we know?
regio-talk-2 = What can we do as a region that a school alone cannot?
regio-talk-3 = Whom do we invite to this conversation? Are there pupils at the table?
regio-talk-4 = What do we agree, and when do we look whether it works?

## Accountability
regio-account-like = { $sector ->
    [po] Only schools of primary education are laid side by side, with the same questionnaire.
    [vo] Only schools of secondary education are laid side by side, with the same questionnaire.
   *[all] The kind of education of the schools was not given. All schools are therefore taken together, with the same questionnaire.
  }
regio-account-icc = The difference between schools is the intraclass correlation: τ² / (τ² + σ²), estimated by REML.
regio-account-lambda = The certainty of a school's mean is λ = τ² / (τ² + σ²/n), with the harmonic mean of the schools' sizes for n.
regio-account-verdict = From λ = 0.70 on we show schools beside the region. From λ = 0.80 on also beside each other. These are conventions from the literature, no proof.
regio-account-invariance = Measurement invariance was tested with a factor model of ordered answers, step by step: thresholds, loadings and intercepts. A step fails if CFI falls by more than 0.010, or if RMSEA rises by more than 0.015 and above 0.08. That counts only if chance does not explain it (difference test, p < 0.01). The groups are schools with 100 pupils or more, if at least half of the pupils are there. Else they are kinds of education. At most the 8 largest groups take part. Between kinds of education the test allows for pupils of one school being alike, if each kind has 10 schools or more. A principle follows its weakest subject.
regio-account-alignment = The check is an alignment of the groups from 30 starting points. It confirms the verdict if at most a quarter of the loadings, and of the intercepts, is more than 0.2 standard deviation off. If nearly equal solutions give other means, it has no single answer.
regio-account-untested = If measurement invariance cannot be tested we say so, and never compare school with school.
regio-account-shrunken = The score in the figure is the mean shrunken towards the region (empirical Bayes). The bar is a 95% interval, or an interval of about 84% where schools are compared with each other.
regio-account-unadjusted = There is no adjustment for intake. Schools also differ because their pupils differ.
regio-account-adjusted = Beside the usual score stands one that is adjusted for intake: { $fields }. It comes from a multilevel model with this number in it. It is what the school would have with the region's average intake. “Clearly higher” and “clearly lower” are about the usual score.
regio-account-adjusted-without = Pupils without this number do not count in the adjusted score ({ $n }).
regio-account-label = “Clearly higher” and “clearly lower” follow from a test of each school against the pupils of the other schools. Of all such words in this report at most { $percent } is expected to be wrong (Benjamini and Hochberg). The school reports have the same words.
regio-account-funnel = The funnel reckons with the usual differences between schools (over-dispersion, additive, with winsorised z values).
regio-account-sources = Sources
regio-source-1 = LeBreton, J. M., & Senter, J. L. (2008). Organizational Research Methods, 11, 815-852 (λ ≥ .70).
regio-source-2 = Goldstein, H., & Healy, M. J. R. (1995). JRSS A, 158, 175-177 (intervals for pairs).
regio-source-3 = Spiegelhalter, D. J. (2005). Statistics in Medicine, 24, 1185-1202 (funnel plot).
regio-source-4 = Wu, H., & Estabrook, R. (2016). Psychometrika, 81, 1014-1045 (invariance of ordinal items).
regio-source-5 = Benjamini, Y., & Hochberg, Y. (1995). JRSS B, 57, 289-300 (false discovery rate).
regio-source-6 = Chen, F. F. (2007). Structural Equation Modeling, 14, 464-504 (change in CFI and RMSEA).
regio-source-7 = Muthén, B., & Asparouhov, T. (2014). Frontiers in Psychology, 5, 978 (alignment).
regio-account-min = Schools with fewer than { $n } pupils count in nothing. So nothing about them can be worked out.
regio-account-region = A number of the region needs at least { $schools } schools and { $n } pupils. No school may have more than { $percent } of these pupils.
regio-account-items = Percentages of the region are rounded such that the answers of one school do not follow from them.
regio-account-letters = Letters are drawn anew for each subject, not by size or name. At least three schools always get the same score. Numbers of pupils of schools are left out.
regio-limit-1 = It is no ranking of schools, and none can be made of it.
regio-limit-2 = A difference between schools says nothing about its cause. Schools have different pupils.
