"""Reading of tables: files, frames and dictionaries to raw cells with locations.

table_reader.py returns an `ObservationTable` of columns with locations; `cells` interprets single
cells. Nothing is evaluated or converted here.
"""
