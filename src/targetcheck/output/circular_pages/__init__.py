"""The pages of a circular: Word after GB/T 9704—2012, an office's own template, HTML."""
