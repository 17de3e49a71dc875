"""Between the socket and Django: nothing slow or stalled at the far end holds a WSGI thread.

`bodies` takes the request in, `pages` lends it a thread, `downloads` sends files,
`refusals` answers what never reaches Django. `docs/adr/0001-http.md` says why.
"""

from concurrent.futures import ThreadPoolExecutor

# Disk work of bodies and downloads. A stalled phone holds none of these threads either.
disk = ThreadPoolExecutor(4, thread_name_prefix="disk")
