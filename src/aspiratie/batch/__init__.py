"""Many reports: parameters in, pages and an index out."""

from aspiratie.batch.audit import Audit, audit_folders
from aspiratie.batch.demo import write_demo
from aspiratie.batch.executors import make_executor
from aspiratie.batch.region import RegionBatch, report_region
from aspiratie.batch.releases import PreparedReleases, prepare_releases
from aspiratie.batch.schools import Batch, report_schools
from aspiratie.batch.wave import compare_wave, prepare_wave, report_wave

__all__ = [
    "Audit",
    "Batch",
    "PreparedReleases",
    "RegionBatch",
    "audit_folders",
    "compare_wave",
    "make_executor",
    "prepare_releases",
    "prepare_wave",
    "report_region",
    "report_schools",
    "report_wave",
    "write_demo",
]
