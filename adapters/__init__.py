"""The doors: one folder a platform, the same file names in each."""
