"""Property tests play the same games every time, so that a red run can be run again."""

from hypothesis import settings

settings.register_profile("rules", derandomize=True, database=None, deadline=None)
settings.load_profile("rules")
