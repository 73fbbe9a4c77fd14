# Fixed texts around the report and on the index page.
notice = Confidential, property of the school
notice-region = Confidential, property of the schools
notice-example = Example with invented data
skip = Skip to the content
contents = Contents
provenance = Where this report comes from
made-with = Questionnaire
made-instrument = { $title }, version { $version }
made-wave = Survey
made-package = Made with
made-date = Made on
made-data = Data
made-codebook = Codebook
made-parameters = Settings
made-license = Licence of the questions
accessibility = This page is built for keyboard, screen reader and large type. It is tested by machine against WCAG 2.2 AA. Does something not work? Tell the person who gave you this report.
offline = The page fetches nothing from the internet and sends nothing.
index-title = Reports { $region } { $wave }
index-heading = { $of ->
    [regions] Reports by partnership and board
   *[schools] Reports by school
  }
index-kicker = { $region } · school year { $wave }
index-summary = { $of ->
    [regions] { $total ->
        [one] 1 region
       *[other] { $total } regions
      }
   *[schools] { $total ->
        [one] 1 school
       *[other] { $total } schools
      }
  }
index-region = The region
index-together = { $name ->
    [regio] Comparison of the region, by name (for the board)
    [regio-bijlage] Appendix to the comparison of the region
    [regio_letters] Comparison of the region, by letter (for the schools)
    [regio_letters-bijlage] Appendix to the comparison by letter
   *[other] Comparison of the region: { $name }
  }{ $kind ->
    [pdf] , pdf
    [xlsx] , Excel
   *[other] { "" }
  }
index-hint = { $of ->
    [regions] Find a region with Ctrl + F, on a Mac with ⌘ + F.
   *[schools] Find a school with Ctrl + F, on a Mac with ⌘ + F.
  }
index-search = { $of ->
    [regions] Find a region
   *[schools] Find a school
  }
index-found = Found
index-caption = { $of ->
    [regions] Regions: { $state }
   *[schools] Schools: { $state }
  }
index-school = { $of ->
    [regions] Partnership or board
   *[schools] School
  }
index-partnership = Partnership { $code }
index-no-region = There is no comparison. It takes { $schools } schools and { $pupils } pupils at least, and no school with more than half of the pupils.
index-n = Pupils (n)
index-report = Report
index-reason = Reason
index-open = { $kind ->
    [html] Report
    [index] Overview
    [region] Comparison
    [pdf] pdf
    [xlsx] Excel
    [appendix] Appendix
    [poster] Poster
    [letter] Letter
    [docx] Letter (Word)
    [slides] Slides
   *[other] { $kind }
  }
index-open-label = { $kind ->
    [html] Report of { $school }
    [index] Overview of { $school }
    [region] Comparison of { $school }
    [pdf] Report of { $school } as pdf
    [xlsx] Tables of { $school } for Excel
    [appendix] Appendix of { $school }
    [poster] Pupils’ poster of { $school }
    [letter] Letter to parents of { $school }
    [docx] Letter to parents of { $school } for Word
    [slides] Slides for the team of { $school }
   *[other] { $kind } of { $school }
  }
withheld-few = Fewer than { $n } pupils took part. Then there is no report.
withheld-no_data = There are no answers from this school.
withheld-other = There is too little for a report that reveals nobody. The limit is { $n }.
index-untold = See the folder “failed” beside this page.
index-hidden = hidden
index-unknown = unknown
index-state = { $state ->
    [made] made
    [unchanged] not changed
    [withheld] not made, too few answers or data
   *[failed] failed
  }
index-state-short = { $state ->
    [made] Made
    [unchanged] Not changed
    [withheld] Not made
   *[failed] Failed
  }
key-heading = Key of school { $school } to the region report { $region } { $wave }
key-private = For this school only. Do not give this key to others: they could then recognise the school.
key-none = There are no letters in this report, as schools are compared on no subject.
region-report-title = Comparison of the region { $name } { $wave }
region-appendix-title = Appendix to the comparison of the region { $name } { $wave }
region-name = Region
made-of = { $title }{ $version ->
    [none] { "" }
   *[other] , version { $version }
  } · { $package } · { $date }
report-title = School report { $name } { $wave }
appendix-title = Appendix to the school report { $name } { $wave }
poster-title = Pupils’ poster { $name } { $wave }
letter-title = Letter to parents { $name } { $wave }
