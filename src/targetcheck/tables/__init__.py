"""Files, frames and dictionaries come in; raw data with marks goes out.

`document` gives a `RawDocument` of plain values and their places, `table` an `ObservationTable` of
columns and their places, `cells` what one cell says. Nothing is judged or converted here.
"""
