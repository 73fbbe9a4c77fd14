# Reference numbers for weighted and clustered samples, from simulated pupils in schools.
#
# Run in this folder: Rscript design.R   (writes design.csv, design.json, design.sessionInfo.txt)
# lavaan must be 0.7 or later (0.6 ignores `cluster` with ordinal items); LAVAAN_LIB may name
# the library it is installed in.
if (nzchar(Sys.getenv("LAVAAN_LIB"))) .libPaths(c(Sys.getenv("LAVAAN_LIB"), .libPaths()))
suppressPackageStartupMessages({
  library(lavaan)
  library(survey)
  library(clubSandwich)
  library(jsonlite)
})
stopifnot(packageVersion("lavaan") >= "0.7")

# --- pupils: 45 schools of 4 to 30, two factors of four items, unequal chances to be drawn ---
set.seed(31337)
sizes <- sample(4:30, 45, replace = TRUE)
school <- rep(seq_along(sizes), sizes)
n <- length(school)
track <- ifelse(school %% 3 == 0, "b", "a")
between <- MASS::mvrnorm(45, c(0, 0), .15 * matrix(c(1, .6, .6, 1), 2))
within <- MASS::mvrnorm(n, c(0, 0), .85 * matrix(c(1, .4, .4, 1), 2))
eta <- between[school, ] + within
loading <- c(.8, .7, .6, .7, .75, .65, .55, .8)
own <- MASS::mvrnorm(45, rep(0, 8), .05 * diag(8))
latent <- sapply(1:8, function(j) {
  loading[j] * eta[, (j > 4) + 1] + own[school, j] + rnorm(n, sd = sqrt(.95 - loading[j]^2))
})
frame <- as.data.frame(apply(latent, 2, function(x) as.integer(cut(x, c(-Inf, -1, 0, .9, Inf)))))
names(frame) <- paste0("y", 1:8)
frame$school <- paste0("s", school)
frame$track <- track
frame$girl <- rbinom(n, 1, .5)
# pupils with a high first factor are drawn less often, so weights matter
frame$w <- round(exp(.5 * eta[, 1] + rnorm(n, sd = .4)), 3)
gone <- matrix(runif(n * 8) < .04, n)
with_gaps <- frame
with_gaps[1:8][gone] <- NA
write.csv(with_gaps, "design.csv", row.names = FALSE, na = "")
complete <- na.omit(with_gaps)
items <- paste0("y", 1:8)
two <- "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
apart <- paste(two, "F ~~ 0*G", sep = "\n")

cfa <- function(...) {
  for (tolerance in c(1e-13, 1e-11, 1e-10)) {
    fit <- suppressWarnings(lavaan::cfa(..., control = list(rel.tol = tolerance, iter.max = 20000,
                                                            eval.max = 40000)))
    if (lavInspect(fit, "converged")) return(fit)
  }
  stop("no solution")
}
everything <- function(fit) {
  table <- as.data.frame(parameterEstimates(fit, remove.nonfree = FALSE))
  table$std <- as.data.frame(standardizedSolution(fit))$est.std
  keep <- intersect(c("lhs", "op", "rhs", "group", "est", "se", "std"), names(table))
  list(fit = as.list(unclass(fitMeasures(fit))), estimates = table[keep])
}
lrt <- function(free, restricted, ...) {
  table <- as.data.frame(lavTestLRT(free, restricted, ...))
  list(chisq = table[2, "Chisq diff"], df = table[2, "Df diff"], pvalue = table[2, "Pr(>Chisq)"])
}
out <- list(n = n, n_complete = nrow(complete), schools = 45)

# --- models -----------------------------------------------------------------------------------
models <- list()
add <- function(name, ..., restricted = TRUE) {
  fit <- cfa(two, ...)
  models[[name]] <<- everything(fit)
  if (restricted) models[[name]]$lrt <<- lrt(fit, cfa(apart, ...))
  invisible(fit)
}
fit <- add("wlsmv_cluster", with_gaps, ordered = items, cluster = "school")
models$gamma_cluster <- diag(lavInspect(fit, "gamma"))
fit <- add("wlsmv_weights", with_gaps, ordered = items, sampling.weights = "w")
models$gamma_weights <- diag(lavInspect(fit, "gamma"))
models$correlations_weights <- lavInspect(fit, "sampstat")$cov[items, items]
models$thresholds_weights <- as.list(lavInspect(fit, "sampstat")$th)
fit <- add("wlsmv_both", with_gaps, ordered = items, cluster = "school", sampling.weights = "w")
models$gamma_both <- diag(lavInspect(fit, "gamma"))
add("wlsmv_both_theta", with_gaps, ordered = items, cluster = "school", sampling.weights = "w",
    parameterization = "theta")
# no clusters here: with gaps lavaan 0.7-2 leaves every school that has one out of its sums
add("wlsmv_weights_pairwise", with_gaps, ordered = items, sampling.weights = "w",
    missing = "pairwise")
add("ulsmv_both", with_gaps, ordered = items, cluster = "school", sampling.weights = "w",
    estimator = "ULSMV")
add("mlr_cluster", with_gaps, cluster = "school", estimator = "MLR")
add("mlr_weights", with_gaps, sampling.weights = "w", estimator = "MLR")
add("mlr_both", with_gaps, cluster = "school", sampling.weights = "w", estimator = "MLR")
add("fiml_cluster", with_gaps, cluster = "school", estimator = "MLR", missing = "fiml",
    em.h1.args = list(tol = 1e-12, max_iter = 5000L))
add("fiml_both", with_gaps, cluster = "school", sampling.weights = "w", estimator = "MLR",
    missing = "fiml", em.h1.args = list(tol = 1e-12, max_iter = 5000L))
add("wlsmv_groups", with_gaps, ordered = items, cluster = "school", sampling.weights = "w",
    group = "girl")
add("mlr_groups", with_gaps, cluster = "school", sampling.weights = "w", estimator = "MLR",
    group = "girl")
out$models <- models

# --- means, shares, alpha: survey ---------------------------------------------------------------
designs <- list(
  cluster = svydesign(ids = ~school, weights = ~1, data = complete),
  weights = svydesign(ids = ~1, weights = ~w, data = complete),
  both = svydesign(ids = ~school, weights = ~w, data = complete)
)
alpha_text <- function(k) {
  name <- function(i, j) sprintf("p%d%d", min(i, j), max(i, j))
  cov <- function(i, j) sprintf("(%s - m%d * m%d)", name(i, j), i, j)
  own <- paste(sapply(1:k, function(i) cov(i, i)), collapse = " + ")
  all <- paste(outer(1:k, 1:k, Vectorize(cov)), collapse = " + ")
  sprintf("%d / %d * (1 - (%s) / (%s))", k, k - 1, own, all)
}
linear <- lapply(designs, function(design) {
  means <- svymean(as.formula(paste("~", paste(items, collapse = " + "))), design)
  shares <- svymean(~factor(y1), design)
  logit <- svyciprop(~I(y1 == 4), design, method = "logit", df = degf(design))
  products <- list()
  for (i in 1:4) products[[paste0("m", i)]] <- complete[[items[i]]]
  for (i in 1:4) for (j in i:4) {
    products[[paste0("p", i, j)]] <- complete[[items[i]]] * complete[[items[j]]]
  }
  both <- do.call(update, c(list(design), products))
  moments <- svymean(as.formula(paste("~", paste(names(products), collapse = " + "))), both)
  alpha <- svycontrast(moments, list(alpha = str2lang(alpha_text(4))))
  list(
    mean = as.list(coef(means)), se = as.list(SE(means)), df = degf(design),
    share = unname(coef(shares)), share_se = unname(SE(shares)),
    logit = c(as.numeric(logit), as.numeric(attr(logit, "ci"))),
    alpha = unname(coef(alpha)), alpha_se = unname(SE(alpha)[1])
  )
})
out$linear <- linear

# --- few clusters: CR2 with Satterthwaite's degrees of freedom ----------------------------------
few <- complete[complete$school %in% paste0("s", 1:9), ]
cr2 <- lapply(list(cluster = NULL, both = "w"), function(weights) {
  lapply(setNames(items, items), function(item) {
    fit <- if (is.null(weights)) lm(reformulate("1", item), few) else
      lm(reformulate("1", item), few, weights = w)
    test <- coef_test(fit, vcov = "CR2", cluster = few$school, test = "Satterthwaite")
    list(mean = test$beta, se = test$SE, df = test$df_Satt)
  })
})
out$cr2 <- c(list(n = nrow(few)), cr2)

# --- two levels, continuous indicators -----------------------------------------------------------
free <- "
level: 1
  f =~ y1 + y2 + y3 + y4
level: 2
  f =~ y1 + y2 + y3 + y4
"
configural <- "
level: 1
  f =~ l1*y1 + l2*y2 + l3*y3 + l4*y4
level: 2
  f =~ l1*y1 + l2*y2 + l3*y3 + l4*y4
"
shared <- "
level: 1
  y1 ~~ y1 + y2 + y3 + y4
  y2 ~~ y2 + y3 + y4
  y3 ~~ y3 + y4
  y4 ~~ y4
level: 2
  f =~ y1 + y2 + y3 + y4
"
two_factors <- "
level: 1
  F =~ y1 + y2 + y3 + y4
  G =~ y5 + y6 + y7 + y8
level: 2
  F =~ y1 + y2 + y3 + y4
  G =~ y5 + y6 + y7 + y8
"
texts <- list(free = free, configural = configural, shared = shared, two_factors = two_factors)
out$levels <- lapply(texts, function(text) {
  lapply(c(ML = "ML", MLR = "MLR"), function(estimator) {
    for (tolerance in c(1e-11, 1e-10, 1e-9, 1e-8)) {
      fit <- suppressWarnings(lavaan::cfa(text, complete, cluster = "school",
                                          estimator = estimator, optim.gradient = "analytic",
                                          control = list(rel.tol = tolerance, iter.max = 20000)))
      if (lavInspect(fit, "converged")) break
    }
    table <- as.data.frame(parameterEstimates(fit, remove.nonfree = FALSE))
    keep <- intersect(c("lhs", "op", "rhs", "level", "est", "se"), names(table))
    list(fit = as.list(unclass(fitMeasures(fit))), estimates = table[keep])
  })
})

write_json(out, "design.json", digits = 12, auto_unbox = TRUE, pretty = FALSE, na = "string",
           force = TRUE)
writeLines(capture.output(sessionInfo()), "design.sessionInfo.txt")
