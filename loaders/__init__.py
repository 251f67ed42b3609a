"""Documents and tables become the graph: each source document is read into tidy tables, checked, and loaded."""
