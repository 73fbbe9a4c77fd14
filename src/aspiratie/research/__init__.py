"""What a researcher's notebook shows, each by one call.

:func:`open_study` reads and cleans an export; functions named for what they estimate
return frozen results; functions named for a table or figure return something that a
notebook shows as it is. These pages rest on answers and are not for publishing.
"""

from aspiratie.research.explore import Exploration, explore
from aspiratie.research.figure import Figure
from aspiratie.research.figures import correlation_heatmap, loading_plot, scree_plot
from aspiratie.research.figures_items import item_bars, missing_matrix
from aspiratie.research.figures_scales import caterpillar, reliability_dots
from aspiratie.research.groups import compare_groups, group_table, steps_table
from aspiratie.research.item_response import plot_dif, plot_information
from aspiratie.research.items import (
    answer_bars,
    careless_table,
    cleaning_flow,
    describe_items,
    import_log,
    item_table,
    missing_figure,
)
from aspiratie.research.paths import path_diagram
from aspiratie.research.provenance import provenance, report_model
from aspiratie.research.scales import (
    reliability_figure,
    reliability_table,
    scale_reliability,
    school_figure,
    school_reliability,
    school_reliability_table,
    school_spread,
    spread_table,
)
from aspiratie.research.sensitivity import sensitivity, sensitivity_table
from aspiratie.research.structure import (
    compare_structures,
    correlation_figure,
    correlations_of,
    explore_factors,
    loading_figure,
    model_of,
    number_of_factors,
    path_figure,
    suitability,
    target_table,
)
from aspiratie.research.study import Study, open_study
from aspiratie.research.tables import (
    difference_table,
    fit_table,
    icc_table,
    invariance_table,
    model_table,
    residual_table,
    retention_table,
    suitability_table,
)

__all__ = [
    "Exploration",
    "Figure",
    "Study",
    "answer_bars",
    "careless_table",
    "caterpillar",
    "cleaning_flow",
    "compare_groups",
    "compare_structures",
    "correlation_figure",
    "correlation_heatmap",
    "correlations_of",
    "describe_items",
    "difference_table",
    "explore",
    "explore_factors",
    "fit_table",
    "group_table",
    "icc_table",
    "import_log",
    "invariance_table",
    "item_bars",
    "item_table",
    "loading_figure",
    "loading_plot",
    "missing_figure",
    "missing_matrix",
    "model_of",
    "model_table",
    "number_of_factors",
    "open_study",
    "path_diagram",
    "path_figure",
    "plot_dif",
    "plot_information",
    "provenance",
    "reliability_dots",
    "reliability_figure",
    "reliability_table",
    "report_model",
    "residual_table",
    "retention_table",
    "scale_reliability",
    "school_figure",
    "school_reliability",
    "school_reliability_table",
    "school_spread",
    "scree_plot",
    "sensitivity",
    "sensitivity_table",
    "spread_table",
    "steps_table",
    "suitability",
    "suitability_table",
    "target_table",
]
