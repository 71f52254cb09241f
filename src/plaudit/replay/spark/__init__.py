"""A replay on a cluster: Apache Spark reads, parts and sorts; the engine of replays counts.

Needs the extra `plaudit[spark]` and Java. PySpark is imported inside functions: the rest of the
house, and the machines that count, do without it.
"""
