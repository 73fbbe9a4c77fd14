# School effects from lme4 and multilevel, on data that any language can rebuild.
#
# The data come from the minimal standard generator of Park and Miller
# (x <- 16807 x mod 2^31 - 1, exact in double precision), turned into normal
# deviates by their quantile function, so that no data file is needed.
# Run in this folder:  Rscript multilevel.R   (writes multilevel.json, multilevel.sessionInfo.txt)
suppressPackageStartupMessages({
  library(lme4)
  library(multilevel)
  library(jsonlite)
})

deviates <- function(count, seed) {
  out <- numeric(count)
  state <- seed
  for (i in seq_len(count + 20)) {
    state <- (16807 * state) %% 2147483647
    if (i > 20) out[i - 20] <- state / 2147483647
  }
  qnorm(out)
}

region <- function(sizes, tau, sigma, seed, slopes = NULL) {
  school <- rep(seq_along(sizes), sizes)
  y <- 3 + tau * deviates(length(sizes), seed)[school] + sigma * deviates(sum(sizes), seed + 1)
  frame <- data.frame(y = y, school = factor(school))
  if (!is.null(slopes)) {
    frame$x1 <- deviates(sum(sizes), seed + 2) + 0.5 * deviates(length(sizes), seed + 3)[school]
    frame$x2 <- as.numeric(deviates(sum(sizes), seed + 4) > 0.3)
    frame$y <- frame$y + slopes[1] * frame$x1 + slopes[2] * frame$x2
  }
  frame
}

# lmer stops near the optimum; a one-dimensional search on its own deviance goes on to it.
fit_exactly <- function(formula, frame) {
  fit <- lmer(formula, frame, REML = TRUE)
  deviance_of <- lmer(formula, frame, REML = TRUE, devFunOnly = TRUE)
  start <- getME(fit, "theta")
  near <- optimize(deviance_of, c(max(0, start - 0.05 - start / 5), start + 0.05 + start / 5),
                   tol = 1e-11)
  theta <- if (deviance_of(0) <= near$objective) 0 else near$minimum
  deviance_of(theta)
  parsed <- lFormula(formula, frame, REML = TRUE)
  list(lmer = mkMerMod(environment(deviance_of), list(par = theta, fval = deviance_of(theta),
       conv = 0, message = ""), parsed$reTrms, fr = parsed$fr), theta = theta)
}

numbers <- function(frame, slopes = FALSE, every = 1) {
  fit <- fit_exactly(if (slopes) y ~ x1 + x2 + (1 | school) else y ~ 1 + (1 | school), frame)$lmer
  components <- as.data.frame(VarCorr(fit))$vcov
  effects <- ranef(fit, condVar = TRUE)$school
  keep <- seq(1, nrow(effects), by = every)
  # aov() builds a dense design: too large for thousands of schools
  anova_fit <- if (nlevels(frame$school) < 1000) aov(y ~ school, frame) else NULL
  list(n = nrow(frame), n_schools = nlevels(frame$school),
       tau2 = components[1], sigma2 = components[2], fixed = unname(fixef(fit)),
       icc1 = if (is.null(anova_fit)) NA else ICC1(anova_fit),
       icc2 = if (is.null(anova_fit)) NA else ICC2(anova_fit),
       kept = keep,
       effect = effects[keep, 1],
       conditional_sd = sqrt(attr(effects, "postVar")[1, 1, keep]),
       checksum = sum(frame$y))
}

sizes_unbalanced <- c(1, 1, 2, 3, 400, 5, 7, 12, 25, 60, 1, 150, 9, 33, 18, 4, 90, 2, 240, 14)
sizes_many <- 3 + (seq_len(5000) * 7) %% 17
result <- list(
  balanced = numbers(region(rep(20, 30), 0.3, 1, 1001)),
  unbalanced = numbers(region(sizes_unbalanced, 0.4, 0.9, 2001)),
  zero = numbers(region(rep(c(10, 25, 40), 8), 0, 1, 3001)),
  many = numbers(region(sizes_many, 0.25, 0.8, 4001), every = 250),
  covariates = numbers(region(rep(c(4, 15, 30, 55), 10), 0.3, 0.8, 5001, c(0.4, -0.3)), slopes = TRUE),
  strong = numbers(region(rep(c(2, 8), 15), 3, 0.5, 6001)),
  sizes_unbalanced = sizes_unbalanced)
write_json(result, "multilevel.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
writeLines(capture.output(print(sessionInfo()))[1:3], "multilevel.sessionInfo.txt")
cat(sprintf("lme4 %s, multilevel %s\n", packageVersion("lme4"), packageVersion("multilevel")),
    file = "multilevel.sessionInfo.txt", append = TRUE)
