"""Benchmarks: speed, memory and correctness beside other readers, on documents that are not part of the project."""
