"""What the command ``ocop`` does: one module for each command, and what all of them share."""
