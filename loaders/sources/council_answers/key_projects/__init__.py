"""Key projects with cost, budget and state."""
