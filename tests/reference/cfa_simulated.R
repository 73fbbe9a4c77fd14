# Reference numbers for confirmatory factor analysis, from simulated answers with a known
# truth.  Run in this folder: Rscript cfa_simulated.R
# Writes cfa_simulated_*.csv (answers), cfa_simulated.json (numbers) and
# cfa_simulated.sessionInfo.txt (versions).
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
# As tight as the optimizer allows without giving up.
cfa <- function(...) {
  for (tolerance in c(1e-13, 1e-11, 1e-10)) {
    fit <- suppressWarnings(lavaan::cfa(..., control = list(rel.tol = tolerance, iter.max = 20000,
                                                            eval.max = 40000)))
    if (lavInspect(fit, "converged")) return(fit)
  }
  stop("no solution")
}
cut_at <- function(x, cuts) as.integer(cut(x, c(-Inf, cuts, Inf), labels = FALSE))
measures <- function(fit) as.list(unclass(fitMeasures(fit)))
everything <- function(fit) {
  table <- as.data.frame(parameterEstimates(fit, remove.nonfree = FALSE))
  standard <- as.data.frame(standardizedSolution(fit))
  table$std <- standard$est.std
  keep <- intersect(c("lhs", "op", "rhs", "group", "est", "se", "std"), names(table))
  list(fit = measures(fit), estimates = table[keep])
}
lrt <- function(...) {
  table <- as.data.frame(lavTestLRT(...))
  names(table) <- make.names(names(table))
  table
}
out <- list()

# 1. Four answers, two factors; one item never gets its second answer; answers missing.
set.seed(20401)
n <- 600
phi <- matrix(c(1, .5, .5, 1), 2)
eta <- MASS::mvrnorm(n, c(0, 0), phi)
lambda <- c(.8, .7, -.6, .5, .75, .65, .55, .8)
latent <- sapply(1:8, function(j) lambda[j] * eta[, (j > 4) + 1] + rnorm(n, sd = sqrt(1 - lambda[j]^2)))
four <- as.data.frame(apply(latent, 2, cut_at, c(-1.1, -.2, .9)))
names(four) <- paste0("y", 1:8)
four$y2[four$y2 == 2] <- 3L
gone <- matrix(runif(n * 8) < .06, n)
four[gone] <- NA
write.csv(four, "cfa_simulated_four.csv", row.names = FALSE, na = "")
two <- "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
items <- names(four)
complete <- na.omit(four)
out$four <- list(
  lavCor_listwise = unclass(lavCor(complete, ordered = items, output = "cor")),
  lavCor_pairwise = unclass(lavCor(four, ordered = items, missing = "pairwise", output = "cor"))
)
fit <- cfa(two, four, ordered = items)
out$four$thresholds <- as.list(unclass(lavInspect(fit, "sampstat")$th))
out$four$gamma <- unname(unclass(lavInspect(fit, "gamma")))
out$four$wlsmv <- everything(fit)
out$four$modindices <- modindices(fit, sort. = TRUE)
out$four$residuals <- unclass(residuals(fit, type = "cor")$cov)
out$four$scores <- head(unclass(lavPredict(fit)), 40)
pair <- cfa(two, four, ordered = items, missing = "pairwise")
out$four$pairwise <- everything(pair)
out$four$theta <- everything(cfa(two, four, ordered = items, parameterization = "theta"))
out$four$ulsmv <- everything(cfa(two, four, ordered = items, estimator = "ULSMV"))
out$four$dwls <- everything(cfa(two, four, ordered = items, estimator = "DWLS"))
one <- cfa("F =~ y1 + y2 + y3 + y4 + y5 + y6 + y7 + y8", four, ordered = items)
fixed <- cfa(paste(two, "F ~~ 0*G", sep = "\n"), four, ordered = items)
tied <- cfa("F =~ NA*y1 + a*y1 + a*y2 + y3 + y4\nF ~~ 1*F\nG =~ y5 + y6 + 0.7*y7 + y8\ny1 ~~ y5",
            four, ordered = items)
out$four$one <- everything(one)
out$four$fixed <- everything(fixed)
out$four$tied <- everything(tied)
out$four$lrt_one <- lrt(fit, one)
out$four$lrt_fixed <- lrt(fit, fixed)
out$four$mlr_listwise <- everything(cfa(two, four, estimator = "MLR"))
out$four$fiml_mlr <- everything(cfa(two, four, estimator = "MLR", missing = "fiml", em.h1.tol = 1e-12,
                                    em.h1.iter.max = 5000))
out$four$fiml <- everything(cfa(two, four, estimator = "ML", missing = "fiml", em.h1.tol = 1e-12,
                                em.h1.iter.max = 5000))
fiml_fit <- cfa(two, four, estimator = "ML", missing = "fiml", em.h1.tol = 1e-12)
out$four$fiml_scores <- head(unclass(lavPredict(fiml_fit)), 40)
m1 <- cfa(two, four, estimator = "MLR")
m0 <- cfa(paste(two, "F ~~ 0*G", sep = "\n"), four, estimator = "MLR")
out$four$lrt_mlr <- lrt(m1, m0)

# 2. Five answers, two groups that differ in one threshold, one loading and one intercept.
set.seed(20402)
n <- 1000
school <- rep(c("north", "south"), c(550, 450))
south <- school == "south"
eta <- rnorm(n, ifelse(south, .4, 0), ifelse(south, 1.2, 1))
lambda <- c(.8, .9, .7, .6, .8, .7)
latent <- sapply(1:6, function(j) {
  slope <- lambda[j] + ifelse(south & j == 2, -.35, 0)
  slope * eta + rnorm(n, sd = .7) + ifelse(south & j == 4, .5, 0)
})
five <- as.data.frame(apply(latent, 2, cut_at, c(-1.3, -.5, .3, 1.2)))
names(five) <- paste0("q", 1:6)
five$q6 <- ifelse(south, cut_at(latent[, 6], c(-1.3, -.1, .3, 1.2)), five$q6)
five$school <- school
write.csv(five, "cfa_simulated_five.csv", row.names = FALSE)
items <- paste0("q", 1:6)
model <- "F =~ q1 + q2 + q3 + q4 + q5 + q6"
steps <- list(configural = "", thresholds = "thresholds", loadings = c("thresholds", "loadings"),
              intercepts = c("thresholds", "loadings", "intercepts"))
chain <- lapply(steps, function(equal) {
  text <- as.character(measEq.syntax(model, data = five, ordered = items, group = "school",
    ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", parameterization = "theta", group.equal = equal))
  cfa(text, five, ordered = items, group = "school", parameterization = "theta")
})
out$five <- list(chain = lapply(chain, everything),
                 lrt = lrt(chain$configural, chain$thresholds, chain$loadings, chain$intercepts))
delta <- cfa(model, five, ordered = items, group = "school",
             group.equal = c("loadings", "thresholds"))
out$five$delta <- everything(delta)
out$five$delta_partial <- everything(cfa(model, five, ordered = items, group = "school",
  group.equal = c("loadings", "thresholds"), group.partial = c("F=~q2", "q6|t2")))
out$five$theta <- everything(cfa(model, five, ordered = items, group = "school",
  group.equal = c("loadings", "thresholds"), parameterization = "theta"))
out$five$loadings <- everything(cfa(model, five, ordered = items, group = "school",
  group.equal = "loadings"))
out$five$scores <- lapply(lavPredict(delta), function(x) head(unclass(x), 20))
continuous <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
                   strict = c("loadings", "intercepts", "residuals"))
for (estimator in c("ML", "MLR")) {
  fits <- lapply(continuous, function(equal)
    cfa(model, five, group = "school", estimator = estimator, group.equal = equal))
  out$five[[estimator]] <- list(chain = lapply(fits, everything),
    lrt = lrt(fits$configural, fits$metric, fits$scalar, fits$strict))
  if (estimator == "ML") out$five$score_tests <- lavTestScore(fits$scalar)$uni
}
trio <- five
trio[items] <- lapply(five[items], function(x) c(1L, 1L, 2L, 3L, 3L)[x])
chain3 <- lapply(steps, function(equal) {
  text <- as.character(measEq.syntax(model, data = trio, ordered = items, group = "school",
    ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", parameterization = "theta", group.equal = equal))
  cfa(text, trio, ordered = items, group = "school", parameterization = "theta")
})
out$five$trio <- lapply(chain3, measures)
pairs <- five
pairs[items] <- lapply(five[items], function(x) as.integer(x > 3))
out$five$binary <- everything(cfa(model, pairs, ordered = items))
out$five$binary_lavCor <- unclass(lavCor(pairs[items], ordered = items, output = "cor"))

# 3. Five answers with a general factor: second order and bifactor.
set.seed(20403)
n <- 1200
general <- rnorm(n)
groups <- sapply(1:3, function(k) .7 * general + rnorm(n, sd = sqrt(1 - .49)))
latent <- sapply(1:12, function(j) {
  load <- c(.8, .7, .75, .65)[(j - 1) %% 4 + 1]
  load * groups[, (j - 1) %/% 4 + 1] + rnorm(n, sd = sqrt(1 - load^2))
})
skew <- c(-1.8, -1.1, -.4, .6)
twelve <- as.data.frame(apply(latent, 2, cut_at, skew))
names(twelve) <- paste0("x", 1:12)
write.csv(twelve, "cfa_simulated_twelve.csv", row.names = FALSE)
items <- names(twelve)
first <- "A =~ x1 + x2 + x3 + x4\nB =~ x5 + x6 + x7 + x8\nC =~ x9 + x10 + x11 + x12"
correlated <- cfa(first, twelve, ordered = items)
second <- cfa(paste(first, "H =~ A + B + C", sep = "\n"), twelve, ordered = items)
bifactor <- cfa(paste(first, "H =~ x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12",
  sep = "\n"), twelve, ordered = items, orthogonal = TRUE, std.lv = TRUE)
out$twelve <- list(correlated = everything(correlated), second = everything(second),
                   bifactor = everything(bifactor),
                   lrt = lrt(bifactor, second),
                   second_scores = head(unclass(lavPredict(second)), 20))
tau <- cfa(paste("A =~ 1*x1 + 1*x2 + 1*x3 + 1*x4\nB =~ x5 + x6 + x7 + x8\nC =~ x9 + x10 + x11 + x12"),
           twelve, ordered = items)
out$twelve$tau <- everything(tau)
out$twelve$lrt_tau <- lrt(correlated, tau)

# 4. Continuous items of pupils in classes, some of them missing.
set.seed(20404)
clusters <- 45
sizes <- sample(6:16, clusters, replace = TRUE)
class <- rep(seq_len(clusters), sizes)
n <- length(class)
eta <- rnorm(clusters, sd = .5)[class] + rnorm(n)
latent <- sapply(1:5, function(j) c(.9, .8, .7, 1, .6)[j] * eta +
                   rnorm(clusters, sd = .3)[class] + .8 * (rchisq(n, 3) - 3) / sqrt(6))
nested <- as.data.frame(round(latent, 3))
names(nested) <- paste0("z", 1:5)
nested$class <- class
nested$kind <- ifelse(class %% 2 == 0, "even", "odd")
holes <- nested
holes[1:5][matrix(runif(n * 5) < .08, n)] <- NA
nested_out <- cbind(nested, setNames(holes[1:5], paste0("h", 1:5)))
write.csv(nested_out, "cfa_simulated_nested.csv", row.names = FALSE, na = "")
model <- "F =~ z1 + z2 + z3 + z4 + z5"
out$nested <- list(
  mlr = everything(cfa(model, nested, estimator = "MLR")),
  cluster = everything(cfa(model, nested, estimator = "MLR", cluster = "class")),
  cluster_means = everything(cfa(model, nested, estimator = "MLR", cluster = "class",
                                 meanstructure = TRUE)),
  cluster_group = everything(cfa(model, nested, estimator = "MLR", cluster = "class", group = "kind",
                                 group.equal = "loadings")),
  cluster_fiml = everything(cfa(model, holes, estimator = "MLR", cluster = "class", missing = "fiml",
                                em.h1.tol = 1e-12, em.h1.iter.max = 5000)),
  group_fiml = everything(cfa(model, holes, estimator = "MLR", group = "kind", missing = "fiml",
    group.equal = c("loadings", "intercepts"), em.h1.tol = 1e-12, em.h1.iter.max = 5000))
)
write_json(out, "cfa_simulated.json", digits = NA, auto_unbox = TRUE, na = "null", null = "null")
writeLines(capture.output(sessionInfo()), "cfa_simulated.sessionInfo.txt")
