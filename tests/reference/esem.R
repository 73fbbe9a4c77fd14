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
# Standard errors: lavaan's two ways differ from each other (the default up to a tenth, "delta" by
# where its rotation stops). So the delta method by hand: the derivatives of a rotation that is run
# to its end by GPArotation, from the unrotated estimates and their covariance.
suppressMessages({library(GPArotation); library(numDeriv)})
by_hand <- function(rotate, ...) {
  fit <- cfa(block, x, rotation = "none", ...)
  est <- lavInspect(fit, "free")$lambda
  at <- coef(fit)
  turn <- NULL
  g <- function(v) {
    lambda <- est
    lambda[est > 0] <- v[est[est > 0]]
    theta <- diag(lavInspect(fit, "free")$theta)
    sd <- if (any(theta > 0)) sqrt(rowSums(lambda^2) + v[theta]) else rep(1, nrow(lambda))
    r <- rotate(lambda / sd, if (is.null(turn)) diag(2) else turn)
    if (is.null(turn)) turn <<- r$Th
    c(unclass(r$loadings) * sd, r$Phi[1, 2])
  }
  value <- g(at)
  j <- jacobian(g, at, method = "simple", method.args = list(eps = 1e-5))
  list(est = value, se = sqrt(diag(j %*% vcov(fit) %*% t(j))))
}
ob <- function(a, t) oblimin(a, Tmat = t, eps = 1e-8, maxit = 5000)
ge <- function(a, t) geominQ(a, Tmat = t, delta = .001, eps = 1e-8, maxit = 5000)
out$hand <- list(ml_oblimin = by_hand(ob), wlsmv_oblimin = by_hand(ob, ordered = y),
                 ml_geomin = by_hand(ge), wlsmv_geomin = by_hand(ge, ordered = y),
                 mlr_oblimin = by_hand(ob, estimator = "MLR"))
failed <- vapply(out, inherits, TRUE, what = "try-error")
print(out[failed])
write_json(out[!failed], "esem.json", digits = 12, auto_unbox = TRUE, na = "null")
writeLines(capture.output(sessionInfo()), "esem.sessionInfo.txt")
