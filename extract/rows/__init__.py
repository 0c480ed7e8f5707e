"""Printed tables taken apart into raw rows, one module a record type."""
