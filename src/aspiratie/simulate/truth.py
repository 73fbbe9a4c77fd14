"""What is true in a simulated region, and what follows from it without simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

__all__ = ["Truth"]

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Truth:
    r"""The numbers from which a region was drawn, and the mess that was put in.

    A respondent's standing on factor *f* is the sum of the effects of school,
    leerjaar, wave and informant and a normal deviate; an answer in the scale's
    direction is above *k* where :math:`\lambda f + e` exceeds threshold *k*, with
    :math:`\operatorname{var}(\lambda f + e) = 1`. Effects are in standard
    deviations of the factor.

    Parameters
    ----------
    items : mapping of str to DataFrame
        By informant: factor, scale, mirrors, reversed, loading, no_opinion and
        thresholds of each item.
    factor_correlations : DataFrame
        Of the eight conditions, equal within and between schools.
    slopes : DataFrame
        Motivation, dreaming and doing (rows) on the conditions, standardised.
    icc : Series
        Share of each factor's variance between schools.
    covariance_within : DataFrame
        Of all factors (conditions, motivation, dreaming, doing) within schools.
    effects : mapping of (informant, wave) to DataFrame
        Index school and group, columns the factors: the whole known shift, with
        column ``n`` for the number of respondents.
    school_effects : DataFrame
        School (rows) by factor, of pupils in the last wave.
    wave_effects : DataFrame
        Wave (rows) by factor; 0 in the last wave.
    group_effects : DataFrame
        School and group (rows) by factor; their mean is 0 in every school.
    gaps : DataFrame
        Informant (rows) by factor; 0 for pupils.
    noninvariance : DataFrame
        Columns school, item, shift: thresholds that differ in one school.
    mess : DataFrame
        Columns informant, wave, school, kind, count: what was planted. Kinds of
        rows: duplicate_exact, duplicate_resubmitted, test_entry, empty,
        incomplete, straight_liner, random. Kinds of cells, in ordinary rows
        only: out_of_range, no_opinion, blank.
    planted : DataFrame
        Columns informant, wave, row, kind: the planted rows, by the number that
        a person sees (the first row below the headings is 2).
    answers : mapping of (informant, wave) to DataFrame
        Every genuine, attentive respondent before cells were spoilt: index
        ``row``, columns school, group and items (the place of the answer as
        given, not reversed).
    """

    items: Mapping[str, pd.DataFrame]
    factor_correlations: pd.DataFrame
    slopes: pd.DataFrame
    icc: pd.Series[float]
    covariance_within: pd.DataFrame
    effects: Mapping[Key, pd.DataFrame]
    school_effects: pd.DataFrame
    wave_effects: pd.DataFrame
    group_effects: pd.DataFrame
    gaps: pd.DataFrame
    noninvariance: pd.DataFrame
    mess: pd.DataFrame
    planted: pd.DataFrame
    answers: Mapping[Key, pd.DataFrame]

    def __repr__(self) -> str:
        return (
            f"<Truth: {len(self.school_effects)} schools, {len(self.wave_effects)} waves, "
            f"{int(self.mess['count'].sum())} planted faults>"
        )

    def expected_shares(self, informant: str, wave: str, item: str) -> pd.DataFrame:
        """Return the expected share of each answer, as given, by school.

        Parameters
        ----------
        informant, wave, item : str

        Returns
        -------
        DataFrame
            Index school, columns the places 1 to k of the answers; rows sum to 1.
        """
        row = self.items[informant].loc[item]
        shares = self._shares(informant, wave, item)
        if row["reversed"]:
            shares = shares[:, ::-1]
        table = self.effects[informant, wave]
        school = table.index.get_level_values("school")
        n = table["n"].to_numpy(dtype=np.float64)
        frame = pd.DataFrame(shares * n[:, None], columns=range(1, shares.shape[1] + 1))
        total = frame.groupby(school.to_numpy(), sort=False).sum()
        total.index.name = "school"
        return total.div(total.sum(axis=1), axis=0)

    def expected_scales(self, informant: str, wave: str) -> pd.DataFrame:
        """Return the expected mean of each scale, 1 to k in its direction, by school."""
        out: dict[str, pd.Series[float]] = {}
        table = self.items[informant]
        for scale, members in table[table["scale"].notna()].groupby("scale", sort=False):
            means = []
            for item, row in members.iterrows():
                shares = self.expected_shares(informant, wave, str(item))
                mean = (shares * np.array(shares.columns, dtype=float)).sum(axis=1)
                means.append(shares.shape[1] + 1 - mean if row["reversed"] else mean)
            out[str(scale)] = sum(means[1:], start=means[0]) / len(means)
        return pd.DataFrame(out)

    def expected_agreement(self, informant: str, wave: str) -> pd.DataFrame:
        """Return the expected share that agrees with each item (upper two of five), by school."""
        table = self.items[informant]
        likert = [str(i) for i in table.index[table["scale"].notna()]]
        return pd.DataFrame(
            {i: self.expected_shares(informant, wave, i)[[4, 5]].sum(axis=1) for i in likert}
        )

    def scale_properties(self) -> pd.DataFrame:
        """Return each pupils' scale's mean, variance, alpha and ICC, by numerical integration.

        Of the mean of the items, for a region without effects of leerjaar and
        wave.

        Returns
        -------
        DataFrame
            Index scale; columns mean, variance, alpha, icc.
        """
        nodes, weights = np.polynomial.hermite_e.hermegauss(61)
        weights = weights / weights.sum()
        table = self.items["pupil"]
        out = {}
        for scale, members in table[table["scale"].notna()].groupby("scale", sort=False):
            load = members["loading"].to_numpy(dtype=np.float64)
            cuts = np.array(members["thresholds"].tolist())
            icc = float(self.icc[str(scale)])
            mean, square = _moments(nodes, load, cuts, 1 - load**2)
            total = mean.sum(axis=1)
            grand = weights @ total
            own = square - mean**2
            variance = weights @ (total - grand) ** 2 + weights @ own.sum(axis=1)
            single = weights @ square - (weights @ mean) ** 2
            k = len(load)
            by_school, _ = _moments(nodes * np.sqrt(icc), load, cuts, 1 - load**2 * icc)
            school = by_school.sum(axis=1)
            between = weights @ (school - weights @ school) ** 2
            out[str(scale)] = {
                "mean": grand / k,
                "variance": variance / k**2,
                "alpha": k / (k - 1) * (1 - single.sum() / variance),
                "icc": between / variance,
            }
        return pd.DataFrame(out).T

    def outcome_correlations(self, outcome: str = "motivation") -> pd.Series[float]:
        """Return the correlation of an outcome's factor with each condition within schools."""
        cov = self.covariance_within
        sd = np.sqrt(np.diag(cov.to_numpy()))
        corr = pd.DataFrame(cov.to_numpy() / np.outer(sd, sd), index=cov.index, columns=cov.columns)
        column: pd.Series[float] = corr[outcome]
        return column[list(self.factor_correlations.index)]

    def _shares(self, informant: str, wave: str, item: str) -> Floats:
        """Shares of the answers in the scale's direction; rows as in `effects`."""
        row = self.items[informant].loc[item].to_dict()
        table = self.effects[informant, wave]
        factor, load = str(row["factor"]), float(row["loading"])
        shift = load * table[factor].to_numpy(dtype=np.float64)
        cuts = np.tile(np.array(row["thresholds"]), (len(table), 1))
        schools = table.index.get_level_values("school")
        odd = self.noninvariance
        for school, move in odd.loc[odd["item"] == item, ["school", "shift"]].itertuples(
            index=False
        ):
            cuts[schools == school] += move
        scale = float(np.sqrt(1 - load**2 * self.icc[factor]))
        above: Floats = norm.cdf((shift[:, None] - cuts) / scale)
        edge = np.ones((len(table), 1))
        return np.hstack([edge, above]) - np.hstack([above, 0 * edge])


def _moments(at: Floats, load: Floats, cuts: Floats, rest: Floats) -> tuple[Floats, Floats]:
    """Mean and mean square of each item's score where the factor is `at`."""
    z = (load[None, :, None] * at[:, None, None] - cuts[None]) / np.sqrt(rest)[None, :, None]
    above: Floats = norm.cdf(z)
    steps = 2 * np.arange(1, cuts.shape[1] + 1) + 1
    return 1 + above.sum(axis=2), 1 + (above * steps).sum(axis=2)
