# Two pooled means of the same schools, cluster-robust: the survey package.
# Rscript pooled.R > pooled.json
suppressPackageStartupMessages(library(survey))
n1 <- c(40, 30, 50, 28, 61); m1 <- c(3.0, 3.2, 3.1, 3.44, 2.9)
n2 <- c(40, 35, 45, 31, 55); m2 <- c(3.2, 3.5, 3.2, 3.4, 3.02)
rows <- data.frame(school = rep(1:5, 2), side = rep(0:1, each = 5), n = c(n1, n2), mean = c(m1, m2))
fit <- svyglm(mean ~ side, svydesign(ids = ~school, weights = ~n, data = rows))
difference <- unname(coef(fit)["side"]); se <- unname(sqrt(diag(vcov(fit)))["side"])
half <- qt(.975, 4) * se
numbers <- c(difference, difference - half, difference + half, 2 * pt(-abs(difference / se), 4))
cat(sprintf('{"difference": %.10f, "low": %.10f, "high": %.10f, "p": %.10f}\n', numbers[1], numbers[2], numbers[3], numbers[4]))
