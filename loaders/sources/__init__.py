"""One package per source document: each describes its document from top to bottom, and reads it."""
