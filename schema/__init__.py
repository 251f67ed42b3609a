"""The GraphQL contract, made from the model."""
