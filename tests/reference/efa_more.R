# Principal axes, target rotation and factor scores: psych and GPArotation, on factors.csv (made by
# factors.R) and on psychTools::bfi if it lies in ../../../shared.
# Run in this folder: Rscript efa_more.R -> efa_more.json, efa_more.sessionInfo.txt
suppressMessages({library(psych); library(GPArotation); library(jsonlite)})
plain <- function(m) { m <- unclass(m); matrix(m, nrow(m)) }
one <- function(x, k, blocks) {
  x <- na.omit(x)
  r <- cor(x)
  pa <- suppressWarnings(fa(r, k, n.obs = nrow(x), fm = "pa", rotate = "none"))
  pv <- suppressWarnings(fa(r, k, n.obs = nrow(x), fm = "pa", rotate = "varimax"))
  un <- suppressWarnings(fa(r, k, n.obs = nrow(x), fm = "minres", rotate = "none"))
  a <- plain(un$loadings)
  full <- sapply(seq_len(k), function(f) ifelse(blocks == f, .7, 0))
  part <- ifelse(full > 0, NA, 0)
  w <- 1 - is.na(part)
  zero <- ifelse(is.na(part), 0, part)
  q <- targetQ(a, Target = full, eps = 1e-7, maxit = 3000)
  t <- targetT(a, Target = full, eps = 1e-7, maxit = 3000)
  pq <- pstQ(a, W = w, Target = zero, eps = 1e-7, maxit = 3000)
  pt <- pstT(a, W = w, Target = zero, eps = 1e-7, maxit = 3000)
  ob <- oblimin(a, eps = 1e-7, maxit = 3000)
  ge <- geominQ(a, eps = 1e-7, maxit = 3000)
  rot <- function(g) list(loadings = plain(g$loadings), phi = if (is.null(g$Phi)) diag(k) else g$Phi)
  L <- plain(ob$loadings)
  score <- function(method) {
    s <- factor.scores(x, L, Phi = ob$Phi, method = method, rho = r)
    list(scores = plain(head(s$scores, 12)), weights = plain(s$weights),
         r = plain(s$r.scores), R2 = as.numeric(s$R2))
  }
  list(n = nrow(x), unrotated = a,
       pa = list(loadings = plain(pa$loadings), communalities = as.numeric(diag(pa$model)),
                 varimax = plain(pv$loadings), chisq = pa$STATISTIC, rms = pa$rms, tli = pa$TLI),
       target = rot(q), target_orthogonal = rot(t), part = rot(pq), part_orthogonal = rot(pt),
       oblimin = rot(ob), geomin = rot(ge),
       scores = list(regression = score("Thurstone"), bartlett = score("Bartlett"),
                     tenberge = score("tenBerge")))
}
out <- list(factors = one(read.csv("factors.csv"), 3, rep(1:3, each = 4)))
bfi <- "../../../shared/reference/data/bfi25_complete.csv"
if (!file.exists(bfi)) bfi <- Sys.getenv("BFI")
if (file.exists(bfi)) out$bfi <- one(read.csv(bfi), 5, rep(1:5, each = 5))
write_json(out, "efa_more.json", digits = 12, auto_unbox = TRUE, na = "null", matrix = "rowmajor")
writeLines(capture.output(sessionInfo()), "efa_more.sessionInfo.txt")
