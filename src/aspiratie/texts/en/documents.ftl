### Letter to parents and slides for the team.

letter-greeting = Dear parents and carers,
letter-subject = What pupils of { $school } say
letter-opening = { $n ->
    [none] Pupils of { $school } filled in a questionnaire about their school ({ $wave }). This letter tells you what they said.
   *[other] At { $school }, { $n } pupils filled in a questionnaire about their school ({ $wave }). This letter tells you what they said.
  }
letter-well = Pupils are most positive about this:
letter-well-beside = Pupils are more positive about this than at other schools:
letter-less = Pupils are least positive about this:
letter-less-beside = Pupils are less positive about this than at other schools:
letter-item = { $title }: { $share } gave a favourable answer.
letter-item-beside = { $title }: { $share } gave a favourable answer. At other schools it is { $region }.
letter-turned = { $title }: { $share } say that this is not so.
letter-turned-beside = { $title }: { $share } say that this is not so. At other schools it is { $region }.
letter-nothing = We show no answers, because too few pupils took part. You can still talk about it.
letter-talk = Talk about it at home. You could ask your child: { $question }
letter-private = The numbers are of pupils together. We say nothing about fewer than { $n } pupils, so that nobody can be recognised.
letter-back = We will talk about this with pupils and staff. Then we will tell you what we are going to do.
letter-closing = Kind regards,

slides-took-part = Pupils who took part: { $n }
slides-title = What pupils of { $school } say
slides-scores = The scores, beside the region
slides-no-scores = There are no scores to show.
slides-more = And { $count } more; see the report.
slides-questions = What pupils say
slides-all = All pupils
slides-talk = Discuss together
slides-agree = What we agree
own-words-mark = Text of the school
own-words-conversation = The conversation is on { $day }.
own-words-hear-back = Pupils hear on { $day } what happens with it.
own-words-contact = Questions?
