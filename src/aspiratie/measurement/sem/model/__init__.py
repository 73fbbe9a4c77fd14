"""What a model says, as a table of parameters.

``syntax`` reads lavaan's notation, ``parameters`` lists what is free and what is fixed in every
group, ``labels`` ties parameters of one label together.
"""
