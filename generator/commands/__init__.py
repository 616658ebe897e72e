"""The commands of ``ocop``, one module for each, and what they share."""
