"""The public names of research: the one list of them."""

from .associations import (
    Association as Association,
    partial_correlation as partial_correlation,
    repeated_correlation as repeated_correlation,
)
from .beside_region import (
    factors_beside as factors_beside,
    model_beside as model_beside,
    reliability_beside as reliability_beside,
)
from .coded import CodedAnswers as CodedAnswers, read_coded as read_coded
from .comparisons import MeanComparison as MeanComparison, compare_means as compare_means
from .congruence import Congruence as Congruence, congruence as congruence
from .explore import Exploration as Exploration, explore as explore
from .figures.figure import Figure as Figure
from .figures.items import item_bars as item_bars, missing_matrix as missing_matrix
from .figures.scores import (
    caterpillar as caterpillar,
    correlation_map as correlation_map,
    score_facets as score_facets,
    score_regression as score_regression,
)
from .functioning import (
    ScaleDif as ScaleDif,
    ScaleInformation as ScaleInformation,
    scale_dif as scale_dif,
    scale_information as scale_information,
)
from .groups import GroupComparison as GroupComparison, scale_invariance as scale_invariance
from .figures.item_response import plot_dif as plot_dif, plot_information as plot_information
from .items import (
    ItemDescriptives as ItemDescriptives,
    careless_table as careless_table,
    cleaning_flow as cleaning_flow,
    describe_items as describe_items,
    import_log as import_log,
    missing_figure as missing_figure,
)
from .model_choice import model_of as model_of
from .figures.paths import path_diagram as path_diagram
from .provenance import provenance as provenance, report_model as report_model
from .random_groups import BesideRegion as BesideRegion
from .scales import (
    ScaleReliability as ScaleReliability,
    SchoolReliability as SchoolReliability,
    SchoolSpread as SchoolSpread,
    scale_reliability as scale_reliability,
    school_reliability as school_reliability,
    school_spread as school_spread,
)
from .sensitivity import Sensitivity as Sensitivity, sensitivity as sensitivity
from .study import Study as Study, open_study as open_study
