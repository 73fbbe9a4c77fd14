# What `aspiratie inspect`, `aspiratie start` and notebooks/beginnen.ipynb say, in English.

## The parameters file

parameters-head = What one run has to know. Made by `aspiratie start`; change what you like.
parameters-paths = Paths are read from the folder of this file. A name that does not exist is an error.
parameters-open = A question mark is still open: fill it in. As long as there is one, no report is made.
parameters-off = What starts with # is off. Take the # away to use it.

parameter-ledger = file of what was published before; keep it, but do not share it
parameter-region = name of the region or board, above the reports
parameter-wave = the wave that the reports are about, as "2025-2026"
parameter-date = date printed in the reports
parameter-language = language of the reports: nl or en
parameter-notebook = or the path of a notebook of your own
parameter-output = folder of the reports
parameter-register = files of DUO that say who a school is and in which partnership it lies
parameter-partnership = code of the partnership whose schools are the region; all: each by itself
parameter-boards = boards that see their own schools beside each other; or all
parameter-schools = list of schools: school;naam;type;plaats
parameter-enrolment = numbers of pupils: school;groep;aantal
parameter-own_words = what schools write beside their page: school;comment;conversation;hear_back;contact
parameter-school_pattern = what a school's code looks like, if your codes are no BRIN
parameter-adjust_for = columns of role intake, for a fairer comparison
parameter-surveys = the exports, and the codebook that says what is in them
parameter-rules = rules that change data or hide numbers; every report names them

survey-school = code of this file's school; if a column holds the school, give it the role "school" in the codebook and take this line away; if the code is no BRIN, fill in school_pattern too

## Rules: what each does

start-rule-n_min = smallest number of pupils behind any number; below 5 is not possible
start-rule-min_answered = who answered a smaller share of the questions is left out
start-rule-prorate_min = share of a scale's questions that is needed for a score
start-rule-reliability_min = less reliable scales are named, but not explained
start-rule-careless = who answered strikingly carelessly: keep (counts) or exclude (does not count)
start-rule-duplicates = answered twice: keep_first, keep_last or keep_all
start-rule-out_of_range = an answer that is not in the codebook: missing (empty) or refuse (stop)
start-rule-test_entries = test entries: remove or keep
start-rule-alpha = expected share of wrong words among all "clearly higher" and "clearly lower"
start-rule-region_min_schools = so many other schools are needed for a mean of the region
start-rule-region_min_pupils = so many pupils are needed for a mean of the region
start-rule-region_max_share = largest share of one school in a mean of the region
start-rule-interval_share = share of what is possible that stays open for a few pupils

## The proposal as a table

inspect-title = What is in { $files }
inspect-kicker = Proposal for a codebook
inspect-files = { $n ->
    [one] 1 file
   *[other] { $n } files
  }
inspect-file = { $file }: { $rows } rows and { $columns } columns, read as { $tool }
inspect-definition = { $file }: definition of the survey from { $tool }; says of { $columns } columns what the codes are
inspect-file-school = { $file }: { $rows } rows and { $columns } columns, read as { $tool }; belongs to school { $school }
inspect-counts = { $items ->
    [one] 1 question
   *[other] { $items } questions
  }, { $scales ->
    [one] 1 scale
   *[other] { $scales } scales
  }, { $open } to be answered by you
inspect-columns = Columns
inspect-columns-caption = What each column seems to be. No answers of pupils stand here.
inspect-answers = Answers
inspect-answers-caption = The answers to each group of questions, from low to high. An answer that was given fewer than { $least } times stands there without its count.
inspect-questions = To be answered by you
inspect-questions-none = Nothing is open any more.
inspect-questions-caption = What only you can say
inspect-offline = This page fetches nothing and sends nothing.
inspect-skip = To the content

inspect-unsure = may be a question, but is not used now

start-column-place = place
start-column-heading = heading in the file
start-column-role = what it seems
start-column-sure = how sure
start-column-answers = answers
start-column-scale = scale
start-column-reason = why
start-column-question = question
start-column-choices = choices
start-column-block = group
start-column-items = questions
start-column-label = answer
start-column-count = count

sure-certain = certain
sure-likely = likely
sure-open = open question

role-item = question
role-school = school
role-group = group or year
role-type = kind of education
role-wave = wave
role-respondent = code of the respondent
role-submitted = time of submission
role-started = time of starting
role-duration = duration
role-status = status
role-weight = weight
role-intake = intake
role-open = open answer: is not read
role-personal = personal data: is not read
role-other = is not read

answers-unordered = order still open
choices-few = { $shown } and { $n } that were given fewer than 10 times
answers-none = no answer
answers-few = fewer than { $least }
place-in = { $place } in { $file }
heading-none = (no heading)

## The workbook

workbook-licence = Not stated.
workbook-found = { $n } filled in, { $distinct } different
workbook-lacking = Is not in: { $files }. There the question counts as not asked.
workbook-weight = These look like weights. A report counts every respondent once, so this column is not used.
workbook-ignored = This may be a question. Now the column is not used. If it is one, choose the role "item" and a list of answers.
workbook-unsorted = The order of { $n } lists is still open. To leave out the questions with an open list, choose "ignore" here. Then you need not fill in those lists.
workbook-numbers = The numbers themselves: { $low } is low, { $high } is high
workbook-reversed = These { $n } questions run against their scale: { $names }. On the first sheet "true" stands there under "reversed". See whether that is right for each, and mend it where needed. Then choose "true" here.
workbook-1 = This is the codebook: it says what each column of your file means. It is filled in as far as the file itself tells.
workbook-2 = A coloured cell with a question mark is still open. The column "todo" says what is asked, and why. Choose from the menu of the cell.
workbook-3 = As long as there is a question mark, `aspiratie report` makes no report. It then tells which cells are open.
workbook-4 = Sheet "questions": a row for every column of your file. The role says what it is: an item, the school, the year group, or "ignore".
workbook-5 = Reversed: "true" if who agrees scores lower. Example: "I feel alone here" in a scale of belonging.
workbook-6 = Answers: the name of a list on sheet "meanings". There the answers stand from low (disagree, never) to high (agree, always).
workbook-7 = Order: choose a row from the menu. "rising" means: as the answers stand below it. You may also move those rows or give them other words.
workbook-8 = Sheet "meanings": the codebook itself, the scales, the principles and the lists of answers. Give every scale a name that schools understand.
workbook-9 = Principles are not needed. To put scales together, add a row with "principle" under "kind", and give its name at each scale.
workbook-10 = Open answers and personal data are not read. They have the role "ignore" or "open".
workbook-11 = Sheet "choices" says what each order in a menu means. At the right of this sheet stand the words of the menus. Change nothing there.
workbook-12 = Done? Save the workbook as .xlsx and close it. Then type `aspiratie report` with the name of the file in the folder params.

## What `aspiratie start` says

start-wrote = Written: { $workbook } and { $parameters }
start-cells = { $n ->
    [one] Fill in 1 cell:
   *[other] Fill in { $n } cells:
  }
start-then = Then type:
start-ready = Nothing is open any more. Look through the codebook, and type:
start-column-line = line

## The notebook without code

desk-step-1 = 1. Choose your files
desk-about-1 = Tick the export of one questionnaire: one file, or one a school. Everything stays on this computer.
desk-step-2 = 2. See what is in them
desk-about-2 = This is the proposal. What only you can say stands below it as a question.
desk-step-3 = 3. Give names and choose the rules
desk-about-3 = Give every scale a name that schools understand. Beside each rule stands what it does. Every report names the rules.
desk-step-4 = 4. Make the reports
desk-about-4 = Every school gets a report and a page for pupils. There is also a page with links to all of them.

desk-upload = Add files
desk-refresh = Look in the folder again
desk-no-files = There is nothing in the folder data yet. Add a file with the button below.
desk-none-chosen = Choose a file first.
desk-look = Look at these files
desk-choose = Choose …
desk-your-answer = Your answer
desk-own = Your words
desk-own-text = Type it yourself
desk-own-ordered = Type them yourself, from low to high, with ; between
desk-leave-out = Leave these questions out
desk-suggested = It seems: { $choice }.
desk-suggestions = Take all suggestions
desk-answer = Go on
desk-left = { $n ->
    [one] 1 question is still open.
   *[other] { $n } questions are still open.
  }
desk-title = Name of the survey
desk-wave = Wave
desk-region = Region or board
desk-language = Language
desk-scale = Scale
desk-scales = Scales
desk-rules = Rules
desk-items = { $n ->
    [one] 1 question
   *[other] { $n } questions
  }
desk-reversed = reversed
desk-incomplete = Something has not been filled in yet.
desk-missing = has to be filled in.
desk-replace = Replace a codebook and parameters that are there already
desk-make = Make the reports
desk-progress = Progress
desk-reading = Reading the answers …
desk-counted = { $made } of { $of } pages
desk-made = { $made } schools with a report, { $withheld } with too few pupils, { $failed } failed
desk-where = The page with all reports: { $path }
desk-open = Open the reports
desk-open-yourself = Open this file in your browser yourself: { $path }
desk-fault = Something went wrong in the program ({ $where }). Your files have not been changed.
