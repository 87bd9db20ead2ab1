"""What every test shares."""

import os

from hypothesis import settings

# Two workers on two cores: how long an example takes says nothing about the code. The same examples in every run, so
# that a red run is about the change; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("shared-machine", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "shared-machine"))
