"""What goes on now, per work center, and the streams that tell when it changed."""
