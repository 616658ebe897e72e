"""The catalogue as a workbook for officers, the empty template, and the way back. No foreign lists."""
