"""Whether groups may be compared.

``steps`` are the constraints of each step, ``sequence`` fits them in order, ``search`` looks for
the items at which they break, and ``verdict`` says in words which comparisons the data allow.
"""
