"""How a model is estimated.

``implied`` moments and their derivatives; maximum likelihood (``normal``, ``ml``, ``mlr``,
``saturated``) and least squares on polychorics (``ordinal``, ``wls_tests``); ``start`` values.
"""
