"""The first referee: equal for any size, because the normal forms are the same."""
