"""Plan and facts in, outcomes out."""
