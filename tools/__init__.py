"""Our own typesetter: example, synthetic and regression documents whose every cell is known beforehand."""
