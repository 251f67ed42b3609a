"""The answers on risks, achievements and the start-up hub."""
