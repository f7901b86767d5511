"""Many documents of one kind, a commune at a time: all is checked first, then made in processes.

Each commune's files appear whole, as soon as they are made; a run that was interrupted, or killed,
goes on with what is missing.
"""

from docgen.build.batch.executors import Workers, open_workers
from docgen.build.batch.job import Batch, BatchTarget, OnProgress, Phase, Progress
from docgen.build.batch.run import make

__all__ = [
    "Batch",
    "BatchTarget",
    "OnProgress",
    "Phase",
    "Progress",
    "Workers",
    "make",
    "open_workers",
]
