# Fixed texts around the pages that a notebook of one's own makes for each school or group.
personal-title = { $name } · holds personal data
personal-mark = Holds personal data
personal-mark-text = This page is made of answers of pupils or adults. Do not send it, and do not put it where others can read it. For a school there is the report.
personal-folder = Holds personal data. The files in this folder are made of answers of pupils or adults. Do not send them. Keep the folder where only you can read it, and throw it away when you are done.
