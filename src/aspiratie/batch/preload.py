"""What a server process imports once, before it forks a process for every report."""

from aspiratie import display, report
from aspiratie.report.notebook import light_imports

with light_imports():
    import nbclient.exceptions
    import nbconvert
    import nbformat.v4
    import papermill.engines

__all__ = ["display", "nbclient", "nbconvert", "nbformat", "papermill", "report"]
