"""What the targets of a ruleset claim, comparable with each other."""
