"""Asks the site of this container whether it can serve, under a name that it answers to."""

import os
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
address = f"http://127.0.0.1:{os.environ['PORT']}/readyz"
urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=9).close()
