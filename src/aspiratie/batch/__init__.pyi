from .audit import Audit, audit_folders
from .demo import write_demo
from .executors import make_executor
from .region import RegionBatch, report_region
from .releases import PreparedReleases, prepare_releases
from .schools import Batch, report_schools
from .workers.limits import Limits

__all__ = [
    "Audit",
    "Batch",
    "Limits",
    "PreparedReleases",
    "RegionBatch",
    "audit_folders",
    "make_executor",
    "prepare_releases",
    "report_region",
    "report_schools",
    "write_demo",
]
