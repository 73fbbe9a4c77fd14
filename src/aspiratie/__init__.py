"""School surveys of the aspiration model, from export to report.

>>> import aspiratie as asp
>>> book = asp.read_codebook("aspiratie-leerling")
>>> [condition.title.en for condition in book.conditions][:2]
['Belonging', 'Heroes']

The names below are for researchers; the command line is :mod:`aspiratie.cli`. They are
imported when they are first used, so that ``import aspiratie`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aspiratie.codebook import Codebook, factor_models, read_codebook, shipped_codebooks
    from aspiratie.disclosure import Release, attack, read_release
    from aspiratie.intake import Answers, CleaningLog, Export, clean, read_answers, read_export
    from aspiratie.measurement.factors.efa import efa
    from aspiratie.measurement.factors.parallel import parallel_analysis
    from aspiratie.measurement.factors.retention import map_test, retention_summary
    from aspiratie.measurement.factors.scores import efa_scores
    from aspiratie.measurement.factors.suitability import (
        bartlett_sphericity,
        kmo,
        squared_multiple_correlations,
    )
    from aspiratie.measurement.invariance.sequence import measurement_invariance
    from aspiratie.measurement.item_response.dif import dif
    from aspiratie.measurement.item_response.graded import irt_view
    from aspiratie.measurement.means import answer_shares, item_means
    from aspiratie.measurement.polychoric.matrix import polychoric
    from aspiratie.measurement.reliability.alpha import cronbach_alpha, stratified_alpha
    from aspiratie.measurement.reliability.hierarchical import omega_hierarchical
    from aspiratie.measurement.reliability.omega import omega
    from aspiratie.measurement.scores import principle_scores, reverse, scale_scores
    from aspiratie.measurement.sem.cfa import cfa
    from aspiratie.measurement.sem.compare_models import compare_models
    from aspiratie.measurement.sem.esem import esem
    from aspiratie.measurement.sem.two_level.cfa import two_level_cfa
    from aspiratie.schools.alignment import align
    from aspiratie.schools.compare import clearly_different, comparability, compare_with_region
    from aspiratie.schools.duo import read_duo_locations, read_swv_postcodes
    from aspiratie.schools.funnel import funnel
    from aspiratie.schools.informants import informant_gaps
    from aspiratie.schools.mean_reliability import school_mean_reliability
    from aspiratie.schools.multilevel import icc, rank_intervals, school_means
    from aspiratie.schools.registry import join_swv, parse_brin
    from aspiratie.schools.trend import wave_change
    from aspiratie.simulate import simulate_region, write_region

__all__ = [
    "Answers",
    "CleaningLog",
    "Codebook",
    "Export",
    "Release",
    "align",
    "answer_shares",
    "attack",
    "bartlett_sphericity",
    "cfa",
    "clean",
    "clearly_different",
    "comparability",
    "compare_models",
    "compare_with_region",
    "cronbach_alpha",
    "dif",
    "efa",
    "efa_scores",
    "esem",
    "factor_models",
    "funnel",
    "icc",
    "informant_gaps",
    "irt_view",
    "item_means",
    "join_swv",
    "kmo",
    "map_test",
    "measurement_invariance",
    "omega",
    "omega_hierarchical",
    "parallel_analysis",
    "parse_brin",
    "polychoric",
    "principle_scores",
    "rank_intervals",
    "read_answers",
    "read_codebook",
    "read_duo_locations",
    "read_export",
    "read_release",
    "read_swv_postcodes",
    "retention_summary",
    "reverse",
    "scale_scores",
    "school_mean_reliability",
    "school_means",
    "shipped_codebooks",
    "simulate_region",
    "squared_multiple_correlations",
    "stratified_alpha",
    "two_level_cfa",
    "wave_change",
    "write_region",
]

_HOME = {
    "Codebook": "aspiratie.codebook",
    "factor_models": "aspiratie.codebook",
    "read_codebook": "aspiratie.codebook",
    "shipped_codebooks": "aspiratie.codebook",
    "Release": "aspiratie.disclosure",
    "attack": "aspiratie.disclosure",
    "read_release": "aspiratie.disclosure",
    "Answers": "aspiratie.intake",
    "CleaningLog": "aspiratie.intake",
    "Export": "aspiratie.intake",
    "clean": "aspiratie.intake",
    "read_answers": "aspiratie.intake",
    "read_export": "aspiratie.intake",
    "cfa": "aspiratie.measurement.sem.cfa",
    "compare_models": "aspiratie.measurement.sem.compare_models",
    "dif": "aspiratie.measurement.item_response.dif",
    "efa": "aspiratie.measurement.factors.efa",
    "efa_scores": "aspiratie.measurement.factors.scores",
    "esem": "aspiratie.measurement.sem.esem",
    "irt_view": "aspiratie.measurement.item_response.graded",
    "measurement_invariance": "aspiratie.measurement.invariance.sequence",
    "omega": "aspiratie.measurement.reliability.omega",
    "omega_hierarchical": "aspiratie.measurement.reliability.hierarchical",
    "parallel_analysis": "aspiratie.measurement.factors.parallel",
    "answer_shares": "aspiratie.measurement.means",
    "item_means": "aspiratie.measurement.means",
    "two_level_cfa": "aspiratie.measurement.sem.two_level.cfa",
    "school_mean_reliability": "aspiratie.schools.mean_reliability",
    "polychoric": "aspiratie.measurement.polychoric.matrix",
    "cronbach_alpha": "aspiratie.measurement.reliability.alpha",
    "stratified_alpha": "aspiratie.measurement.reliability.alpha",
    "map_test": "aspiratie.measurement.factors.retention",
    "retention_summary": "aspiratie.measurement.factors.retention",
    "principle_scores": "aspiratie.measurement.scores",
    "reverse": "aspiratie.measurement.scores",
    "scale_scores": "aspiratie.measurement.scores",
    "bartlett_sphericity": "aspiratie.measurement.factors.suitability",
    "kmo": "aspiratie.measurement.factors.suitability",
    "squared_multiple_correlations": "aspiratie.measurement.factors.suitability",
    "align": "aspiratie.schools.alignment",
    "clearly_different": "aspiratie.schools.compare",
    "comparability": "aspiratie.schools.compare",
    "compare_with_region": "aspiratie.schools.compare",
    "read_duo_locations": "aspiratie.schools.duo",
    "read_swv_postcodes": "aspiratie.schools.duo",
    "funnel": "aspiratie.schools.funnel",
    "informant_gaps": "aspiratie.schools.informants",
    "icc": "aspiratie.schools.multilevel",
    "rank_intervals": "aspiratie.schools.multilevel",
    "school_means": "aspiratie.schools.multilevel",
    "join_swv": "aspiratie.schools.registry",
    "parse_brin": "aspiratie.schools.registry",
    "wave_change": "aspiratie.schools.trend",
    "simulate_region": "aspiratie.simulate",
    "write_region": "aspiratie.simulate",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'aspiratie' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
