# Exploratory structural equation models: lavaan's efa("b")* blocks, on the answers of models_data.R.
# Run in this folder: Rscript esem.R -> esem.json, esem.sessionInfo.txt
suppressMessages({library(lavaan); library(jsonlite)})
x <- read.csv("models.csv")
keep <- function(fit) {
  list(estimates = parameterEstimates(fit), standardized = standardizedSolution(fit, se = FALSE),
       fit = as.list(fitMeasures(fit)))
}
y <- paste0("y", 1:8)
block <- paste0('efa("b")*F + efa("b")*G =~ ', paste(y, collapse = " + "))
args <- function(...) list(rstarts = 10, ...)
tgt <- matrix(0, 8, 2); tgt[1:4, 1] <- NA; tgt[5:8, 2] <- NA
out <- list()
# lavaan's default, "bordered", differs from the delta method by up to a tenth; see docs/en
run <- function(model, ...) {
  set.seed(1)
  try(keep(cfa(model, x, rotation.se = "delta", ...)), silent = TRUE)
}
for (rotation in c("geomin", "oblimin")) {
  out[[paste0("ml_", rotation)]] <- run(block, rotation = rotation, rotation.args = args())
  out[[paste0("mlr_", rotation)]] <- run(block, rotation = rotation, estimator = "MLR",
                                         rotation.args = args())
  out[[paste0("wlsmv_", rotation)]] <- run(block, rotation = rotation, ordered = y,
                                           rotation.args = args())
}
out$ml_target <- run(block, rotation = "target", rotation.args = args(target = tgt))
out$ml_pst <- run(block, rotation = "pst", rotation.args = args(
  target = ifelse(is.na(tgt), 0, tgt), target.mask = ifelse(is.na(tgt), 0, 1)))
out$ml_more <- run(paste0(block, "\nH =~ z1 + z2 + z3 + z4\nF ~ female + age\nG ~ female + age"),
                   rotation = "geomin", rotation.args = args())
out$wlsmv_more <- run(paste0(block, "\nH =~ z1 + z2 + z3 + z4"), rotation = "geomin",
                      ordered = c(y, paste0("z", 1:4)), rotation.args = args())
three <- paste0('efa("a")*A + efa("a")*B + efa("a")*C =~ ',
                paste(c(y, paste0("z", 1:4)), collapse = " + "))
out$ml_three <- run(three, rotation = "geomin", rotation.args = args())
failed <- vapply(out, inherits, TRUE, what = "try-error")
print(out[failed])
write_json(out[!failed], "esem.json", digits = 12, auto_unbox = TRUE, na = "null")
writeLines(capture.output(sessionInfo()), "esem.sessionInfo.txt")
