# Measurement invariance of factors of factors and of items with two answers, in lavaan's own syntax
# with markers, and (all items binary) by semTools' measEq.syntax, on the answers of models_data.R.
# Run in this folder: Rscript invariance.R -> invariance.json, invariance.sessionInfo.txt
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
x <- read.csv("models.csv")
x <- x[order(x$female), ]
cuts <- sapply(x[1:16], function(v) length(unique(v)) - 1)

# markers: the first loading of a factor is one; equal = what is equal in a step
syntax <- function(factors, second, equal, binary = character()) {
  items <- unlist(factors)
  out <- character()
  late <- function(v) v %in% binary && !("intercepts" %in% equal)
  for (f in names(factors)) for (v in factors[[f]]) {
    tied <- "loadings" %in% equal && !late(v)
    how <- if (v == factors[[f]][1]) "c(1, 1)*"
           else if (tied) paste0("c(l_", v, ", l_", v, ")*") else "c(NA, NA)*"
    out <- c(out, paste0(f, " =~ ", how, v))
  }
  for (v in items) {
    apart <- late(v)
    free <- "thresholds" %in% equal && !apart
    for (k in seq_len(cuts[v])) {
      label <- paste0(v, "_t", k)
      how <- if (free) paste0("c(", label, ", ", label, ")*") else "c(NA, NA)*"
      out <- c(out, paste0(v, " | ", how, "t", k))
    }
    out <- c(out, paste0(v, " ~~ c(1, ", if (free) "NA" else "1", ")*", v))
    level <- if (free && !("intercepts" %in% equal)) "NA" else "0"
    out <- c(out, paste0(v, " ~ c(0, ", level, ")*1"))
  }
  inner <- if (length(second)) second[[1]] else character()
  for (f in names(second)) for (v in second[[f]]) {
    tied <- "second.loadings" %in% equal
    how <- if (v == second[[f]][1]) "c(1, 1)*"
           else if (tied) paste0("c(s_", v, ", s_", v, ")*") else "c(NA, NA)*"
    out <- c(out, paste0(f, " =~ ", how, v))
  }
  for (f in names(factors)) {
    loose <- "intercepts" %in% equal && !(f %in% inner && "second.intercepts" %in% equal)
    out <- c(out, paste0(f, " ~ c(0, ", if (loose) "NA" else "0", ")*1"))
  }
  for (f in names(second)) out <- c(out, paste0(
    f, " ~ c(0, ", if ("second.intercepts" %in% equal) "NA" else "0", ")*1"))
  paste(out, collapse = "\n")
}
chain <- function(factors, second, steps, binary = character()) {
  items <- unlist(factors)
  fits <- lapply(steps, function(equal) cfa(
    syntax(factors, second, equal, binary), x, group = "female", ordered = items,
    parameterization = "theta"))
  out <- lapply(seq_along(fits), function(k) {
    d <- if (k > 1) lavTestLRT(fits[[k - 1]], fits[[k]], method = "satorra.2000")
    list(fit = as.list(fitMeasures(fits[[k]])),
         difference = if (k > 1) list(chisq = d[2, "Chisq diff"], df = d[2, "Df diff"],
                                      pvalue = d[2, "Pr(>Chisq)"]))
  })
  setNames(out, names(steps))
}
full <- list(
  configural = character(), thresholds = "thresholds", loadings = c("thresholds", "loadings"),
  "second-order loadings" = c("thresholds", "loadings", "second.loadings"),
  intercepts = c("thresholds", "loadings", "second.loadings", "intercepts"),
  "second-order intercepts" =
    c("thresholds", "loadings", "second.loadings", "intercepts", "second.intercepts"))
three <- list(F = paste0("y", 1:4), G = paste0("y", 5:8), Z = paste0("z", 1:4))
out <- list(second = chain(three, list(T = c("F", "G", "Z")), full))
some <- full[c("configural", "thresholds", "loadings")]
some$intercepts <- c("thresholds", "loadings", "intercepts")
out$part_binary <- chain(list(F = c("y1", "y2", "b1", "b2", "y3")), NULL, some, c("b1", "b2"))
b <- paste0("b", 1:4)
fits <- lapply(list("", c("thresholds", "loadings", "intercepts")), function(equal)
  cfa(as.character(measEq.syntax(
    "H =~ b1 + b2 + b3 + b4", x, ordered = b, parameterization = "theta", ID.fac = "std.lv",
    ID.cat = "Wu.Estabrook.2016", group = "female", group.equal = equal)),
    x, ordered = b, group = "female", parameterization = "theta"))
d <- lavTestLRT(fits[[1]], fits[[2]], method = "satorra.2000")
out$binary <- list(
  configural = list(fit = as.list(fitMeasures(fits[[1]]))),
  intercepts = list(fit = as.list(fitMeasures(fits[[2]])),
                    difference = list(chisq = d[2, "Chisq diff"], df = d[2, "Df diff"],
                                      pvalue = d[2, "Pr(>Chisq)"]),
                    estimates = parameterEstimates(fits[[2]])))
write_json(out, "invariance.json", digits = 12, auto_unbox = TRUE, na = "null")
writeLines(capture.output(sessionInfo()), "invariance.sessionInfo.txt")
