### What readers see, in plain English. Every sentence stands here and nowhere else.
### Equal names and equal variables as in nl.ftl.

## Stages and titles
stage-discover = Discover
stage-understand = Understand
stage-act = Take action
title-voice = Student voice
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
or = { $first } or { $last }
not-computed = not computed
range = { $low } to { $high }
below = less than { $percent }
above = more than { $percent }
about = about { $percent }
of-ten = about { $count } out of 10
nearly-all = nearly everybody
nearly-none = hardly anybody
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

## Tables and figures
column-scale = Subject
column-school = School
column-n = n
column-region = Region
column-whole-region = Whole region
column-range = Lies between
column-answers = Answers
column-no-opinion = Don’t know
note-steps = Percentages are rounded to { $step } here.

## In brief
change-no-earlier = There is no earlier survey to compare with.
change-other-version = The last questionnaire was different. So we do not compare.

## Student voice
voice-lead = Student voice is what pupils think, believe, find important and live through. Their background belongs to it too.
voice-aspiration = That is how you work on aspiration: making a dream about later a little bit true today. It starts with one thought: every pupil wants to learn.
voice-energy = Taking part gives energy. So those closest to learning get a voice. These are the pupils themselves.

## Who took part
group-name = { $kind ->
    [group] group
   *[year] year
  } { $label }
group-unknown = unknown

## How to read

## Principles and conditions

## Each condition
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
account-example = The questions in this report are examples. They were not validated as an instrument.
account-cleaning = From answer to score
column-step = Step
rows-in = Questionnaires received
rows-out = Questionnaires used
rows-flagged = Questionnaires with a striking pattern
cleaning-removed = Not used: { $rule }
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
account-region = The region is all pupils of the other schools together. Primary and secondary education are kept apart. There is only a comparison with at least { $schools } other schools and { $pupils } pupils. No school may be more than { $percent } of these.
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

## Development

## Pupils and adults
column-who = Who

## Dreaming and doing
profile-hidden = We do not show this division: { $why }.
profile-lead = Dreaming and doing: that goes for { $share } of the pupils ({ $n }).
profile-what = Dreaming is about later: pupils know what they want. Doing is about now: they work on it. Aspiration is both.
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
note-profile = The border is the middle of the scale. This says something about now, not about who a pupil is.
column-field = Field
column-share = Part

## Ladder of participation
ladder-talk = Which way fits which moment at our school? Tell each other an example.
column-form = Way of taking part

## Where can most change
column-link = Tied

## Everybody learns
role-1 = Pupils as teachers.
role-1-means = They teach others what they know already.
role-2 = Pupils as leaders.
role-2-means = They give direction to what they will learn.
role-3 = Teachers as learners.
role-3-means = They show that they are still learning, too.
role-4 = Learning in society.
role-4-means = What you learn belongs to the world around the school.
role-score = Look at { $title }: { $mean } ({ $n }).
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
five-title = Questions for everybody
five-1 = What does student voice mean at our school?
five-2 = Where can you see and hear that voice here?
five-3 = How is that voice built into how we work, also when somebody leaves?
five-4 = What would you like it to look like, at school and in your own class?
five-5 = What do you need yourself to hear pupils well?
own-title = Questions about our own scores
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
approach-lead = Each step asks something of pupils, teachers, team and parents. This is how it can go for { $topic }.
caption-approach = What each can do, step by step
actions-title = Our agreements
caption-actions = Agreements after the conversation
column-what-to-do = What
column-when = When
column-notice = How do we notice?

## Feedback to pupils
feedback-when-1 = Within two weeks
feedback-when-2 = Within six weeks
feedback-when-3 = After three months
feedback-when-4 = Next year

## Pupils’ page
