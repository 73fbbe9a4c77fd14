# Numbers of psych, lavaan, semTools and GPArotation on simulated answers whose truth is known:
# twelve items of three factors, four or five answers each, skewed, some answers missing.
# Run in this folder: Rscript factors.R  -> factors.csv, factors.json, factors.sessionInfo.txt
suppressMessages({
  library(psych); library(lavaan); library(semTools); library(GPArotation); library(jsonlite)
})
options(mc.cores = 1)
set.seed(20240917)
n <- 700
truth <- matrix(0, 12, 3)
truth[1:4, 1] <- c(.80, .70, .65, .55)
truth[5:8, 2] <- c(.75, .70, .60, .50)
truth[9:12, 3] <- c(.85, .70, .60, .55)
truth[4, 2] <- .20
phi <- matrix(c(1, .4, .3, .4, 1, .5, .3, .5, 1), 3)
common <- truth %*% phi %*% t(truth)
root <- chol(phi)
latent <- matrix(rnorm(n * 3), n) %*% root %*% t(truth) +
  matrix(rnorm(n * 12), n) %*% diag(sqrt(1 - diag(common)))
five <- list(c(-1.6, -.9, -.1, .9), c(-1.9, -1.2, -.5, .5), c(-1, -.3, .4, 1.2))
four <- list(c(-1.4, -.4, .8), c(-1.8, -1, .1), c(-.6, .3, 1.3))
cuts <- c(five, five, four, four)
x <- sapply(1:12, function(j) findInterval(latent[, j], cuts[[j]]) + 1)
colnames(x) <- c(paste0("a", 1:4), paste0("b", 1:4), paste0("c", 1:4))
x[matrix(runif(n * 12) < .03, n)] <- NA
write.csv(x, "factors.csv", row.names = FALSE, na = "")
full <- na.omit(x)
full <- matrix(full, nrow(full), dimnames = list(NULL, colnames(x)))
out <- list(truth = truth, phi = phi, n_complete = nrow(full))

matrices <- list(
  pearson = cor(full),
  pairwise = cor(x, use = "pairwise"),
  polychoric = unclass(lavCor(as.data.frame(full), ordered = colnames(full), output = "cor"))
)
one <- function(r, fm) {
  r <- matrix(r, 12, dimnames = list(colnames(x), colnames(x)))
  f <- suppressWarnings(fa(r, 3, n.obs = nrow(full), fm = fm, rotate = "none"))
  a <- unclass(f$loadings)
  class(a) <- "matrix"
  rotations <- list(
    varimax = suppressWarnings(fa(r, 3, n.obs = nrow(full), fm = fm, rotate = "varimax")),
    promax = suppressWarnings(fa(r, 3, n.obs = nrow(full), fm = fm, rotate = "promax"))
  )
  tight <- list(
    oblimin = oblimin(a, eps = 1e-7, maxit = 3000),
    oblimin_kaiser = oblimin(a, eps = 1e-7, maxit = 3000, normalize = TRUE),
    geomin = geominQ(a, eps = 1e-7, maxit = 3000)
  )
  list(
    unrotated = a, model = f$model, uniquenesses = f$uniquenesses,
    fit = list(chisq = f$STATISTIC, dof = f$dof, pvalue = f$PVAL, rmsea = f$RMSEA[1:3],
               tli = f$TLI, rms = f$rms, crms = f$crms, bic = f$BIC, objective = f$objective,
               null_chisq = f$null.chisq, null_dof = f$null.dof),
    rotated = lapply(rotations, function(g) list(
      loadings = unclass(g$loadings)[, ], phi = g$Phi, variance = g$Vaccounted)),
    tight = lapply(tight, function(g) list(loadings = unclass(g$loadings)[, ], phi = g$Phi))
  )
}
for (kind in names(matrices)) {
  r <- matrix(matrices[[kind]], 12, dimnames = list(colnames(x), colnames(x)))
  k <- KMO(r)
  b <- cortest.bartlett(r, nrow(full))
  out[[kind]] <- list(
    r = r, minres = one(r, "minres"), ml = one(r, "ml"),
    kmo = k$MSA, kmo_items = unname(k$MSAi), bartlett = b$chisq, bartlett_dof = b$df,
    smc = unname(smc(r)), map = vss(r, n = 8, n.obs = nrow(full), plot = FALSE)$map,
    components = eigen(r)$values, factors = suppressWarnings(fa(r, 1, n.obs = nrow(full)))$values
  )
}
parallel <- suppressMessages(suppressWarnings(
  fa.parallel(full, n.iter = 60, fm = "minres", plot = FALSE, quant = .95)))
out$parallel <- list(nfact = parallel$nfact, ncomp = parallel$ncomp,
                     pc_sim = parallel$pc.sim, fa_sim = parallel$fa.sim)
poly <- suppressMessages(suppressWarnings(
  fa.parallel(full, n.iter = 8, fm = "minres", plot = FALSE, quant = .95, cor = "poly",
              correct = 0, sim = FALSE)))
out$parallel_polychoric <- list(nfact = poly$nfact, ncomp = poly$ncomp, pc_sim = poly$pc.simr,
                                fa_sim = poly$fa.simr)

scales <- list(a = colnames(x)[1:4], b = colnames(x)[5:8], c = colnames(x)[9:12],
               short = colnames(x)[c(9, 10, 12)])
out$scales <- lapply(scales, function(items) {
  y <- x[, items]
  done <- matrix(na.omit(y), ncol = length(items), dimnames = list(NULL, items))
  a <- suppressWarnings(alpha(done, n.iter = 1))
  p <- suppressWarnings(alpha(y, n.iter = 1))
  syntax <- paste("f =~", paste(items, collapse = " + "))
  ordinal <- cfa(syntax, as.data.frame(done), std.lv = TRUE, ordered = items, estimator = "WLSMV")
  normal <- cfa(syntax, as.data.frame(done), std.lv = TRUE)
  list(
    items = items, n = nrow(done), alpha = a$total$raw_alpha, standardized = a$total$std.alpha,
    average_r = a$total$average_r, feldt = unname(unlist(a$feldt[c("lower.ci", "upper.ci")])),
    item_rest = a$item.stats$r.drop, dropped = a$alpha.drop$raw_alpha,
    alpha_pairwise = p$total$raw_alpha, item_rest_pairwise = p$item.stats$r.drop,
    omega = unname(compRelSEM(ordinal, obs.var = FALSE)),
    omega_observed = unname(compRelSEM(ordinal, obs.var = TRUE)),
    loadings = standardizedSolution(ordinal)$est.std[seq_along(items)],
    omega_normal = unname(compRelSEM(normal, obs.var = FALSE)),
    omega_normal_observed = unname(compRelSEM(normal, obs.var = TRUE)),
    loadings_normal = standardizedSolution(normal)$est.std[seq_along(items)]
  )
})
stratified <- function(y, members, weight) {
  parts <- sapply(members, function(items) weight(y[, items]))
  alphas <- sapply(members, function(items) alpha(y[, items])$total$raw_alpha)
  1 - sum(apply(parts, 2, var) * (1 - alphas)) / var(rowSums(parts))
}
out$stratified_items <- stratified(full, scales[1:3], rowSums)
out$stratified_scales <- stratified(full, scales[1:3], rowMeans)

h <- suppressMessages(suppressWarnings(
  omega(full, 3, plot = FALSE, flip = FALSE)))
out$omega_h <- list(omega_h = h$omega_h, omega_t = h$omega.tot, limit = h$omega.lim,
                    loadings = unclass(h$schmid$sl)[, ])
m <- colMeans(x[, 1:4], na.rm = TRUE)
score <- mean(m) + rowMeans(sweep(x[, 1:4], 2, m), na.rm = TRUE)
score[rowSums(!is.na(x[, 1:4])) < 2] <- NA
out$scores_a <- score
write(toJSON(out, digits = I(12), na = "null", auto_unbox = TRUE, null = "null", matrix = "rowmajor"),
      "factors.json")
writeLines(capture.output(sessionInfo()), "factors.sessionInfo.txt")
