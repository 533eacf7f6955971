"""What can be written down, and how it is printed."""
