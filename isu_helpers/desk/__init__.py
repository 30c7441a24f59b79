"""Cells and notebooks as people leave them: settings read, kernels that fail, copies restored."""
