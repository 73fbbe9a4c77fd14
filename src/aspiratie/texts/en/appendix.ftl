### Appendix of the school report, and the pupils’ poster.

appendix-kicker = Appendix · { $wave }
appendix-title-of = Appendix to the school report of { $school }
appendix-lead = Here are all questions with all answers, and how the report was made. The report itself is shorter.
sheet-answers = All questions
answers-title = All questions and answers
answers-lead = The questions of each topic stand in the order of the questionnaire. ‘Favourable’ is the share with a favourable answer; the report has the same number.
column-favourable = Favourable
caption-answers = Pupils’ answers, in per cent of who answered the question
appendix-adults-title = Adults beside pupils: all questions
sheet-scores = Scores
column-comparable = Beside other schools
caption-scales = Score, reliability in the whole region, and whether schools can be compared
verdict-pairs = can be compared
verdict-shown = beside the region, not school against school
verdict-invariance-not-tested = beside the region, with care: it could not be tested whether the questions mean the same everywhere
verdict-invariance-not-confirmed = beside the region, with care: it is not certain that the questions mean the same everywhere
left-out-of = without { $names }
associations-title = What goes together?
caption-associations = Association with { $outcome } within schools of the whole region
sheet-making = Account
sheet-material = Conversation
material-title = All questions for a conversation
material-lead = The conversation sheet of the report has a choice that fits the scores. Here is all of it.
caption-rows = Questionnaires handed in
caption-values = Answers that do not count; the number is of answers, not of pupils
answers-set-aside = Answers: { $rule }
appendix-test = ‘Higher’ and ‘lower’ beside the region follow from a test of the school against the pupils of the other schools. Of all such words in the region at most { $alpha } are expected to be wrong (Benjamini and Hochberg). Topics are one family, questions another.
appendix-change = A change was tested from the first wave with the same questionnaire to this one, for all scores of the report together (Welch, Holm).
appendix-groups = Groups were tested topic by topic, for all topics together (Welch’s analysis of variance, Holm). Only where that test finds something were groups compared two by two.
appendix-gaps = Differences with adults were tested question by question and corrected for the number of questions (Holm).
appendix-settled = Where two differences are equal on paper they get the same word: the most cautious one.
appendix-rounding = A score is rounded more coarsely the fewer pupils there are. Very near the end of the scale it says ‘at least’ or ‘at most’.
weakened-lead = Note: this report was made with rules that protect pupils less than usual.
weakened-rule = { $rule }: { $value } (usually { $usual })

## Pupils' poster
poster-heading-primary = This is what we think of our school
poster-heading-secondary = Our voice: this is what we say
poster-count = { $n } pupils took part
poster-well = What we are most positive about
poster-well-beside = This goes better here than at other schools
poster-less = What we are least positive about
poster-less-beside = This goes less well here than at other schools
poster-turned = This is not so for us:
poster-others = At other schools: { $words }.
poster-others-close = { $way ->
    [more] That is slightly more than at other schools.
   *[fewer] That is slightly fewer than at other schools.
  }
quote-open = “
quote-close = ”
poster-talk = Talk about it
poster-question-1 = What do you want to stay as it is?
poster-question-2 = What do you want to change first?
poster-agree = We agree on this
poster-back = You will hear what happens with this on:
poster-nothing = Too few pupils took part to show answers. Talking is possible!
