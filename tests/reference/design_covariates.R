# Covariates, and items of both kinds, over clusters: lavaan 0.7. Run in this folder:
# Rscript design_covariates.R (reads design.csv, writes design_covariates.json).
if (nzchar(Sys.getenv("LAVAAN_LIB"))) .libPaths(c(Sys.getenv("LAVAAN_LIB"), .libPaths()))
suppressPackageStartupMessages({library(lavaan); library(jsonlite)})
stopifnot(packageVersion("lavaan") >= "0.7")
frame <- na.omit(read.csv("design.csv"))
everything <- function(fit) {
  table <- as.data.frame(parameterEstimates(fit, remove.nonfree = FALSE))
  list(fit = as.list(unclass(fitMeasures(fit))), estimates = table[c("lhs", "op", "rhs", "est", "se")])
}
two <- "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
items <- paste0("y", 1:8)
out <- list(
  mimic = everything(cfa(paste(two, "F ~ girl\nG ~ girl", sep = "\n"), frame, ordered = items,
                         cluster = "school", control = list(rel.tol = 1e-10))),
  mixed = everything(cfa(two, frame, ordered = items[1:6], cluster = "school",
                         control = list(rel.tol = 1e-10))),
  version = as.character(packageVersion("lavaan"))
)
write_json(out, "design_covariates.json", digits = 12, auto_unbox = TRUE, na = "string", force = TRUE)
