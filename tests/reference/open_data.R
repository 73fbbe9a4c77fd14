# Twenty-odd open data sets of R packages (all GPL) and what R makes of them.
# Run in this folder: Rscript open_data.R
# Writes ../../src/aspiratie/research/beside_r/{NAME.csv, r.json} and open_data.sessionInfo.txt.
suppressMessages({library(psych); library(psychTools); library(lavaan); library(semTools)
                  library(lme4); library(GPArotation); library(jsonlite)})
out <- "../../src/aspiratie/research/beside_r"
ROWS <- 400

reversed <- function(x, items, lowest, highest) { x[items] <- lowest + highest - x[items]; x }
set <- function(source, frame, items, factors = list(F = items), ordinal = TRUE, group = NULL,
                cluster = NULL, flip = NULL, ends = NULL) {
  d <- as.data.frame(frame)
  d <- d[, c(items, group, cluster)]
  d <- d[complete.cases(d), ]
  if (!is.null(flip)) d <- reversed(d, flip, ends[1], ends[2])
  if (is.null(cluster)) { set.seed(1); d <- d[sort(sample(nrow(d), min(ROWS, nrow(d)))), ] } else d <- d[d[[cluster]] %in% head(unique(d[[cluster]]), 40), ]
  list(source = source, data = d, items = items, factors = factors, ordinal = ordinal,
       group = group, cluster = cluster)
}
b <- psych::bfi; b$gender <- ifelse(b$gender == 1, "man", "woman")
of <- function(letter) paste0(letter, 1:5)
HS <- lavaan::HolzingerSwineford1939
va <- reshape(transform(lme4::VerbAgg[, c("id", "item", "resp")], resp = as.integer(resp)),
              idvar = "id", timevar = "item", direction = "wide")
names(va) <- make.names(sub("resp.", "", names(va), fixed = TRUE))
tl <- lavaan::Demo.twolevel
sets <- list(
  bfi_agreeableness = set("psych::bfi", b, of("A"), flip = "A1", ends = c(1, 6), group = "gender"),
  bfi_conscientiousness = set("psych::bfi", b, of("C"), flip = c("C4", "C5"), ends = c(1, 6), group = "gender"),
  bfi_extraversion = set("psych::bfi", b, of("E"), flip = c("E1", "E2"), ends = c(1, 6), group = "gender"),
  bfi_neuroticism = set("psych::bfi", b, of("N"), group = "gender"),
  bfi_openness = set("psych::bfi", b, of("O"), flip = c("O2", "O5"), ends = c(1, 6), group = "gender"),
  bfi_two_factors = set("psych::bfi", b, c(of("E"), of("N")), list(E = of("E"), N = of("N")),
                        flip = c("E1", "E2"), ends = c(1, 6)),
  lsat6 = set("psych::lsat6", psych::lsat6, paste0("Q", 1:5)),
  lsat7 = set("psych::lsat7", psych::lsat7, paste0("Q", 1:5)),
  ability_reasoning = set("psychTools::ability", psychTools::ability, c("reason.4", "reason.16", "reason.17", "reason.19")),
  ability_letters = set("psychTools::ability", psychTools::ability, c("letter.7", "letter.33", "letter.34", "letter.58")),
  athenstaedt = set("psychTools::Athenstaedt", psychTools::Athenstaedt, names(psychTools::Athenstaedt)[3:8]),
  adjectives = set("psychTools::big5.100.adjectives", psychTools::big5.100.adjectives, names(psychTools::big5.100.adjectives)[3:7]),
  geras = set("psychTools::GERAS.items", psychTools::GERAS.items, names(psychTools::GERAS.items)[1:6]),
  msq_energy = set("psychTools::msq", psychTools::msq, c("active", "alert", "energetic", "lively", "vigorous")),
  msq_tension = set("psychTools::msq", psychTools::msq, c("nervous", "tense", "jittery", "anxious", "afraid")),
  msq_two_factors = set("psychTools::msq", psychTools::msq, c("active", "alert", "energetic", "lively", "nervous", "tense", "jittery", "anxious"),
                        list(E = c("active", "alert", "energetic", "lively"), T = c("nervous", "tense", "jittery", "anxious"))),
  sai = set("psychTools::sai", psychTools::sai, c("calm", "secure", "at.ease", "rested", "comfortable")),
  tai = set("psychTools::tai", psychTools::tai, names(psychTools::tai)[4:8]),
  spi_a = set("psychTools::spi", psychTools::spi, names(psychTools::spi)[c(11, 16, 21, 26)]),
  verbal_aggression = set("lme4::VerbAgg", va, names(va)[2:7]),
  holzinger = set("lavaan::HolzingerSwineford1939", HS, paste0("x", 1:9),
                  list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9)),
                  ordinal = FALSE, group = "school"),
  growth = set("lavaan::Demo.growth", lavaan::Demo.growth, paste0("t", 1:4), ordinal = FALSE),
  two_level = set("lavaan::Demo.twolevel", tl, paste0("y", 1:6), list(F = paste0("y", 1:3), G = paste0("y", 4:6)),
                  ordinal = FALSE, cluster = "cluster"),
  democracy = set("lavaan::PoliticalDemocracy", lavaan::PoliticalDemocracy, paste0("y", 1:8),
                  list(d60 = paste0("y", 1:4), d65 = paste0("y", 5:8)), ordinal = FALSE),
  questionnaires = set("psychTools::epi.bfi", psychTools::epi.bfi, c("bdi", "traitanx", "stateanx", "epiNeur"), ordinal = FALSE)
)

try_ <- function(code) tryCatch(suppressWarnings(suppressMessages(code)), error = function(e) NULL)
named <- function(x, prefix = "") { x <- as.list(unname(x) * 1); x }
flat <- function(m) as.list(as.vector(t(unclass(m))))
kept <- c("chisq", "df", "cfi", "tli", "rmsea", "srmr", "chisq.scaled", "df.scaled", "cfi.scaled",
          "rmsea.scaled", "cfi.robust", "rmsea.robust", "logl", "aic", "bic")
fitted_ <- function(fit) {
  m <- fitMeasures(fit); m <- m[intersect(kept, names(m))]; m <- m[is.finite(m)]
  p <- parameterEstimates(fit); s <- standardizedSolution(fit)
  list(fit = as.list(m), loadings = p$est[p$op == "=~"], se = p$se[p$op == "=~"],
       std = s$est.std[s$op == "=~"])
}
results <- lapply(names(sets), function(name) {
  s <- sets[[name]]; x <- s$data[, s$items]; d <- s$data
  write.csv(d, file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
  k <- length(s$factors)
  model <- paste(sapply(names(s$factors), function(f) paste(f, "=~", paste(s$factors[[f]], collapse = " + "))), collapse = "\n")
  R <- cor(x)
  r <- list()
  a <- try_(psych::alpha(x, check.keys = FALSE, warnings = FALSE))
  if (!is.null(a)) r$alpha <- list(call = "psych::alpha(items)", raw = a$total$raw_alpha, std = a$total$std.alpha,
    average_r = a$total$average_r, item_rest = a$item.stats$r.drop, dropped = a$alpha.drop$raw_alpha)
  kmo <- psych::KMO(R); r$kmo <- list(call = "psych::KMO(cor(items))", overall = kmo$MSA, items = unname(kmo$MSAi))
  ba <- psych::cortest.bartlett(R, n = nrow(x)); r$bartlett <- list(call = "psych::cortest.bartlett(cor(items), n)", chisq = ba$chisq, df = ba$df)
  v <- try_(psych::vss(R, n = min(3, ncol(x) - 2), n.obs = nrow(x), plot = FALSE, fm = "minres"))
  if (!is.null(v)) r$map <- list(call = "psych::vss(cor(items))$map", map = v$map)
  f <- try_(psych::fa(R, nfactors = k, n.obs = nrow(x), fm = "minres", rotate = "none", min.err = 1e-12))
  if (!is.null(f)) {
    L <- unclass(f$loadings)
    phi <- diag(k)
    if (k > 1) { ob <- GPArotation::oblimin(L, eps = 1e-7, maxit = 4000); L <- ob$loadings; phi <- ob$Phi }
    sg <- sign(colSums(L)); L <- L %*% diag(sg, k); phi <- diag(sg, k) %*% phi %*% diag(sg, k)
    o <- order(-diag(phi %*% t(L) %*% L)); L <- L[, o, drop = FALSE]; phi <- phi[o, o, drop = FALSE]
    r$efa <- list(call = paste0("psych::fa(items, ", k, ', fm = "minres", rotate = "', if (k > 1) "oblimin" else "none", '")'),
                  loadings = flat(L), phi = flat(phi), communalities = unname(f$communality), rms = f$rms,
                  chisq = f$STATISTIC, tli = f$TLI, rmsea = unname(f$RMSEA[1]))
  }
  if (s$ordinal) {
    poly <- try_(psych::polychoric(x, correct = 0, global = FALSE, smooth = FALSE))
    if (!is.null(poly)) r$polychoric <- list(call = "psych::polychoric(items, correct = 0, global = FALSE)", rho = flat(poly$rho))
    w <- try_(lavaan::cfa(model, x, ordered = TRUE, estimator = "WLSMV"))
    if (!is.null(w) && lavInspect(w, "converged") && lavInspect(w, "post.check")) {
      r$wlsmv <- c(list(call = 'lavaan::cfa(model, items, ordered = TRUE, estimator = "WLSMV")'), fitted_(w))
      if (k == 1) { om <- try_(semTools::compRelSEM(w, ord.scale = TRUE, obs.var = FALSE))
        if (!is.null(om)) r$omega <- list(call = "semTools::compRelSEM(fit, ord.scale = TRUE, obs.var = FALSE)", omega = unname(om[1])) }
    }
  } else if (k > 0) {
    om <- if (k == 1) try_(semTools::compRelSEM(lavaan::cfa(model, x), obs.var = FALSE)) else NULL
    if (!is.null(om)) r$omega <- list(call = "semTools::compRelSEM(fit, obs.var = FALSE)", omega = unname(om[1]))
  }
  ml <- try_(lavaan::cfa(model, x, estimator = "MLR", control = list(rel.tol = 1e-11))); if (is.null(ml) || !lavInspect(ml, "converged")) ml <- try_(lavaan::cfa(model, x, estimator = "MLR"))
  if (!is.null(ml) && lavInspect(ml, "converged") && lavInspect(ml, "post.check")) r$mlr <- c(list(call = 'lavaan::cfa(model, items, estimator = "MLR")'), fitted_(ml))
  if (!is.null(s$group)) {
    y <- rowMeans(x); g <- d[[s$group]]
    we <- oneway.test(y ~ g); r$welch <- list(call = "oneway.test(rowMeans(items) ~ group)", F = unname(we$statistic), df2 = unname(we$parameter[2]), p = we$p.value)
    inv <- if (s$ordinal) NULL else tryCatch(lapply(list("", "loadings", c("loadings", "intercepts")), function(e)
      fitMeasures(lavaan::cfa(model, d, group = s$group, group.equal = e, estimator = "MLR"), c("chisq", "df", "cfi", "rmsea"))), error = function(e) NULL)
    if (!is.null(inv)) r$invariance <- list(call = 'lavaan::cfa(model, items, group = "school", group.equal = ..., estimator = "MLR")', steps = unname(unlist(inv)))
  }
  if (!is.null(s$cluster)) {
    z <- data.frame(y = rowMeans(x), g = d[[s$cluster]]); m <- lme4::lmer(y ~ 1 + (1 | g), z, control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-14)))
    vc <- as.data.frame(VarCorr(m))$vcov
    r$icc <- list(call = "lme4::lmer(rowMeans(items) ~ 1 + (1 | cluster))", tau2 = vc[1], sigma2 = vc[2], mean = unname(fixef(m)))
  }
  list(source = s$source, n = nrow(x), items = s$items, factors = s$factors, model = model, ordinal = s$ordinal,
       group = s$group, cluster = s$cluster, r = r)
})
names(results) <- names(sets)
versions <- sapply(c("psych", "psychTools", "lavaan", "semTools", "lme4", "GPArotation"), function(p) as.character(packageVersion(p)))
write_json(list(versions = as.list(versions), sets = results), file.path(out, "r.json"), auto_unbox = TRUE, digits = 10, null = "null")
writeLines(capture.output(sessionInfo()), "open_data.sessionInfo.txt")
cat(length(results), "sets\n"); for (n in names(results)) cat(n, results[[n]]$n, names(results[[n]]$r), "\n")
