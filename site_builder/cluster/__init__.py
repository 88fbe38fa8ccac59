"""A cluster of machines that read and make in place of our own worker processes: dask.distributed, an extra.

    address    what may stand behind `--executor`
    executor   the workers of a running cluster, each only when it may work for this portal; alone it knows Dask

Dask runs code from whoever reaches its ports, so they are on this machine or encrypted (TLS with certificates on both
sides); anything else is refused. The machines share the portal's folder under one path.
"""

from site_builder.cluster.address import Address
from site_builder.cluster.executor import Cluster, lent

__all__ = ["Address", "Cluster", "lent"]
