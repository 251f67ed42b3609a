"""What the reading of every document uses: text, numbers, corrections, findings, bodies, laying out."""
