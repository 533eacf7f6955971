"""What the chapters show: figures, exercises, and the form of the notebooks."""
