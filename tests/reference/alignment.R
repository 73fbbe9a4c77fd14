# Alignment of six groups by a second route: the loss in plain R, many starts of optim().
# Loss and identification as Asparouhov and Muthen (2014), with the weighted mean of the factor
# means 0 and the product of the standard deviations 1. Run in this folder: Rscript alignment.R
suppressPackageStartupMessages(library(jsonlite))

groups <- 6
items <- 5
g <- matrix(seq_len(groups), groups, items)
p <- matrix(seq_len(items), groups, items, byrow = TRUE)
n <- c(90, 150, 60, 200, 120, 310)
true_mean <- c(-0.6, -0.2, 0, 0.1, 0.3, 0.7)
true_sd <- c(0.8, 1.1, 1.2, 0.9, 1, 1.05)
loading <- 0.6 + 0.07 * p + 0.03 * sin(3 * g + 5 * p)
intercept <- 3 + 0.2 * cos(p) + 0.03 * sin(7 * g + 2 * p)
intercept[2, 4] <- intercept[2, 4] + 0.7
loading[5, 1] <- loading[5, 1] - 0.3
lambda <- loading * true_sd
nu <- intercept + true_mean * loading

pairs <- combn(groups, 2)
weights <- sqrt(n[pairs[1, ]] * n[pairs[2, ]])
weights <- weights / sum(weights)
loss <- function(free) {
  mean <- free[1:groups] - sum(free[1:groups] * n) / sum(n)
  sd <- exp(free[groups + 1:groups] - mean(free[groups + 1:groups]))
  a <- lambda / sd
  b <- nu - mean * a
  f <- function(x) sum(weights * rowSums((x^2 + 0.001)^0.25))
  f(a[pairs[1, ], ] - a[pairs[2, ], ]) + f(b[pairs[1, ], ] - b[pairs[2, ], ])
}
set.seed(1)
best <- list(value = Inf)
for (start in 1:60) {
  fit <- optim(rnorm(2 * groups, sd = 0.4), loss, method = "BFGS",
               control = list(maxit = 5000, reltol = 1e-14))
  if (fit$value < best$value) best <- fit
}
free <- best$par
write_json(list(n = n, loadings = lambda, intercepts = nu, loss = best$value,
                mean = free[1:groups] - sum(free[1:groups] * n) / sum(n),
                sd = exp(free[groups + 1:groups] - mean(free[groups + 1:groups]))),
           "alignment.json", digits = NA, auto_unbox = TRUE)
writeLines(capture.output(print(sessionInfo()))[1:3], "alignment.sessionInfo.txt")
