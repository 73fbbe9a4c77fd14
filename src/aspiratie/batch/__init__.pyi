from .audit import Audit, audit_folders
from .demo import write_demo
from .executors import make_executor
from .region import RegionBatch, report_region
from .releases import PreparedReleases, prepare_releases
from .schools import Batch, report_schools
from .wave import compare_wave, prepare_wave, report_wave
from .workers.limits import Limits

__all__ = [
    "Audit",
    "Batch",
    "Limits",
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
