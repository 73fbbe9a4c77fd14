"""How much of a score is true difference.

``alpha`` and ``omega`` estimate the reliability of a sum of answers, ``hierarchical`` what one
general factor makes of it; ``kernels`` are the fits of many bootstrap samples at once.
"""
