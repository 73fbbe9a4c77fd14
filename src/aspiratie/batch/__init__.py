"""Many reports: parameters in, pages and an index out."""

from aspiratie.batch.audit import Audit, audit_folders
from aspiratie.batch.demo import write_demo
from aspiratie.batch.executors import make_executor
from aspiratie.batch.region import Batch, PreparedReleases, prepare_releases, report_region

__all__ = [
    "Audit",
    "Batch",
    "PreparedReleases",
    "audit_folders",
    "make_executor",
    "prepare_releases",
    "report_region",
    "write_demo",
]
