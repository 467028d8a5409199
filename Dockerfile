# One image for web, worker, beat and migrations; docker-compose.yml gives each its command.
FROM python:3.12-slim-bookworm AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt

FROM python:3.12-slim-bookworm
COPY deploy/apt.txt /tmp/apt.txt
RUN apt-get update -q \
    && xargs -a /tmp/apt.txt apt-get install -y -q --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* /tmp/apt.txt
RUN useradd --system --uid 10001 --home-dir /opt/halocik --shell /usr/sbin/nologin halocik \
    && install -d -o halocik -g halocik /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /opt/halocik
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    HALOCIK_VAR=/data \
    HALOCIK_STATIC=/opt/static \
    HALOCIK_BIND=0.0.0.0 \
    PORT=8000
RUN python -m compileall -q . \
    && HALOCIK_VAR=/tmp/build python manage.py collectstatic --noinput -v 0 \
    && python -m halocik.libraries \
    && rm -rf /tmp/build
USER halocik
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["python", "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "halocik.wsgi"]
