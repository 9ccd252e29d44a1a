"""Floor ground: units, quantities, rounding, periods and classes, all exact."""
