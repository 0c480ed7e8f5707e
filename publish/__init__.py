"""From the warehouse to the published package: CSV files and their descriptor, checked after writing."""
