"""How the web processes run, embedded and in production. Read by `gunicorn -c deploy/gunicorn.conf.py halocik.wsgi`."""

import os

bind = f"{os.environ.get('HALOCIK_BIND') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("HALOCIK_WEB_PROCESSES") or 2)
worker_class = "gthread"
threads = int(os.environ.get("HALOCIK_WEB_THREADS") or 4)
timeout = 60
graceful_timeout = 15
keepalive = 5
# A long-lived process grows; each is replaced now and then, not all at once.
max_requests = 5000
max_requests_jitter = 500
# The heartbeat file of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = "-" if os.environ.get("HALOCIK_ACCESS_LOG") == "ya" else None
errorlog = "-"
# Headers of a proxy are read by Django (HALOCIK_BEHIND_PROXY), in one place.
forwarded_allow_ips = ""
# Nothing is kept outside the portal's own folder.
control_socket_disable = True
