"""How much is tested: HYPOTHESIS_PROFILE is "everyday", "soak" for `make soak`, or "mutants" for `make mutants`."""

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "everyday")
SOAK = PROFILE == "soak"  # what is looked at beside what `make test` looks at
