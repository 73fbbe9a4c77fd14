# Simulated answers for the models of models.R: four factors, items with five, four, three and two
# answers and three continuous ones, covariates that move the factors, and two items that work
# otherwise for one group (uniform: y2, not uniform: y7).
# Run in this folder: Rscript models_data.R  -> models.csv
set.seed(20261124)
n <- 900
female <- rbinom(n, 1, .52)
age <- round(rnorm(n, 14, 1.5), 1)
grade <- sample(1:3, n, TRUE, c(.3, .4, .3))
phi <- matrix(c(1, .5, .4, .35, .5, 1, .45, .3, .4, .45, 1, .4, .35, .3, .4, 1), 4)
eta <- matrix(rnorm(4 * n), n) %*% chol(phi) +
  outer(female, c(.35, -.25, .1, .2)) + outer(age - 14, c(.12, 0, -.08, .1))
item <- function(f, loading, cuts, shift = 0, slope = 0) {
  latent <- (loading + slope * female) * eta[, f] + shift * female + rnorm(n) * sqrt(1 - loading^2)
  findInterval(latent, cuts) + 1
}
five <- c(-1.6, -.8, 0, .9)
four <- c(-1.1, -.2, .8)
three <- c(-.6, .7)
x <- data.frame(
  y1 = item(1, .75, five), y2 = item(1, .70, five - .1, shift = .45), y3 = item(1, .65, five + .2),
  y4 = item(1, .60, five), y5 = item(2, .80, four), y6 = item(2, .70, four - .2),
  y7 = item(2, .55, four + .1, slope = .40), y8 = item(2, .60, four), z1 = item(3, .75, three),
  z2 = item(3, .70, three + .2), z3 = item(3, .65, three - .2), z4 = item(3, .60, three),
  b1 = item(4, .80, .2), b2 = item(4, .70, -.3), b3 = item(4, .65, 0), b4 = item(4, .60, .4),
  c1 = 5 + 1.4 * eta[, 1] + rnorm(n), c2 = 3 + .9 * eta[, 2] + rnorm(n),
  c3 = 10 + 2 * eta[, 4] + 2 * rnorm(n)
)
x <- round(x, 4)
write.csv(cbind(x, female, age, grade), "models.csv", row.names = FALSE)
