### School report: sheets 1 to 8. Whole sentences, plain English.

word-higher = higher
word-lower = lower
word-similar = no certain difference
kind-conditions = { $kind ->
    [aspiration] { $count ->
        [one] condition
       *[other] conditions
      }
   *[other] { $count ->
        [one] topic
       *[other] topics
      }
  }
kind-compared = compared { $kinds }
column-difference = Difference
column-beside = Beside the region
column-question = Question

## Sheet 1: in brief
sheet-brief = In brief
kicker-school = School report · { $school }{ $id ->
    [none] { "" }
   *[other] { " " }({ $id })
  } · { $wave }
kicker-took-part = { $n } of { $enrolled } pupils took part ({ $percent })
kicker-took-part-n = { $n } pupils took part

headline-region-all = On all { $count } { $kinds } pupils here are { $way } than pupils in the region
headline-region = On { $count } of the { $all } { $kinds } pupils here are { $way } than pupils in the region
headline-region-one = Pupils here are { $way } about { $title } than pupils in the region
headline-region-mixed = More positive than the region on { $higher } { $higher_kinds }, less positive on { $lower }
way-higher = more positive
way-lower = less positive
headline-rose = { $names } { $count ->
    [one] scores higher than in { $wave }
   *[other] score higher than in { $wave }
  }
headline-fell = { $names } { $count ->
    [one] scores lower than in { $wave }
   *[other] score lower than in { $wave }
  }
headline-changed = Since { $wave } { $rose } { $rose_kinds } rose and { $fell } fell
headline-changed-one = Since { $wave } { $rose } rose and { $fell } fell
headline-within = Groups of pupils think differently about { $names }
headline-adults = Pupils and { $people } see { $count ->
    [one] one question
   *[other] { $count } questions
  } differently
headline-questions = On { $count ->
    [one] one question
   *[other] { $count } questions
  } pupils here certainly differ from the region
headline-alike-region = On none of the { $count } { $kinds } pupils here certainly differ from the region
headline-alike-one = About { $title } pupils here do not certainly answer differently from the region
headline-alike = No difference here is large enough to be certain
headline-said = This is what pupils of { $school } say
headline-nothing = No scores of { $school } can be shown

message-largest = The difference is largest for { $title }.
message-only = { $title }: { $mean } against { $region } in the region.
message-numbers = { $mean } against { $region } in the region.
message-unlikely = Chance is unlikely.
message-also-higher = Higher than in the region, though: { $names }.
message-also-lower = Lower than in the region, though: { $names }.
message-fell = { $title } scores lower than in { $wave }.
message-rose = { $title } scores higher than in { $wave }.
message-waves = The score went { $means }.
message-also-rose = Also risen: { $names }.
message-also-fell = Also fallen: { $names }.
message-within = Groups differ on { $title }.
message-within-pair = { $high } { $many ->
    [one] is
   *[other] are
  } more positive than { $low }.
message-within-more = Also on { $names }.
message-adults = { $people } and pupils see { $count ->
    [one] one question
   *[other] { $count } questions
  } differently.
message-adults-gap = Furthest apart: { $title }. Positive are { $theirs } of the { $people } and { $ours } of the pupils.
message-question = Of all questions this one is furthest from the region: { $title }.
message-question-shares = { $share } gave a favourable answer here, against { $region } in the region.
message-positive = Most pupils are positive about { $title }.
message-positive-share = { $share } gave a favourable answer.
message-same-region = There is no certain difference with the region on { $names }.
message-same-region-count = There is no certain difference with the region on { $count } { $kinds }.
message-same-change = { $count ->
    [one] One score has not certainly changed since { $wave }.
   *[other] { $count } scores have not certainly changed since { $wave }.
  }
message-same-groups = Groups do not certainly differ from each other.
message-same-adults = { $people } do not certainly answer differently from pupils.
message-unreliable = Not shown: { $names }.
message-unreliable-why = The questions hang together too little for one score. Often a reversed question is not marked as reversed in the codebook.
message-nothing = { $why }.
message-no-region = Beside other schools: not compared.

step-title = First step.
step-scale = Talk with pupils about { $title }.
step-keep = Ask pupils what goes well with { $title }, and how it stays that way.
step-item = Talk with pupils about the question { $title }.
step-any = Ask pupils what they want to talk about first.
step-sheet = Bring the conversation sheet.

caption-conditions-region = Score { $low }–{ $high }. Dot: the school, with its margin. Line: the region ({ $schools } other schools, { $n }). Largest difference on top.
caption-conditions = Score { $low }–{ $high }. Dot: the school, with its margin.
scales-not-compared = Not set beside the region: { $told }.
scale-why = { $names } ({ $why })

## Sheet 2: the questions
sheet-questions = Questions
questions-title = { $count ->
    [one] Where the difference lies: one question
   *[other] Where the difference lies: { $count } questions
  }
questions-lead = { $count ->
    [one] Of { $all } questions this one certainly differs from the region.
   *[other] Of { $all } questions { $count } certainly differ from the region. Here are the { $shown } with the largest difference.
  } The number is the share of pupils with a favourable answer.
questions-none-title = No question certainly differs from the region
questions-none-lead = Each of { $all } questions was tested. Below are the questions furthest from the region. Such a difference may be chance.
questions-none-but = On a topic as a whole a difference may be certain all the same: it counts more answers.
questions-best-title = What most pupils are positive about
questions-best-lead = The number is the share of pupils with a favourable answer.
caption-questions = Share with a favourable answer. Dot: the school. Line: the region ({ $schools } other schools, { $n }). Difference in percentage points.
caption-best = Share with a favourable answer, the largest on top.
favourable-answers = (favourable here: { $answers })

## Sheet 3: over the years and by group
sheet-conditions = Years and groups
waves-one-title = The scores by topic
waves-rose-title = { $names } rose since { $wave }{ $count ->
    [one] { "" }
   *[other] { "" }
  }
waves-fell-title = { $names } fell since { $wave }{ $count ->
    [one] { "" }
   *[other] { "" }
  }
waves-both-title = Since { $wave } { $rose ->
    [one] one score rose
   *[other] { $rose } scores rose
  } and { $fell ->
    [one] one fell
   *[other] { $fell } fell
  }
waves-none-title = Since { $wave } no score certainly changed
waves-lead = Tested is the first wave against the last, for all scores together. Pupils by wave: { $counts }.
waves-no-principle = Outside the principles
caption-waves = Score by wave. Behind each principle stands its score of now.
column-since = Since { $wave }
change-word-higher = rose
change-word-lower = fell
change-word-similar = no certain change
change-not-tested = no earlier wave
groups-title = Groups in the school
groups-differ-title = Groups differ on { $names }
groups-alike-title = The groups do not certainly differ
groups-pair = { $title }: { $high } is more positive than { $low }.
groups-more-pairs = And { $count } more { $count ->
    [one] difference
   *[other] differences
  }, see the table.
groups-merged = Joined: { $groups }. Groups below { $n } pupils are not shown apart.
caption-groups = Score by group. Only a bold cell with ▲ or ▼ certainly differs from another group.

## Sheet 4: adults beside pupils
sheet-adults = Adults
adults-title = Pupils and { $people } see { $count ->
    [one] one question
   *[other] { $count } questions
  } differently
adults-alike-title = Adults and pupils do not certainly answer differently
adults-hidden-title = Adults beside pupils: cannot be shown
adults-line = { $people } ({ $n }) certainly answer { $count } of the { $asked } questions differently from pupils.
adults-line-alike = { $people } ({ $n }) certainly answer none of the { $asked } questions differently from pupils.
adults-line-none = { $people } ({ $n }): no question can be set beside one of pupils.
adults-line-hidden = { $people }: { $why }.
adults-word-higher = more positive
adults-word-lower = less positive
adults-word-similar = no certain difference
adults-talk = Do not ask who is right. Ask what the other sees.
adults-few = Did few adults take part? Then even a large difference may be chance.
caption-gaps = Share with a favourable answer. Filled dot: pupils. Open dot: adults. Difference in percentage points, the largest on top.
column-adults = Adults
column-adults-word = Adults are
column-pupil-share = Pupils

## Sheet 5: dreaming and doing, taking part
sheet-dreaming = Dreaming and taking part
dreaming-title = Dreaming and doing, and how pupils take part
dreaming-title-ladder = { $share } of the pupils say: { $form }
profile-line = Dreaming and doing holds for { $share } of the pupils ({ $n }).
profile-line-unclear = For { $share } of the pupils ({ $n }) the answers are too near a border to say where they belong. So no spread is shown. It is better to ask pupils themselves.
profile-line-hidden = No spread is shown: { $why }.
caption-profile = Share of the pupils in each field, with its margin ({ $n }).
ladder-title = How pupils take part: the ladder of participation
ladder-what = Hart’s ladder goes from ‘adults decide all’ to ‘deciding together’. Higher is not better by itself: it depends on the moment.
caption-ladder = Share of the pupils and adults that chose this form.
ladder-apart = { $people } ({ $n }): { $told }.
ladder-part = { $form }: { $share }
ladder-line-hidden = These answers are not shown: { $why }.

## Sheet 6: conversation
sheet-conversation = Conversation
conversation-title = Conversation sheet: think – share – exchange
own-item = { $title }: do you recognise this? Give an example.
own-groups = { $title }: { $high } is more positive than { $low }. What is different there?
own-adults = { $title }: pupils and { $people } see this differently. What does one see that the other does not?
learning-title = Everyone learns

## Sheet 7: agreements
sheet-actions = Agreements
column-stage = Step
topic-any = the topic that pupils choose
approach-role-pupil = Pupils
approach-role-teacher = Teachers
approach-role-team = Team and head
approach-role-parent = Parents
approach-discover-pupil = Tell what you recognise about { $topic }.
approach-discover-teacher = Ask each class for examples of { $topic }.
approach-discover-team = Choose one topic together. Start with { $topic }.
approach-discover-parent = Ask at home what your child experiences of { $topic }.
approach-understand-pupil = Think why it is so. Who notices it most?
approach-understand-teacher = Find two reasons. Ask pupils whether they are right.
approach-understand-team = Lay the reasons side by side. Who says what?
approach-understand-parent = Tell the school what you hear at home.
approach-act-pupil = Choose one thing that you start yourselves.
approach-act-teacher = Try one small change for two weeks.
approach-act-team = Make time and room. Agree when you look back.
approach-act-parent = Think along about what can help at home.
trust-line = An agreement works where people trust and respect each other. Responsibility is shared: everyone does something.
feedback-title = Pupils hear back
feedback-what-1 = this is what we heard from you.
feedback-what-2 = this we will do, this not, and why.
feedback-what-3 = this has changed. Do you notice it too?
feedback-what-4 = we ask the questions again.

## Sheet 8: reading
sheet-reading = Reading guide
reading-title = How to read this, how sure it is, what is hidden
reading-certain = The difference was tested. Chance is unlikely.
reading-perhaps = The difference may be chance. That is something else than ‘equal’.
reading-margin = The margin of a dot: the score lies almost certainly within it.
reading-favourable = A favourable answer is { $answers }.
reading-turned = Where a question says the reverse, the favourable answers are named beside it.
reading-sure-title = How sure?
reading-sure = That many differences are tested at once is taken into account: at most { $alpha } of the words ‘higher’ and ‘lower’ are expected to be wrong.
reading-not-compared = This was not compared with other schools:
reading-not-line = { $names }: { $why }.
reading-hidden-title = What is hidden, and why
reading-hidden = Nothing is shown about fewer than { $n } pupils, and scores are rounded, so that nobody can be recognised.
reading-hidden-few = { $count ->
    [one] One number is hidden, because it is about fewer than { $n } people.
   *[other] { $count } numbers are hidden, because they are about fewer than { $n } people.
  }
reading-hidden-complement = { $count ->
    [one] One more number is hidden, because a hidden number could be worked out from it.
   *[other] { $count } more numbers are hidden, because a hidden number could be worked out from them.
  }
reading-appendix = All questions and answers, more questions to talk about and the full account stand in the appendix.
at-least = at least { $number }
at-most = at most { $number }
ladder-form-1 = pupils do not really take part
ladder-form-2 = pupils are informed or asked for advice
ladder-form-3 = pupils share in decisions or start things themselves
scale-ends = ({ $low } to { $high })
caption-conditions-mixed = Score, with the lowest and highest in brackets. The topics have different answers.
