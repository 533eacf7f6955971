"""What the rules do to a line in index form: replaced, taken apart, differentiated, led along paths, put in."""
