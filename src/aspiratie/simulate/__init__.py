"""A region with a known truth, as raw exports with the mess of real ones."""

from aspiratie.simulate.region import SimulatedRegion, simulate_region
from aspiratie.simulate.truth import Truth
from aspiratie.simulate.write import write_region

__all__ = ["SimulatedRegion", "Truth", "simulate_region", "write_region"]
