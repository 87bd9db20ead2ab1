"""What every test shares."""

from hypothesis import settings

# Two workers on two cores: how long an example takes says nothing about the code.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
