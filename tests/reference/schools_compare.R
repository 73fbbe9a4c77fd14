# Adjusted p values, score tests, Welch tests and cluster-robust gaps, from base R.
# Run in this folder:  Rscript schools_compare.R
suppressPackageStartupMessages(library(jsonlite))

p <- c(0.001, 0.2, 0.012, 0.04, 0.9, 0.012, 0.03)
yes <- c(12, 30, 0, 25)
asked <- c(20, 44, 15, 25)
yes_reference <- c(40, 90, 31, 70)
asked_reference <- c(100, 120, 80, 75)

score_p <- sapply(seq_along(yes), function(i) suppressWarnings(
  prop.test(c(yes[i], yes_reference[i]), c(asked[i], asked_reference[i]), correct = FALSE)$p.value))

# Wilson intervals of prop.test, put together after Newcombe (1998, method 10)
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
newcombe <- t(sapply(seq_along(yes), function(i) {
  one <- yes[i] / asked[i]
  two <- yes_reference[i] / asked_reference[i]
  a <- wilson(yes[i], asked[i])
  b <- wilson(yes_reference[i], asked_reference[i])
  c(one - two - sqrt((one - a[1])^2 + (b[2] - two)^2),
    one - two + sqrt((a[2] - one)^2 + (two - b[1])^2))
}))

# a gap over schools is the slope of agreement on informant; CR1 without the N-1 correction
pupils <- data.frame(school = rep(1:6, c(5, 9, 12, 7, 10, 6)), other = 0)
teachers <- data.frame(school = rep(1:6, c(2, 4, 3, 5, 2, 4)), other = 1)
both <- rbind(pupils, teachers)
both$y <- as.numeric((seq_len(nrow(both)) * 7 + both$school * 3 + both$other * 2) %% 5 < 2 + both$other)
fit <- lm(y ~ other, both)
design <- model.matrix(fit)
bread <- solve(crossprod(design))
scores <- rowsum(design * residuals(fit), both$school)
covariance <- 6 / 5 * bread %*% crossprod(scores) %*% bread
se <- sqrt(covariance[2, 2])
gap <- unname(coef(fit)[2])

now <- c(3.1, 2.4, 4.0, 3.3, 2.9, 3.8, 4.4, 2.2, 3.6, 3.0, 4.1, 2.7)
before <- c(2.6, 2.1, 3.0, 3.1, 2.2, 3.4, 2.9, 2.0, 3.3, 2.5)
welch <- t.test(now, before)

write_json(list(
  p = p, holm = p.adjust(p, "holm"), fdr = p.adjust(p, "BH"),
  yes = yes, asked = asked, yes_reference = yes_reference, asked_reference = asked_reference,
  score_p = score_p, newcombe = newcombe,
  robust = list(school = both$school, other = both$other, y = both$y, gap = gap, se = se,
                p = 2 * pt(-abs(gap / se), 5),
                low = gap - qt(0.975, 5) * se, high = gap + qt(0.975, 5) * se),
  welch = list(now = now, before = before, difference = mean(now) - mean(before),
               p = welch$p.value, low = welch$conf.int[1], high = welch$conf.int[2])),
  "schools_compare.json", digits = NA, auto_unbox = TRUE)
writeLines(capture.output(print(sessionInfo()))[1:3], "schools_compare.sessionInfo.txt")
