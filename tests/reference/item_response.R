# DIF by MASS::polr and ordinal::clm with purification, direct effects by lavaan, and a one-factor
# model as graded response model by lavaan's := and numDeriv; on the answers of models_data.R.
# Run in this folder: Rscript item_response.R -> item_response.json, item_response.sessionInfo.txt
suppressMessages({library(MASS); library(ordinal); library(lavaan); library(numDeriv)
                  library(jsonlite)})
x <- read.csv("models.csv")
out <- list()
change <- function(m0, m1, null, n) {
  l <- c(as.numeric(logLik(m0)), as.numeric(logLik(m1)))
  snell <- 1 - exp(2 * (null - l) / n)
  list(chisq = 2 * diff(l), mcfadden = (l[1] - l[2]) / null,
       nagelkerke = diff(snell) / (1 - exp(2 * null / n)))
}
dif <- function(items, group, purify = TRUE) {
  y <- as.matrix(x[items]) - 1
  g <- factor(x[[group]])
  flagged <- character()
  rounds <- 0
  repeat {
    rounds <- rounds + 1
    one <- lapply(items, function(i) {
      s <- rowSums(y[, setdiff(items, setdiff(flagged, i)), drop = FALSE])
      d <- data.frame(v = factor(y[, i]), s = s, g = g)
      ctl <- list(reltol = 1e-15, maxit = 1000)
      m0 <- polr(v ~ s, d, Hess = TRUE, control = ctl)
      m1 <- polr(v ~ s + g, d, Hess = TRUE, control = ctl)
      m2 <- clm(v ~ s * g, data = d)
      null <- as.numeric(logLik(clm(v ~ 1, data = d)))
      co <- coef(summary(m1))
      list(uniform = change(m0, m1, null, nrow(d)), nonuniform = change(m1, m2, null, nrow(d)),
           total = change(m0, m2, null, nrow(d)),
           beta_change = unname(abs((coef(m1)["s"] - coef(m0)["s"]) / coef(m0)["s"])),
           logit = unname(co[grep("^g", rownames(co)), 1]),
           se = unname(co[grep("^g", rownames(co)), 2]))
    })
    names(one) <- items
    k <- nlevels(g) - 1
    p <- pchisq(sapply(one, function(o) o$total$chisq), 2 * k, lower.tail = FALSE)
    now <- items[p.adjust(p, "holm") < .05]
    if (!purify || setequal(now, flagged)) break
    flagged <- now
  }
  list(items = one, p_holm = as.numeric(p.adjust(p, "holm")), flagged = as.list(now), rounds = rounds)
}
f <- c("y1", "y2", "y3", "y4", "c")
x$c <- findInterval(x$c1, c(3, 4.5, 6)) + 1
out$F_female <- dif(f, "female")
out$F_female_first <- dif(f, "female", purify = FALSE)
out$G_female <- dif(c("y5", "y6", "y7", "y8"), "female")
out$G_grade <- dif(c("y5", "y6", "y7", "y8"), "grade")
direct <- function(items, free) {
  text <- paste0("F =~ ", paste(items, collapse = " + "), "\nF ~ female\n",
                 paste0(free, " ~ female", collapse = "\n"))
  pe <- parameterEstimates(cfa(text, x, ordered = items))
  pe <- pe[pe$op == "~" & pe$lhs != "F", ]
  setNames(lapply(seq_len(nrow(pe)), function(k) list(est = pe$est[k], se = pe$se[k])), pe$lhs)
}
# y2 is flagged first; the others are tested with its effect free
out$mimic <- lapply(setNames(f, f), function(i) direct(f, unique(c("y2", i)))[[i]])

items <- c("y1", "y2", "y3", "y4")
label <- paste0("l", 1:4)
text <- paste0("F =~ ", paste0(label, "*", items, collapse = " + "), "\n",
               paste(sapply(1:4, function(i) paste0(items[i], " | ", paste0(
                 "t", i, "_", 1:4, "*t", 1:4, collapse = " + "))), collapse = "\n"), "\n",
               paste0("a", 1:4, " := l", 1:4, " / sqrt(1 - l", 1:4, "^2)", collapse = "\n"), "\n",
               paste(sapply(1:4, function(i) paste0("b", i, "_", 1:4, " := t", i, "_", 1:4, " / l",
                                                    i, collapse = "\n")), collapse = "\n"))
pe <- parameterEstimates(cfa(text, x, ordered = items, std.lv = TRUE))
d <- pe[pe$op == ":=", ]
a <- d$est[1:4]
b <- matrix(d$est[-(1:4)], 4, byrow = TRUE)
theta <- c(-3, -1.5, -.4, 0, .7, 2.2)
prob <- function(t, i, cdf, slope) {
  above <- c(1, cdf(slope * (t - b[i, ])), 0)
  above[1:5] - above[2:6]
}
info <- function(i, t, cdf, slope) {
  p <- prob(t, i, cdf, slope)
  dp <- jacobian(function(u) prob(u, i, cdf, slope), t)
  sum((dp^2 / p)[p > 1e-14])
}
ogive <- sapply(theta, function(t) sapply(1:4, function(i) info(i, t, pnorm, a[i])))
logistic <- sapply(theta, function(t) sapply(1:4, function(i) info(i, t, plogis, 1.7 * a[i])))
mean_of <- sapply(theta, function(t) sum(sapply(1:4, function(i) sum(0:4 * prob(t, i, pnorm, a[i])))))
var_of <- sapply(theta, function(t) sum(sapply(1:4, function(i) {
  p <- prob(t, i, pnorm, a[i]); sum((0:4)^2 * p) - sum(0:4 * p)^2 })))
total <- function(t) sum(sapply(1:4, function(i) info(i, t, pnorm, a[i])))
marginal <- 1 - integrate(Vectorize(function(t) dnorm(t) / (1 + total(t))), -7, 7,
                          rel.tol = 1e-8)$value
out$graded <- list(items = items, a = a, a_se = d$se[1:4], b = b, b_se = matrix(d$se[-(1:4)], 4,
                   byrow = TRUE), theta = theta, ogive = ogive, logistic = logistic,
                   expected = mean_of, sem = sqrt(var_of), marginal = marginal)
write_json(out, "item_response.json", digits = 12, auto_unbox = TRUE, na = "null",
           matrix = "rowmajor")
writeLines(capture.output(sessionInfo()), "item_response.sessionInfo.txt")
