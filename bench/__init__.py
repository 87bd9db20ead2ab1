"""What is measured, with the peers it is measured against; `python -m bench`."""

# Its setting of threads must come before numpy.
import cx as cx
