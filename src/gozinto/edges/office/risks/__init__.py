"""The risk board: how badly a recall could go, and what all of it hangs on."""
