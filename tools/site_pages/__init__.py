"""The documentation site: pages gathered, reference pages made from the code, built by MkDocs."""
