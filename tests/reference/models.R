# Numbers of lavaan on models beyond a plain factor model: regressions on covariates, functions of
# parameters, std.lv, orthogonal, ordinal and continuous items together.
# Run in this folder, after models_data.R: Rscript models.R -> models.json, models.sessionInfo.txt
suppressMessages({library(lavaan); library(jsonlite)})
x <- read.csv("models.csv")
sorted <- x[order(x$female), ]  # lavaan numbers groups as they come
out <- list()
keep <- function(fit, scores = FALSE, std = TRUE) {
  pe <- parameterEstimates(fit, rsquare = FALSE)
  list(estimates = pe, fit = as.list(fitMeasures(fit)),
       standardized = if (std) standardizedSolution(fit, se = FALSE),
       statistics = as.numeric(unlist(lavInspect(fit, "wls.obs"))),
       gamma = if (lavInspect(fit, "options")$estimator == "DWLS")
         as.numeric(unlist(lapply(if (lavInspect(fit, "ngroups") == 1) list(lavInspect(fit, "gamma"))
                                  else lavInspect(fit, "gamma"), diag))),
       scores = if (scores) unname(head(as.matrix(lavPredict(fit)), 8)))
}
seconds <- function(run) min(sapply(1:3, function(i) system.time(run())[["elapsed"]]))
two <- "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8\n"
mimic <- paste0(two, "F ~ a*female + b*age\nG ~ c*female + age\nd := a*b\ne := exp(a) - c^2/2")
direct <- paste0(two, "F ~ female + age\nG ~ female + age\ny2 ~ female")
y <- paste0("y", 1:8)
out$mimic_wlsmv <- keep(cfa(mimic, x, ordered = y), scores = TRUE)
out$mimic_theta <- keep(cfa(mimic, x, ordered = y, parameterization = "theta"))
out$mimic_dwls <- keep(cfa(mimic, x, ordered = y, estimator = "DWLS"))
out$direct_wlsmv <- keep(cfa(direct, x, ordered = y))
out$direct_mlr <- keep(cfa(direct, x, estimator = "MLR"))
out$mimic_ml <- keep(cfa(mimic, x), scores = TRUE)
out$mimic_mlr <- keep(cfa(mimic, x, estimator = "MLR", meanstructure = TRUE))
out$groups_wlsmv <- keep(cfa(paste0(two, "F ~ age\nG ~ age"), sorted, ordered = y, group = "female"))
out$groups_ml <- keep(cfa(paste0(two, "F ~ age\nG ~ age"), sorted, group = "female",
                          group.equal = c("loadings", "intercepts", "regressions")))
gaps <- x
set.seed(4)
for (v in y) gaps[sample(nrow(x), 60), v] <- NA
write.csv(gaps[, c(y, "female", "age")], "models_gaps.csv", row.names = FALSE, na = "")
out$mimic_fiml <- keep(cfa(mimic, gaps, missing = "fiml"))
out$mimic_fiml_mlr <- keep(cfa(mimic, gaps, missing = "fiml", estimator = "MLR"))
out$mimic_pairwise <- keep(cfa(two, gaps, ordered = y, missing = "pairwise"))
out$structural_ml <- keep(cfa(paste0(two, "G ~ F + female"), x))
out$structural_wlsmv <- keep(cfa(paste0(two, "G ~ F + female"), x, ordered = y))
out$std_lv <- keep(cfa(two, x, ordered = y, std.lv = TRUE))
out$std_lv_groups <- keep(cfa(two, sorted, group = "female", std.lv = TRUE, group.equal = "loadings"))
out$orthogonal <- keep(cfa(two, x, ordered = y, orthogonal = TRUE))
mixed <- "F =~ y1 + y2 + y3 + y4 + c1\nC =~ c3 + b1 + b2 + b3 + b4"
o <- c(paste0("y", 1:4), paste0("b", 1:4))
out$mixed <- keep(cfa(mixed, x, ordered = o), scores = TRUE)
out$mixed_theta <- keep(cfa(mixed, x, ordered = o, parameterization = "theta"))
out$mixed_two_numeric <- keep(cfa("F =~ y1 + y2 + c1 + c2 + c3", x, ordered = c("y1", "y2")))
out$mixed_mimic <- keep(cfa(paste0(mixed, "\nF ~ female + age\nC ~ female"), x, ordered = o))
out$mixed_groups <- keep(cfa(mixed, sorted, ordered = o, group = "female"))
out$seconds <- list(mimic = seconds(function() fitMeasures(cfa(mimic, x, ordered = y))),
                    mixed = seconds(function() fitMeasures(cfa(mixed, x, ordered = o))))
write_json(out, "models.json", digits = 12, auto_unbox = TRUE, na = "null", matrix = "rowmajor")
writeLines(capture.output(sessionInfo()), "models.sessionInfo.txt")
