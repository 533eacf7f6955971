"""What a line means: the model it is about, whether it has a meaning in it, and what its value is there."""
