"""The public names: the one list of them."""

from .apa import apa_frame as apa_frame, apa_html as apa_html, apa_latex as apa_latex
from .study import study_report as study_report
from .word import Paper as Paper, write_results as write_results
