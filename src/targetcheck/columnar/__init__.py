"""The columnar kernel: columns of reports in, columns of answers out, equal to the reference."""
