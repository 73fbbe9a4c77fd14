# Why a column is what it is
role-by-tool = The survey tool gives it this heading.
role-own-of-tool = The survey tool adds this column itself.
role-empty = Nothing stands in it.
role-personal = It holds personal data; it is not read.
role-brin = Nearly all cells have the form of a BRIN.
role-by-heading = Its heading says so.
role-background = It is a background of the respondent without an order; it is not read.
role-unclear = Its heading says so, but nearly every row has another text.
role-known-answers = Its answers are known and have an order.
role-date = It holds dates or times.
role-small-numbers = It holds a few small numbers, as answers do, but also as counts do.
role-numbers = It holds numbers that are no answers.
role-own-words = It holds texts in people's own words.
role-many-answers = It has too many different answers for a closed question.
role-unknown-answers = It has a few different answers, but none of a known kind.
role-one-answer = It has one answer only.
role-second = Another column is taken for this; a questionnaire has one of { $role }.
role-by-block = { $n } neighbouring questions have these answers.
told = You said so.
# Why answers are in this order
order-codes = The file has numbers only, and doesn't say what they mean.
order-unknown = Some of these answers are not known; their order is not in the file.
order-unlabelled = Some numbers have no label in the file.
order-gap = Everybody left out "{ $label }", or the questionnaire does not have it.
order-languages = Each answer stands there in { $n } languages or spellings; the order is known.
order-strays = These answers are known, with their order. In { $n } cells stands a number that does not belong to them; it does not count.
order-known = These are answers of { $family ->
    [agreement] agreement
    [truth] how true something is
    [likeness] likeness
    [frequency] how often
    [frequency_in_lessons] how often in lessons
    [extent] how much
    [amount] how much
    [confidence] how confident
    [importance] importance
    [satisfaction] satisfaction
    [quality] quality
    [likelihood] likelihood
    [yes_no] yes and no
   *[other] right and wrong
} with a known order.
reversed-no = It runs with its scale.
reversed-against = It runs against the other questions of its scale (correlation with the rest { $r }).
scale-by-block = These questions have the same answers and stand together.
scale-by-code = Their codes begin with { $code }.
# Questions
ask-informant = Who filled in this questionnaire?
why-informant = The reports call the respondents by this name.
ask-school-column = Which column says of which school the respondent is?
ask-group-column = Which column says in which group or year the respondent is?
ask-type-column = Which column says the kind of education?
ask-wave-column = Which column says the school year or round?
why-school-columns = { $n } columns could be it.
ask-school-of-file = Of which school is the file { $file }?
why-school-of-file = It has no column that says so.
ask-role = What is the column "{ $heading }"?
ask-gap = Is "{ $label }" one of the answers to "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}and the other questions with these answers ({ $n } in all)
}?
why-gap = Nobody chose it, but the answers at the other end have such a counterpart.
ask-labels = What do the codes { $codes } mean at "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}and the other questions with these answers ({ $n } in all)
}?
why-labels = The file has codes only. Look it up in the survey tool, export once more with labels, or give the definition of the survey too: the .qsf file of Qualtrics, the .lss file of LimeSurvey.
ask-order = In which order do these answers run, from low (disagreement, never) to high, at "{ $first }"{ $n ->
    [1] {""}
   *[other] {" "}and the other questions with these answers ({ $n } in all)
}?
ask-match = Does "{ $found }" ask the same as "{ $own }"?
why-match = The texts are { $score } of 100 alike; the next best is { $margin } less.
ask-reversed = Does who agrees with "{ $text }" score lower on its scale?
# Choices
choice-informant-pupil = Pupils
choice-informant-teacher = Teachers
choice-informant-team = The school's team
choice-informant-parent = Parents
choice-column = The column "{ $heading }"
choice-role-item = A question with answers in an order
choice-role-school = The school
choice-role-group = The group or year
choice-role-type = The kind of education
choice-role-open = An open question; it is not read
choice-role-other = Something else; it is not read
choice-gap-add = Yes, "{ $label }" is one of the answers
choice-gap-not = No, the questionnaire has only the answers found
choice-order = { $labels }
choice-labels = { $labels }
choice-reversed-yes = Yes, who agrees scores lower
choice-reversed-no = No, it is worded as the scale
choice-match-yes = Yes, it is the same question
choice-match-no = No, it is another question
