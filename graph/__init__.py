"""What is in the graph, and how it is kept."""
