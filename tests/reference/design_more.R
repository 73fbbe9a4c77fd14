# DIF over schools and with weights by survey::svyolr; WLSMV with weights beside covariates and
# continuous items by lavaan 0.6. Run in this folder: Rscript design_more.R
# (reads design.csv, writes design_more.json and design_more.sessionInfo.txt).
suppressMessages({library(survey); library(lavaan); library(jsonlite)})
frame <- na.omit(read.csv("design.csv"))
items <- paste0("y", 1:4)
frame$s <- rowSums(frame[items]) - length(items)
frame$g <- factor(frame$girl)
designs <- list(cluster = svydesign(ids = ~school, weights = ~1, data = frame),
                weights = svydesign(ids = ~1, weights = ~w, data = frame),
                both = svydesign(ids = ~school, weights = ~w, data = frame))
wald <- function(fit, names) { b <- coef(fit)[names]; sum(b * solve(vcov(fit)[names, names], b)) }
ctl <- list(reltol = 1e-15, maxit = 2000)
dif <- lapply(designs, function(design) {
  one <- lapply(items, function(i) {
    m1 <- svyolr(as.formula(paste0("factor(", i, ") ~ s + g")), design, control = ctl)
    m2 <- svyolr(as.formula(paste0("factor(", i, ") ~ s * g")), design, control = ctl)
    list(uniform = wald(m1, "g1"), nonuniform = wald(m2, "s:g1"), total = wald(m2, c("g1", "s:g1")),
         logit = unname(coef(m1)["g1"]), se = sqrt(vcov(m1)["g1", "g1"]))
  })
  setNames(one, items)
})
everything <- function(fit) {
  table <- as.data.frame(parameterEstimates(fit, remove.nonfree = FALSE))
  list(fit = as.list(unclass(fitMeasures(fit))), estimates = table[c("lhs", "op", "rhs", "est", "se")])
}
two <- "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
eight <- paste0("y", 1:8)
fitted <- function(text, ordered) everything(cfa(text, frame, ordered = ordered, sampling.weights = "w",
                                                 control = list(rel.tol = 1e-10)))
out <- list(dif = dif, models = list(
  mimic = fitted(paste(two, "F ~ girl\nG ~ girl\ny2 ~ girl", sep = "\n"), eight),
  mixed = fitted(two, eight[1:6]),
  mixed_mimic = fitted(paste(two, "F ~ girl\nG ~ girl", sep = "\n"), eight[1:6])))
write_json(out, "design_more.json", digits = 12, auto_unbox = TRUE, na = "string", force = TRUE)
writeLines(capture.output(sessionInfo()), "design_more.sessionInfo.txt")
