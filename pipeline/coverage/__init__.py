"""Coverage: whether what an essay says stands in what was written, or which rule left it out.

``inventory`` lists the ``things`` of an essay and the rules that keep some out of an output; ``held`` is what a written
file holds, read back from its bytes by whoever knows the format; ``counted`` holds one against the other.
"""

from pipeline.coverage.counted import Account, account
from pipeline.coverage.held import Held, letters
from pipeline.coverage.inventory import Selection, inventory
from pipeline.coverage.things import Inventory, Kind, Thing

__all__ = ["Account", "Held", "Inventory", "Kind", "Selection", "Thing", "account", "inventory", "letters"]
