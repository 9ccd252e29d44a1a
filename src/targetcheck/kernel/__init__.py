"""Plan and observations in, outcomes out."""
