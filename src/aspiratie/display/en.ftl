### What readers see, in plain English. Every sentence stands here and nowhere else.
### Equal names and equal variables as in nl.ftl.

## Stages and titles
stage-discover = Discover
stage-understand = Understand
stage-act = Take action
title-brief = In brief
title-voice = Student voice
title-participation = Who took part
title-guide = How to read this
title-principles = { $word } { $count ->
    [one] principle
   *[other] principles
  }
title-details = What pupils answered
title-groups = Differences within the school
title-development = Development
title-informants = Pupils and adults
title-profile = Dreaming and doing
title-ladder = Taking part: the ladder of participation
title-priority = Where can most change?
title-learning = Everybody learns
title-conversation = Think – share – exchange
title-approach = The school-wide approach
title-feedback = Tell pupils what happens
title-account = Accountability
talk-title = To talk about

## Words to build with
number-word = { $count ->
    [0] none
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
   *[12] twelve
  }
quoted = “{ $text }”
list = { $first } and { $last }
list-more = { $count } others
not-computed = not computed
range = { $low } to { $high }
with-range = { $value } ({ $low } to { $high })
below = less than { $percent }
above = more than { $percent }
about = about { $percent }
of-ten = about { $count } out of 10
nearly-all = nearly everybody
nearly-none = hardly anybody
count-conditions = { $word } { $kind ->
    [aspiration] { $count ->
        [one] condition
       *[other] conditions
      }
   *[other] { $count ->
        [one] subject
       *[other] subjects
      }
  }
informant-many = { $informant ->
    [pupil] pupils
    [teacher] teachers
    [team] team members
   *[parent] parents
  }
informant-people = { $informant ->
    [pupil] Pupils
    [teacher] Teachers
    [team] Team members
   *[parent] Parents
  }
informant-title = { $informant ->
    [pupil] Pupils
    [teacher] Teachers
    [team] Team
   *[parent] Parents
  }

## Why a number cannot be seen
hidden-few = withheld, fewer than { $n }
hidden-complement = withheld, as another number would follow from it
hidden-unreliable = too unreliable to interpret
hidden-no-data = no data
hidden-not-asked = not asked
hidden-few-schools = too few schools to compare with
hidden-few-pupils = too few pupils to compare with
hidden-large-school = one school has more than half of the pupils
hidden-no-fit = the questions form no whole
hidden-not-invariant = the questions do not mean the same in each school
hidden-reliability-unknown = it cannot be told whether schools differ
hidden-reliability-below-70 = means of schools are too uncertain to compare
hidden-unknown-type = the kind of education of the school was not given
hidden-both-sectors = the school belongs to both primary and secondary education
hidden-other-version = another version of the questionnaire
hidden-other = withheld
withheld = withheld
not-shown = not shown
not-compared = not compared
not-compared-sentence = The scores were not compared with the region.
comparison-higher = clearly higher
comparison-lower = clearly lower
comparison-similar = about equal

## Tables and figures
figure-number = Figure { $number }.
figure-as-table = Figure as a table
figure-participation = Who took part, by group
figure-example = How to read a figure (invented example)
figure-principles = Score by principle
figure-conditions = { $kind ->
    [aspiration] Score by condition
   *[other] Score by topic
  }
figure-items = { $title }: the answers to each question
heading-others = Also asked
column-principle = Principle
column-scale = Subject
column-school = School
column-n = n
column-region = Region
column-whole-region = Whole region
column-last = Last time
column-range = Lies between
column-compared = Compared with the region
column-group = Group
column-enrolled = Pupils at school
column-response = Took part
column-mark = Mark
column-words = Words
column-meaning = Meaning
column-item = Question
column-answers = Answers
column-no-opinion = Don’t know
caption-brief = Scores from { $low } to { $high }; n is the number of pupils
caption-brief-mixed = Scores, with the lowest and highest between brackets; n is the number of pupils
last-cell = { $mean } ({ $words })
scale-low = lowest
scale-high = highest
mark-region = region { $mean }
mark-wave = { $wave }: { $mean }
midpoint-neutral = neutral
midpoint-unsure = not sure
midpoint-other = middle
no-opinion = don’t know
pole-agree = agree
pole-disagree = disagree
pole-toward = towards { $label }
key-bounded = so few that we only show a bound
item-reversed = { $title } (reversed question)
note-region = Region: the pupils of { $schools } other schools ({ $n }).
note-no-region = There is no score of the region.
note-items = Each box holds the percentage of pupils.
note-no-opinion = “Don’t know” does not count in it.
note-steps = Percentages are rounded to { $step } here.
note-steps-differ = Percentages are rounded to { $low } to { $high } here. It differs per question.
note-reversed = With a reversed question, “disagree” is the favourable answer.
left-out = In “Score by principle”, { $title } leaves out { $names }.
desc-pair = { $title }: { $value }.
desc-hidden = { $title }: { $why }.
desc-score = { $title }: { $mean } ({ $interval }; { $n })
desc-region = region { $mean }, { $words }
desc-wave = in { $wave } { $mean }, now { $words }
desc-item = { $title } (n = { $n }): { $classes }.

## In brief
brief-strong-label = Strong:
brief-weak-label = Attention:
brief-scores = Scores:
brief-region = Region:
brief-change = Last time:
brief-strong = The highest score is for { $names }: { $mean } ({ $n }).
brief-weak = The lowest score is for { $names }: { $mean } ({ $n }).
brief-close = The scores are close together. No subject stands out.
brief-one = There is only one score to show.
brief-nothing = There are no scores to show: { $why }.
brief-no-scales = This questionnaire has single questions. They have no score.
brief-unreliable-cause = The questions do not fit together well enough. Often this is because questions worded the other way round are not marked as such. Ask whoever made this report to check.
may-all = These scores may stand beside those of other schools.
may-some = { $may } of the { $all } scores may stand beside those of other schools.
may-not = Not beside other schools: { $names }. The reason: { $why }.
may-careful = For { $names } it is not certain that the questions mean the same in each school. Read that comparison with care.
region-higher = Clearly higher than in the region { $count ->
    [one] is
   *[other] are
  } { $names }.
region-lower = Clearly lower than in the region { $count ->
    [one] is
   *[other] are
  } { $names }.
region-none = No score differs clearly from the region.
region-rest = { $count ->
    [one] The other score is about equal to the region.
   *[other] { $word } other scores are about equal to the region.
  }
region-not = The scores were not compared with the region: { $why }.
change-higher = { $names }: clearly higher than in { $wave }.
change-lower = { $names }: clearly lower than in { $wave }.
change-none = Nothing has changed for certain since { $wave }.
change-no-earlier = There is no earlier survey to compare with.
change-other-version = The last questionnaire was different. So we do not compare.
unreliable-names = Too unreliable to interpret: { $names }. { $count ->
    [one] We show no score of it.
   *[other] We show no scores of these.
  }

## Student voice
voice-lead = Student voice is what pupils think, believe, find important and live through. Their background belongs to it too.
voice-learning = It is also a way of teaching. Learning then starts from what pupils choose, what interests them and what they want later.
voice-aspiration = That is how you work on aspiration: making a dream about later a little bit true today. It starts with one thought: every pupil wants to learn.
voice-energy = Taking part gives energy. So those closest to learning get a voice. These are the pupils themselves.
voice-thread = This report follows the school-wide approach, in three steps.
voice-discover = What do our pupils say?
voice-understand = Why is that so? Who sees it differently?
voice-act = What will we do together? How will we notice that it works?

## Who took part
participation-hidden = We do not show how many pupils took part: { $why }.
participation-n = { $n } pupils took part. The number of pupils at school was not given.
participation-of = { $n } of the { $enrolled } pupils took part ({ $percent }).
participation-most = That is a large part. The scores give a good picture.
participation-half = That is half or more. Ask the others what they think, too.
participation-few = That is less than half. Read the scores with care.
participation-even = The groups took part about equally often.
participation-behind = { $group } took part least: { $response }. Their voice is heard less here.
participation-merged = { $count ->
    [one] { $groups } was merged.
   *[other] { $groups } were merged.
  } We do not show groups smaller than { $n } apart.
participation-no-groups = We show no separate groups.
group-name = { $kind ->
    [group] group
   *[year] year
  } { $label }
group-unknown = unknown
merged-group = { $label } (merged)
response = { $n } of { $enrolled } ({ $percent })

## How to read
guide-lead = Read the sentence first. The figure then shows where that sentence comes from.
guide-words = What our words mean
guide-higher = clearly higher
guide-higher-means = The difference is so large that it can hardly be chance.
guide-lower = clearly lower
guide-lower-means = Here too, the difference is too large for chance.
guide-similar = about equal
guide-similar-means = The difference is small or not certain. It may be chance.
guide-divided = divided
guide-divided-means = At least a quarter agrees, and at least a quarter disagrees.
guide-hidden = withheld, fewer than { $n }
guide-hidden-means = We show nothing about so few pupils. So every answer stays confidential.
guide-about = about 60%
guide-about-means = This is a sum of rounded numbers. It may be one point off.
guide-n = n
guide-n-means = So many pupils gave an answer.
guide-bars = How to read the bars
guide-bars-1 = To the right of the line are the pupils who agree. To the left are the pupils who disagree.
guide-bars-middle = { $kind ->
    [named] “Neutral” stands apart.
   *[other] The middle answer stands apart.
  }
guide-bars-no-opinion = “Don’t know” stands at the side, as a number.
guide-bars-3 = The question that most pupils agree with is at the top.
guide-bars-4 = A dotted box is small. We do not show the exact number, to protect pupils.
example-dot = Dot: the score of your school. Here it is { $mean }.
example-line = Line: with other pupils or on another day, the score is a little different. It is almost certainly between { $low } and { $high }.
example-region = Diamond: other schools in the region, here { $region }. It is far from the line: clearly higher.
example-last = Square: your score of last time, here { $last }. It is close to the dot: about equal.
example-desc = Invented example. The school has { $mean }, with a line from { $low } to { $high } (n = { $n }). The region has { $region } and last time it was { $last }.
example-row-dot = Dot
example-row-line = Line
example-row-region = Diamond
example-row-last = Square
example-value-dot = The score of the school.
example-value-line = The score is almost certainly here.
example-value-region = The score of the other schools in the region.
example-value-last = The score of the school, last time.

## Principles and conditions
principles-lead = A principle is the mean of its subjects.
principle-tags = It is about { $tags }.
principle-members = To it belong { $names }.
tag-context = the surroundings
tag-content = the content of learning
tag-feedback = what you hear back from others
everyone-self-worth = For everybody in school: you belong to our community, as you are. We believe that together we reach our goal. And everybody takes an active part in learning.
everyone-engagement = For everybody in school: teachers, team and parents learn too. Keep asking each other this question: how are you learning, and how are we learning?
everyone-purpose = For everybody in school: take responsibility for who you are. And for who you want to become.
score-is = The score is { $mean } ({ $n }).
score-region = That is { $label ->
    [similar] { $words } to the region
   *[other] { $words } than in the region
  } ({ $mean }).
score-higher-than-last = It is clearly higher than in { $wave }.
score-lower-than-last = It is clearly lower than in { $wave }.
score-hidden = We show no score here: { $why }.
score-unreliable = { $title } is too unreliable to interpret. The questions do not fit together well enough. We show no score.

## Each condition
details-lead = Here are all questions by subject, with the answers. Two questions to talk about follow each time.
item-most = Most often, pupils answer “{ $answer }” to { $title }: { $share } ({ $n }).
item-least = Least often to { $title }: { $share } ({ $n }).
item-only = To { $title }, { $share } answer “{ $answer }” ({ $n }).
item-equal = To all questions an equal part answers “{ $answer }”: { $share } ({ $n }).
item-divided = Pupils are divided about { $title }. { $agree } say “{ $yes }” and { $disagree } say “{ $no }” ({ $n }).
item-no-opinion = To { $title }, more than half answered “don’t know”. Read this question with care.
talk-any-1 = Think of a moment that fits { $title }. What happened?
talk-any-2 = What can we do differently tomorrow about { $title }?
talk-belonging-1 = Tell about a moment when you really were part of the group. Who made that happen?
talk-belonging-2 = Who might feel alone here now? What can we do for that pupil?
talk-heroes-1 = Who at school is an example to you? Tell what that person did.
talk-heroes-2 = How do adults here show that you can trust them?
talk-accomplishment-1 = When did somebody see how hard you worked? Tell what happened.
talk-accomplishment-2 = How can we let effort count, also without a high mark?
talk-fun-1 = Tell about a lesson in which time flew. What did you do?
talk-fun-2 = What gives teachers here pleasure? How do pupils notice?
talk-curiosity-1 = Which question keeps you busy now? Where do you get room for it?
talk-curiosity-2 = How can an idea of your own get a place in the lesson?
talk-adventure-1 = What did you try that failed at first? What helped you on?
talk-adventure-2 = What makes it safe here to try something new?
talk-leadership-1 = What do pupils help to decide here now? And what not yet?
talk-leadership-2 = What can adults leave to pupils, and how do we share the care for it?
talk-action-1 = When did you stand up for something that matters to you? How did it go?
talk-action-2 = What is a first step that you can take this week? Who helps you?

## Accountability
account-lead = Here you read how this report was made. You also find the technical terms here.
account-example = The questions in this report are examples. They were not validated as an instrument.
account-cleaning = From answer to score
caption-cleaning = Questionnaires handed in and what happened to them
column-step = Step
rows-in = Questionnaires received
rows-out = Questionnaires used
rows-flagged = Questionnaires with a striking pattern
cleaning-removed = Not used: { $rule }
cleaning-values = With an answer that does not count: { $rule }
rule-duplicate = handed in twice
rule-empty = empty
rule-test-entry = test
rule-too-few-answers = too few questions answered
rule-careless = striking answer pattern
rule-out-of-range = answer does not exist
rule-missing-code = no answer given
rule-no-opinion = “don’t know” or “not applicable”
rule-no-school = school unknown
rule-other-wave = another survey round
account-answered = Whoever answered less than { $percent } of the questions does not count.
account-careless = { $what ->
    [exclude] Questionnaires with a striking pattern (for instance always the same answer) were not used.
   *[keep] Questionnaires with a striking pattern (for instance always the same answer) were used. They were only counted.
  }
account-scores = How certain are the scores?
account-scores-how = A scale score is the mean of a pupil’s questions. Reversed questions were turned round first. A score needs at least { $percent } of the scale’s questions. A missing answer was estimated from the pupil’s other answers and the question’s mean.
account-reliability = Reliability (alpha or omega) was computed over the whole region. Under { $minimum } we show no score. That limit is a convention, not a proof.
caption-reliability = Reliability by scale
column-reliability = Reliability
column-ci = 95% confidence interval
column-verdict = Verdict
coefficient = { $kind ->
    [alpha] alpha
    [stratified_alpha] stratified alpha
   *[omega] omega
  }
level-good = good
level-sufficient = sufficient
level-insufficient = too unreliable to interpret
account-compare = How were scores compared?
account-interval = The line in a figure is a 95% confidence interval of the mean.
account-may = A score only stands beside that of other schools if three things are right. The scale measures well. The questions mean the same everywhere (measurement invariance). And means of schools are certain enough (λ from 0.70). The verdict is that of the region report.
account-test = “Clearly higher” and “clearly lower” follow from a test of the school against the pupils of the other schools. Of all such words about the schools of the region at most { $percent } is expected to be wrong (Benjamini and Hochberg). The region report has the same words. The comparison with the last time is corrected for the number of comparisons too.
account-region = The region is all pupils of the other schools together. Primary and secondary education are kept apart. There is only a comparison with at least { $schools } other schools and { $pupils } pupils. No school may be more than { $percent } of these.
account-last = The last survey was only compared if the version of the questionnaire is the same.
account-order = We name highest and lowest score apart if their intervals do not touch.
account-groups = Groups of the school were tested two by two, on each topic (Welch’s test, alpha = { $alpha }). This is corrected for all comparisons of that part together (Holm). The test takes the rounded scores, always with the least favourable rounding. If groups do not clearly stand apart, there may still be a difference.
account-gaps = Differences between pupils and adults were tested and corrected. Each has a 95% confidence interval in percentage points.
account-profile = Dreaming and doing are means by pupil, split at the middle of the scale. “Not clear” are pupils within the measurement error of that border. Each part has a 95% confidence interval.
account-priority = “Tied” is the standardised association within schools, over the whole region, with a 95% confidence interval. It is an association, no cause.
account-hidden = What is withheld, and why?
account-min = We show nothing about fewer than { $n } pupils.
account-complement = Can a hidden number be computed? Then we hide a second number too, or merge groups.
account-bound = From { $n } pupils on, we show no percentage under { $low } or over { $high }. So nobody can know what everybody or nobody answered.
account-classes = With fewer than { $n } answers, we put answers together.
account-steps = Where a bound stands, the other percentages of that question are rounded more coarsely.
account-nothing-hidden = Nothing was withheld in this report.
caption-hidden = Numbers withheld
column-what = Where
column-why = Why
column-cells = Number
what-groups = scores by group
what-merged-groups = groups merged
what-items = answers to each question
what-scores = scores by subject
what-previous = scores of last time
what-no-opinion = “don’t know” by question
what-waves = earlier surveys
what-informants = answers of adults
what-profile = dreaming and doing
what-ladder = ladder of participation
what-cleaning = numbers of the cleaning
what-region = scores of the region
account-limits = What this report does not say
limit-1 = It is no ranking of schools.
limit-2 = It is no judgement of a teacher or of a pupil.
limit-3 = It shows association, no causes.
limit-4 = Pupils who did not take part may think differently.
limit-5 = It does not replace the legal monitor of social safety.

## Differences within the school
groups-none = We show no differences between groups. That takes at least two groups with enough pupils.
groups-lead = In { $word } { $count ->
    [one] subject
   *[other] subjects
  }, groups clearly stand apart.
groups-alike = The groups do not clearly stand apart anywhere.
groups-apart = { $title }: { $top } gives { $high } ({ $high_n }) and { $bottom } gives { $low } ({ $low_n }).
figure-groups = Score by group and subject
note-groups = With many groups and topics, some difference always comes by chance. We name only a difference that is too large for that. Small groups have a long line.
merged-members = “{ $label }” holds { $members }.
panel-score = { $mean } ({ $interval }; { $n })

## Development
figure-development = Score by survey
note-waves = Number of pupils by survey: { $numbers }.
note-other-version = Not shown, as the questionnaire was different: { $waves }.

## Pupils and adults
informants-lead = Adults got the same questions as pupils. Where they answer differently, a good talk begins.
informants-hidden = Too few adults took part. We show nothing about fewer than { $n } people.
informants-bounded = Adults took part, but we show no differences from pupils. Otherwise another number could be worked out.
informants-talk = Do not ask who is right. Ask what the other sees.
informant-hidden = { $person }: no comparison to show ({ $why }).
informant-alike = { $person } ({ $n }) answer nowhere clearly differently from pupils. This is about { $asked ->
    [one] one question
   *[other] { $asked } questions
  }.
informant-gaps = { $person } ({ $n }) answer clearly differently to { $count } of the { $asked } questions. The difference is largest for { $title }. Of them { $theirs } agree, of pupils { $ours }.
figure-informants = Who agrees? Pupils beside adults
caption-informants = Part that agrees ({ $counts })
gap = { $points } points ({ $low } to { $high })
note-gaps = Full dot: pupils. Open dot: adults. The number beside it is the difference in percentage points. Bold means clearly different.
note-most = Here are the { $count } questions with the largest difference. The table has all of them.
column-who = Who
column-they = They agree
column-pupils = Pupils agree
column-gap = Difference

## Dreaming and doing
profile-hidden = We do not show this division: { $why }.
profile-lead = Dreaming and doing: that goes for { $share } of the pupils ({ $n }).
profile-what = Dreaming is about later: do you know what you want? Doing is about now: do you work on it? Aspiration is both.
profile-aspiration = Aspiration
profile-imagination = Imagination
profile-perspiration = Perspiration
profile-hibernation = Hibernation
profile-unclear = Not clear
profile-aspiration-short = dreaming and doing
profile-imagination-short = dreaming, doing little yet
profile-perspiration-short = doing, dreaming little yet
profile-hibernation-short = neither of these yet
profile-unclear-short = too close to a border to tell
profile-aspiration-means = Dreams about later and works on it now.
profile-imagination-means = Dreams about later, but does little for it yet.
profile-perspiration-means = Works hard, but does not know what for yet.
profile-hibernation-means = Dreams little yet and does little yet.
profile-unclear-means = The answers are too close to a border.
profile-axis-dream = ▲ more dreaming
profile-axis-do = more doing ▶
figure-profile = Dreaming and doing ({ $n })
note-profile = The border is the middle of the scale. This says something about now, not about who a pupil is.
column-field = Field
column-share = Part

## Ladder of participation
ladder-lead = Taking part is the base of learning and of acting. Roger Hart’s ladder of participation has eight ways of taking part. Where does your school stand?
ladder-not-better = The ladder is a help in a conversation. Higher is not better in itself: it depends on the situation.
ladder-hidden = We do not show these answers: { $why }.
ladder-most = { $person } most often chose { $label }: { $share } ({ $n }).
ladder-talk = Which way fits which moment at our school? Tell each other an example.
figure-ladder = How pupils take part, by who filled it in
note-ladder = The eight ways stand in Hart’s order. It is no ranking of good and bad.
column-form = Way of taking part

## Where can most change
priority-lead = Low at school and closely tied to { $outcome }: { $names }. A change may mean most there.
priority-none = No subject is both low at school and closely tied to { $outcome }.
priority-not-cause = Tied means: they often go together. One need not come from the other.
priority-score = score at school
priority-link = tied to { $outcome }
figure-priority = Score of the school, and how closely it goes with { $outcome }
note-priority = Dot: score of the school. Diamond: how closely it goes together in the whole region ({ $n }). The line at the diamonds is zero: no tie.
desc-priority = { $title }: { $mean } ({ $n }), tied { $link } ({ $interval }).
column-link = Tied
column-region-n = n region

## Everybody learns
learning-lead = At a school with a voice for pupils, everybody learns. That can be in four roles.
role-1 = Pupils as teachers.
role-1-means = They teach others what they know already.
role-2 = Pupils as leaders.
role-2-means = They give direction to what they will learn.
role-3 = Teachers as learners.
role-3-means = They show that they are still learning, too.
role-4 = Learning in society.
role-4-means = What you learn belongs to the world around the school.
role-score = Look at { $title }: { $mean } ({ $n }).
learning-questions = Four questions about learning
learning-questions-lead = Ask them in class, in the team and at home.
learning-question-1 = What is learning, to you?
learning-question-2 = How do you learn?
learning-question-3 = What is worth learning?
learning-question-4 = What does the place where you learn do, and who is with you?

## Think, share, exchange
conversation-lead = Talk with pupils, teachers, team and parents together. Take an hour for it.
conversation-think = Think.
conversation-think-how = Alone, five minutes. Choose one question and write down your answer.
conversation-share = Share.
conversation-share-how = In pairs, ten minutes. Put a figure of this report beside it.
conversation-exchange = Exchange.
conversation-exchange-how = With the whole group. Pupils begin, then teachers, team and parents. End with an agreement.
five-title = Five questions for everybody
five-1 = What does student voice mean at our school?
five-2 = Where can you see and hear that voice here?
five-3 = How is that voice built into how we work, also when somebody leaves?
five-4 = What would you like it to look like, at school and in your own class?
five-5 = What do you need yourself to hear pupils well?
own-title = Questions about our own scores
own-lead = These questions belong to what stands out at this school.
own-highest = { $title } got the highest score (figure { $figure }). What do we do well there? How do we keep that?
own-lowest = { $title } got the lowest score (figure { $figure }). Which story belongs to it?
own-divided = Pupils are divided about { $title } (figure { $figure }). For whom is it true, and for whom not?
own-gap = Pupils and { $person } see { $title } differently (figure { $figure }). What does one see that the other does not?
own-close = The scores are close together. Which subject do pupils want to discuss first?
advice-title = How to reflect together with pupils
advice-1 = Ask for a story.
advice-1-how = Let pupils tell what happened.
advice-2 = Do it together.
advice-2-how = Make sure it is safe, that there is time and that every answer counts.
advice-3 = Ask one question at a time.
advice-3-how = Make the question precise.
advice-4 = Tie it to earlier.
advice-4-how = Ask when they learned something like it before.
advice-5 = Keep a record.
advice-5-how = Use a photo, a journal or a recording. First ask if that is all right.
advice-6 = Do it often.
advice-6-how = Then it becomes natural.

## The school-wide approach
approach-lead = Each step asks something of pupils, teachers, team and parents. This is what the scores of this school ask.
caption-approach = What these scores ask, by step
grid-pupil-ends = Look together at { $highest } (highest score) and { $lowest } (lowest score). Do you recognise this?
grid-pupil-close = Look at the figures together. The scores are close together. Which subject do you recognise most?
grid-teacher-groups = Find your own group in figure { $figure }. What surprises you?
grid-teacher-items = Read the questions by subject. Which answer did you not expect?
grid-team-differs = { $word } { $count ->
    [one] score differs
   *[other] scores differ
  } clearly from the region: { $names }. Start there.
grid-team-alike = No score differs clearly from the region. Look at differences within the school first.
grid-parent-figure = { $n } parents took part. Put their answers beside those of pupils (figure { $figure }).
grid-parent-ask = There are no answers of parents to show. Ask what they hear about school at home.
grid-pupil-divided = You are divided about { $title }. Tell each other an example.
grid-pupil-stories = Tell an example from your own class for one question.
grid-team-groups = In { $title }, { $top } and { $bottom } stand apart. What do these groups do differently?
grid-team-priority = { $title } is low and often goes with what you want to reach. What is in the way?
grid-team-causes = Find two possible reasons for the lowest score. Ask pupils if they are right.
grid-gap = { $person } and pupils answer { $title } differently: { $theirs } against { $ours } agree. Why is that?
grid-teacher-lowest = Ask three pupils for their story about { $title }.
grid-parent-lowest = Ask your child about { $title }. Listen first.
grid-teacher-why = Ask three pupils why they answered like this.
grid-parent-why = Ask your child about one figure. Listen first.
grid-pupil-act = Think of something that pupils can start themselves about { $title }.
grid-teacher-act = Try one small change in { $title } for two weeks. Then ask what pupils noticed.
grid-pupil-act-any = Choose one thing that pupils can start themselves.
grid-teacher-act-any = Try one small change for two weeks. Then ask what pupils noticed.
grid-team-act = Put agreements in the action table. Choose a day to look back.
grid-parent-act = Tell parents what the school does with the answers, and what they can ask at home.
trust-title = Trust and shared responsibility
trust-lead = A plan only works if people trust and respect each other. And if everybody feels responsible.
trust-scores = These scores are about trust and respect: { $scores }.
shared-scores = This score is about shared responsibility: { $scores }.
title-score = { $title } { $mean } ({ $n })
actions-title = Our agreements
actions-how = Print this table and fill it in together. One small agreement is better than five large ones.
caption-actions = Agreements after the conversation
column-what-to-do = What
column-when = When
column-notice = How do we notice?
action-together = Together

## Feedback to pupils
feedback-lead = Pupils gave their opinion. Now they want to hear what happens with it.
caption-feedback = What do you tell pupils, and when?
column-tell = What do you tell?
feedback-when-1 = Within two weeks
feedback-when-2 = Within six weeks
feedback-when-3 = After three months
feedback-when-4 = Next year
feedback-heard = This is what we heard: { $highest } got the highest score, { $lowest } the lowest. Does that fit what you notice?
feedback-heard-close = This is what we heard: the scores are close together. Does that fit what you notice?
feedback-heard-none = Thank you for your answers. We show no scores, as too few pupils took part.
feedback-choice = This is what we will do, this is what we will not do, and why.
feedback-result = This is what changed. Do you notice it, too?
feedback-again = We ask the questions again. So we see together if it works.
feedback-small = The small groups were merged ({ $group }). Talk with these pupils, as their score does not stand alone in this report.

## Pupils’ page
pupils-said-title = What did we say?
pupils-lead = { $n } pupils of our school took part. This is what they said.
pupils-few = Too few pupils took part to show answers. But we can talk!
pupils-most = This we agree with most often
pupils-least = This we agree with least often
pupils-alike = Pupils gave about the same answer to all questions.
pupils-item = { $title }: { $share }
pupils-divided = We do not agree with each other about { $title }. Who tells what it is like for you?
pupils-talk-title = What do we talk about?
pupils-talk-lead = A pupil leads this conversation.
pupils-rule-1 = Everybody may say something. Nobody has to.
pupils-rule-2 = Tell what happened to you. Do not name anybody who does not want it.
pupils-rule-3 = Ask one question at a time. Listen until the other is done.
pupils-agree-title = What do we agree on?
pupils-write-1 = This we want to keep:
pupils-write-2 = This we want to change:
pupils-write-3 = This we do ourselves:
pupils-write-4 = This we ask of adults:
pupils-promise = You will hear what happens with these agreements. Ask for it!
