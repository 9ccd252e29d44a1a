"""Sites of Open SDG: their indicators and targets in, progress results out."""
