"""Telling a session of Spark of the data source."""
from .errors import OptionError


def register(spark):
    """
    Makes the format "sharedbuffers" known to a session of Spark 4, and lets conditions on keys reach it. Raises `OptionError` for
    an earlier Spark, where `write_dataset` and `read_dataset` do the same.
    """
    try:
        from .source import SharedBuffersDataSource
    except ImportError as error:
        raise OptionError(
            f'Spark {spark.version} has no data sources in Python: use sharedbuffers_spark.write_dataset and read_dataset'
        ) from error
    spark.dataSource.register(SharedBuffersDataSource)
    spark.conf.set('spark.sql.python.filterPushdown.enabled', 'true')
