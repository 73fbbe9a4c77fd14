"""Room `runs`: any parametrised notebook for every school or group of a run.

``parts`` cuts the cleaned answers, ``given`` holds what is given against what the notebook asks,
``page`` makes HTML of an executed notebook, ``place`` is the private folder, ``one`` makes one
page in a worker, and ``run`` makes them all. What is made here rests on answers: it is marked as
such, and never lies in the folder of what may be sent.
"""

from aspiratie.runs.place import Place
from aspiratie.runs.run import NotebookRun, run_notebook

__all__ = ["NotebookRun", "Place", "run_notebook"]
