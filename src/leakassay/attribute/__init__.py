"""Room 4: is it ours? Evidence for and against each hypothesis, per partition."""
