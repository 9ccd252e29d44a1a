"""Result files, one module for each format."""
