"""The words of a release: every label, reason and verdict that it can hold."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "Alignment",
    "BlockLabel",
    "Coefficient",
    "InformantName",
    "InvarianceReason",
    "InvarianceState",
    "Label",
    "Level",
    "Midpoint",
    "Other",
    "Over",
    "Position",
    "ProfileClassName",
    "Reason",
    "RegionFault",
    "ScaleKind",
    "Sector",
    "Side",
    "Verdict",
    "Withheld",
]

#: Why a number is held back, or nothing is compared.
#:
#: ``few``            fewer than n_min respondents
#: ``complement``     else another number would follow
#: ``no_data``        nobody answered
#: ``not_asked``      the question was not asked
#: ``unreliable``     the scale is too unreliable
#: ``other_version``  another version of the questionnaire
#: ``few_schools``, ``few_pupils``, ``large_school``  the region is no region by its rules
#: ``no_fit``, ``not_invariant``, ``reliability_unknown``, ``reliability_below_70``
#:                    schools may not be compared on this scale
#: ``unknown_type``, ``both_sectors``  the school stands beside no other
Reason = Literal[
    "few",
    "complement",
    "unreliable",
    "no_data",
    "not_asked",
    "few_schools",
    "other_version",
    "few_pupils",
    "large_school",
    "no_fit",
    "not_invariant",
    "reliability_unknown",
    "reliability_below_70",
    "unknown_type",
    "both_sectors",
]

#: Why the schools of a sector may not be shown as one number; ``""`` where they may.
RegionFault = Literal["", "few_schools", "few_pupils", "large_school", "unreliable", "no_data"]

#: Whether schools may be compared on a scale: from ``pairs`` to ``invariance_not_confirmed``
#: they may, less and less; the others say why not.
Verdict = Literal[
    "pairs",
    "shown",
    "invariance_not_tested",
    "invariance_not_confirmed",
    "no_fit",
    "not_invariant",
    "reliability_unknown",
    "reliability_below_70",
    "unreliable",
    "no_data",
    "few_schools",
    "few_pupils",
    "large_school",
    "unknown_type",
    "both_sectors",
]

#: How a number stands to another, by a test.
Label = Literal["higher", "lower", "similar", "not_compared"]
#: How a block of schools stands: ``mixed`` where they do not stand alike.
BlockLabel = Literal["higher", "lower", "similar", "not_compared", "mixed"]
#: Where a school lies in a funnel.
Position = Literal["inside", "above_95", "above_998", "below_95", "below_998", "unknown"]

#: ``other`` is told apart from the rest: the outcome, the two scales of the profile, and every
#: scale of a questionnaire without principles.
ScaleKind = Literal["principle", "condition", "other"]
Level = Literal["good", "sufficient", "insufficient"]
Coefficient = Literal["alpha", "stratified_alpha", "omega"]
Side = Literal["low", "middle", "high"]
Midpoint = Literal["neutral", "unsure"]
InformantName = Literal["pupil", "teacher", "team", "parent"]
#: Who else than pupils.
Other = Literal["teacher", "team", "parent"]
#: ``all`` where the kind of no school is known.
Sector = Literal["po", "vo", "all"]
ProfileClassName = Literal["aspiration", "imagination", "perspiration", "hibernation", "unclear"]

InvarianceState = Literal["holds", "fails", "not_tested"]
InvarianceReason = Literal[
    "", "no_fit", "not_equal", "few_groups", "few_items", "sparse", "no_solution"
]
#: What the groups of the test of invariance were.
Over = Literal["types", "schools"]
Alignment = Literal["few_apart", "many_apart", "ambiguous", "not_tested"]
#: Why a school counts in nothing of its region.
Withheld = Literal["few", "no_data", "unknown_type", "both_sectors"]
