"""Many reports: parameters in, pages and an index out."""

from aspiratie.batch.audit import Audit, audit_folders
from aspiratie.batch.demo import write_demo
from aspiratie.batch.executors import make_executor
from aspiratie.batch.region import RegionBatch, report_region
from aspiratie.batch.releases import PreparedReleases, prepare_releases
from aspiratie.batch.schools import Batch, report_schools

__all__ = [
    "Audit",
    "Batch",
    "PreparedReleases",
    "RegionBatch",
    "audit_folders",
    "make_executor",
    "prepare_releases",
    "report_region",
    "report_schools",
    "write_demo",
]
