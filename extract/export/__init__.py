"""From reports to dicts (``record``), rows (``tables``), a folder of files (``files``) and DataFrames (``frames``)."""
