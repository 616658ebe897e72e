"""Reads the files of officers (XLSX, XLS, ODS, CSV) as cells. Not what a list means, not records."""
