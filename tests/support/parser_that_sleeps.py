"""In place of the parser of uploads: never answers."""

import time

time.sleep(60)
