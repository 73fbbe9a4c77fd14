"""The public names: the one list of them, read by type checkers and at run time alike."""

from .codebook import (
    Codebook as Codebook,
    factor_models as factor_models,
    read_codebook as read_codebook,
    shipped_codebooks as shipped_codebooks,
)
from .disclosure import SchoolRelease as SchoolRelease, read_release as read_release
from .intake import (
    Answers as Answers,
    CleaningLog as CleaningLog,
    Export as Export,
    clean as clean,
    read_answers as read_answers,
    read_export as read_export,
)
from .measurement.factors.efa import efa as efa
from .measurement.factors.exchange import (
    from_factor_analyzer as from_factor_analyzer,
    to_factor_analyzer as to_factor_analyzer,
)
from .measurement.factors.parallel import parallel_analysis as parallel_analysis
from .measurement.factors.retention import (
    map_test as map_test,
    retention_summary as retention_summary,
)
from .measurement.factors.scores import efa_scores as efa_scores
from .measurement.factors.suitability import (
    bartlett_sphericity as bartlett_sphericity,
    kmo as kmo,
    squared_multiple_correlations as squared_multiple_correlations,
)
from .measurement.invariance.sequence import measurement_invariance as measurement_invariance
from .measurement.item_response.dif import dif as dif
from .measurement.item_response.graded import irt_view as irt_view
from .measurement.means import answer_shares as answer_shares, item_means as item_means
from .measurement.polychoric.matrix import polychoric as polychoric
from .measurement.reliability.alpha import (
    cronbach_alpha as cronbach_alpha,
    stratified_alpha as stratified_alpha,
)
from .measurement.reliability.hierarchical import omega_hierarchical as omega_hierarchical
from .measurement.reliability.omega import omega as omega
from .measurement.scores import (
    principle_scores as principle_scores,
    reverse as reverse,
    scale_scores as scale_scores,
)
from .measurement.sem.cfa import cfa as cfa
from .measurement.sem.compare_models import compare_models as compare_models
from .measurement.sem.esem import esem as esem
from .measurement.sem.two_level.cfa import two_level_cfa as two_level_cfa
from .research.associations import (
    partial_correlation as partial_correlation,
    repeated_correlation as repeated_correlation,
)
from .research.beside_region import (
    factors_beside as factors_beside,
    model_beside as model_beside,
    reliability_beside as reliability_beside,
)
from .research.comparisons import compare_means as compare_means
from .research.congruence import congruence as congruence
from .research.document.study import study_report as study_report
from .research.functioning import (
    scale_dif as scale_dif,
    scale_information as scale_information,
)
from .research.groups import scale_invariance as scale_invariance
from .research.scales import (
    scale_reliability as scale_reliability,
    school_reliability as school_reliability,
    school_spread as school_spread,
)
from .schools.alignment import align as align
from .schools.compare import (
    clearly_different as clearly_different,
    comparability as comparability,
    compare_with_region as compare_with_region,
)
from .schools.duo import (
    read_duo_locations as read_duo_locations,
    read_swv_postcodes as read_swv_postcodes,
)
from .schools.funnel import funnel as funnel
from .schools.informants import informant_gaps as informant_gaps
from .schools.mean_reliability import school_mean_reliability as school_mean_reliability
from .schools.multilevel import (
    icc as icc,
    rank_intervals as rank_intervals,
    school_means as school_means,
)
from .schools.registry import join_swv as join_swv, parse_brin as parse_brin
from .schools.trend import wave_change as wave_change
from .simulate import simulate_region as simulate_region, write_region as write_region
