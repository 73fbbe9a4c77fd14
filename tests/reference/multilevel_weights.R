# Weighted schools: REML with weights scaled to each school's effective size (Pfeffermann et al.
# 1998), written out and maximised by optimize(). Run in this folder: Rscript multilevel_weights.R
# (reads design.csv, writes multilevel_weights.json and multilevel_weights.sessionInfo.txt).
library(jsonlite)
frame <- na.omit(read.csv("design.csv"))
frame$score <- rowMeans(frame[paste0("y", 1:4)])
parts <- split(frame, frame$school)
moments <- do.call(rbind, lapply(parts, function(part) {
  w <- part$w * sum(part$w) / sum(part$w^2)
  mean <- sum(w * part$score) / sum(w)
  data.frame(n = sum(w), mean = mean, ss = sum(w * (part$score - mean)^2), pupils = nrow(part))
}))
deviance_of <- function(log_theta) {
  theta <- exp(log_theta)
  a <- moments$n / (1 + theta * moments$n)
  mu <- sum(a * moments$mean) / sum(a)
  rest <- sum(moments$ss) + sum(a * (moments$mean - mu)^2)
  freedom <- sum(moments$n) - 1
  freedom * log(rest) + log(sum(a)) + sum(log(1 + theta * moments$n))
}
theta <- exp(optimize(deviance_of, c(-8, 3), tol = 1e-12)$minimum)
a <- moments$n / (1 + theta * moments$n)
mu <- sum(a * moments$mean) / sum(a)
sigma2 <- (sum(moments$ss) + sum(a * (moments$mean - mu)^2)) / (sum(moments$n) - 1)
shrink <- theta * moments$n / (1 + theta * moments$n)
out <- list(tau2 = theta * sigma2, sigma2 = sigma2, mean = mu,
            means = setNames(as.list(moments$mean), rownames(moments)),
            shrunken = setNames(as.list(mu + shrink * (moments$mean - mu)), rownames(moments)),
            reliability = setNames(as.list(shrink), rownames(moments)))
write_json(out, "multilevel_weights.json", digits = 12, auto_unbox = TRUE)
writeLines(capture.output(sessionInfo()), "multilevel_weights.sessionInfo.txt")
