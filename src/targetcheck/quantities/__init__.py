"""Units, quantities, rounding, periods and classes, all exact."""
