# Reference numbers for the eight-construct model of PISA 2003 (Netherlands), complete cases.
# Run in this folder with the folder of the shared data as argument:
#   Rscript cfa_pisa.R ../../../shared/data/pisa2003_nld
# Writes cfa_pisa.json (fit, loadings, factor correlations; no answers) and
# cfa_pisa.sessionInfo.txt (versions).
suppressMessages({library(lavaan); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
answers <- read.csv(file.path(folder, "pisa2003_nld.csv"))
book <- read.csv(file.path(folder, "codebook.csv"))
scales <- c("STUREL", "BELONG", "INTMAT", "INSTMOT", "ANXMAT", "SCMAT", "TEACHSUP", "DISCLIM")
book <- book[book$scale %in% scales, ]
for (k in seq_len(nrow(book))) if (book$reverse_so_high_is_more[k] == 1)
  answers[[book$item[k]]] <- 5 - answers[[book$item[k]]]
answers <- na.omit(answers[book$item])
model <- paste(sapply(scales, function(s)
  paste(s, "=~", paste(book$item[book$scale == s], collapse = " + "))), collapse = "\n")
fit <- cfa(model, answers, ordered = book$item, estimator = "WLSMV")
table <- as.data.frame(parameterEstimates(fit))
table$std <- standardizedSolution(fit)$est.std
keep <- table$op == "=~" | (table$op == "~~" & table$lhs %in% scales)
out <- list(n = nrow(answers), model = model,
            fit = as.list(unclass(fitMeasures(fit))),
            estimates = table[keep, c("lhs", "op", "rhs", "est", "se", "std")])
write_json(out, "cfa_pisa.json", digits = NA, auto_unbox = TRUE, na = "null", null = "null")
writeLines(capture.output(sessionInfo()), "cfa_pisa.sessionInfo.txt")
