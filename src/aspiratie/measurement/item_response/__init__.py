"""How single items work.

``dif``: whether an item works otherwise in some groups, by ordinal logistic regression and by
direct effects in a factor model (``direct_effects``). ``graded``: the factor model of ordinal
items as a graded response model, with information and conditional standard errors.
"""
