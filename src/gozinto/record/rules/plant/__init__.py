"""The rules that hold what happened against what is known of the plant."""
