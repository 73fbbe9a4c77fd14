# What lavaan makes of the code that to_lavaan() writes.
#   python tests/reference/to_lavaan_models.py FOLDER && Rscript tests/reference/to_lavaan.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
answers <- read.csv("tests/reference/to_lavaan.csv")
answers$z <- (answers$school == "zuid") * 1
answers$weights <- 1 + (seq_len(nrow(answers)) - 1) %% 3
out <- list()
for (file in sort(list.files(folder, pattern = "[.]R$", full.names = TRUE))) {
  source(file)
  out[[sub("[.]R$", "", basename(file))]] <- list(
    code = paste(readLines(file), collapse = "\n"),
    fit = as.list(lavaan::fitMeasures(fit)),
    std = lavaan::standardizedSolution(fit)$est.std
  )
}
jsonlite::write_json(out, "tests/reference/to_lavaan.json", auto_unbox = TRUE, digits = 10, pretty = TRUE)
writeLines(capture.output(sessionInfo()), "tests/reference/to_lavaan.sessionInfo.txt")
