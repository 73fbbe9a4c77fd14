# Reference numbers for means of groups and for correlations without something else.
# Run in this folder: Rscript comparisons.R.  Base R and psych only: Games-Howell is written out
# with ptukey, repeated measures as the analysis of covariance that it is.
suppressMessages({library(psych); library(jsonlite)})
set.seed(20261124)
g <- rep(c("havo", "vmbo", "vwo"), c(40, 65, 25))
y <- rnorm(130) + .5 * (g == "vwo"); y[g == "vmbo"] <- 1.8 * y[g == "vmbo"] - .4
d <- data.frame(track = g, fun = round(y, 6), pupil = rep(1:26, 5))
d$trust <- round(.5 * d$fun + rnorm(130), 6)
d$marks <- round(.3 * d$fun + .4 * d$trust + rnorm(130), 6)
d$age <- round(rnorm(130), 6)
write.csv(d, "comparisons.csv", row.names = FALSE)

k <- split(d$fun, d$track); n <- sapply(k, length); m <- sapply(k, mean); v <- sapply(k, var)
welch <- oneway.test(fun ~ track, d)
a <- anova(lm(fun ~ track, d))
pairs <- apply(combn(3, 2), 2, function(p) {
  i <- p[1]; j <- p[2]
  se <- sqrt(v[i] / n[i] + v[j] / n[j])
  df <- se^4 / ((v[i] / n[i])^2 / (n[i] - 1) + (v[j] / n[j])^2 / (n[j] - 1))
  diff <- m[i] - m[j]
  half <- qtukey(.95, 3, df) / sqrt(2) * se
  f <- n[i] + n[j] - 2
  sp <- sqrt(((n[i] - 1) * v[i] + (n[j] - 1) * v[j]) / f)
  J <- exp(lgamma(f / 2) - lgamma((f - 1) / 2)) / sqrt(f / 2)
  t <- diff / sp * sqrt(n[i] * n[j] / (n[i] + n[j]))
  ncp <- function(level) uniroot(function(x) pt(t, f, x) - level, c(t - 8, t + 8), tol = 1e-12)$root
  list(a = names(k)[i], b = names(k)[j], diff = diff, se = se, t = diff / se, df = df,
       pvalue = ptukey(abs(diff / se) * sqrt(2), 3, df, lower.tail = FALSE),
       ci_lower = diff - half, ci_upper = diff + half, hedges_g = J * diff / sp,
       g_lower = J * ncp(.975) / sqrt(n[i] * n[j] / (n[i] + n[j])),
       g_upper = J * ncp(.025) / sqrt(n[i] * n[j] / (n[i] + n[j])))
})
two <- t.test(fun ~ track, d[d$track != "vmbo", ])

part <- function(x, y, z, method) {
  u <- d[, c(x, y, z)]
  if (method == "spearman") u <- as.data.frame(lapply(u, rank))
  r <- partial.r(u, c(x, y), z)[1, 2]
  df <- nrow(u) - 2 - length(z)
  list(r = r, df = df, pvalue = 2 * pt(-abs(r) * sqrt(df / (1 - r^2)), df),
       lower = tanh(atanh(r) - qnorm(.975) / sqrt(df - 1)),
       upper = tanh(atanh(r) + qnorm(.975) / sqrt(df - 1)))
}
fit <- lm(trust ~ factor(pupil) + fun, d); an <- anova(fit)
r <- unname(sign(coef(fit)["fun"])) * sqrt(an["fun", 2] / (an["fun", 2] + an["Residuals", 2]))
df <- an["Residuals", 1]
out <- list(
  welch = list(F = unname(welch$statistic), df1 = unname(welch$parameter[1]),
               df2 = unname(welch$parameter[2]), pvalue = welch$p.value,
               eta2 = a[1, 2] / sum(a[, 2])),
  pairs = pairs,
  two = list(t = unname(two$statistic), df = unname(two$parameter), pvalue = two$p.value,
             lower = two$conf.int[1], upper = two$conf.int[2]),
  partial = part("marks", "trust", "fun", "pearson"),
  partial_two = part("marks", "trust", c("fun", "age"), "pearson"),
  partial_spearman = part("marks", "trust", "fun", "spearman"),
  repeated = list(r = r, df = df, pvalue = an["fun", 5],
                  lower = tanh(atanh(r) - qnorm(.975) / sqrt(df - 1)),
                  upper = tanh(atanh(r) + qnorm(.975) / sqrt(df - 1)))
)
write_json(out, "comparisons.json", auto_unbox = TRUE, digits = 12, pretty = TRUE)
writeLines(capture.output(sessionInfo()), "comparisons.sessionInfo.txt")
