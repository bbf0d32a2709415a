"""leakassay: analyses a leaked data set for the organisation that may have lost it."""
