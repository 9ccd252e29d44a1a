"""The conformance cases as an archive that another implementation can run."""
