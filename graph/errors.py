"""What can go wrong with the databases and the datasets in them.

    GraphError
    ├── SettingsError               a setting has a value that it cannot have
    ├── DatabaseUnavailable         cannot be reached, has not started, or refuses the password
    │   └── DataDirectoryBusy       another process holds the embedded database, or its load
    ├── StatementTimeout            a statement ran longer than permitted, and was ended
    ├── StatementFailed             refused by the database: a write, a mistake in its text, a broken constraint
    └── DatasetError                a dataset cannot be built
        ├── TablesInvalid           two nodes of one id, a relationship without its end, a reserved name
        ├── DatasetIncomplete       the database holds another number of nodes or relationships than the tables
        └── LoadOvertaken           another load began and cleared away what this one had built

Messages may hold Cypher, addresses and paths: they are for the log and the command line, never for a caller over HTTP.
"""


class GraphError(Exception):
    """Anything that this package raises on purpose."""


class SettingsError(GraphError):
    """A setting has a value that it cannot have."""


class DatabaseUnavailable(GraphError):
    """The database cannot be reached, has not started, or refuses the password."""


class DataDirectoryBusy(DatabaseUnavailable):
    """Another process holds the embedded database of this data directory, or loads into it."""


class StatementTimeout(GraphError):
    """A statement ran longer than permitted, and was ended."""


class StatementFailed(GraphError):
    """The database refused a statement: a write in a reading session, a mistake in its text, a broken constraint."""


class DatasetError(GraphError):
    """A dataset cannot be built."""


class TablesInvalid(DatasetError):
    """The tables do not make a graph: two nodes of one id, a relationship without its end, a reserved name."""


class DatasetIncomplete(DatasetError):
    """The database holds another number of nodes or relationships than the tables."""


class LoadOvertaken(DatasetError):
    """Another load began and cleared away what this one had built."""
