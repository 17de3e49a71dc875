# One image for web, worker, scheduler and migrations. Holds no secret: all of them come with the environment.
# Whoever reaches it from a private network is taken for the proxy, and believed about the visitor's address.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MODE=production \
    DATA_DIR=/data \
    UVICORN_HOST=0.0.0.0 \
    UVICORN_PORT=8000 \
    FORWARDED_ALLOW_IPS=127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7

RUN useradd --system --uid 10001 --no-create-home blizko \
    && install --directory --owner blizko /data /data/media

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
RUN python -m compileall -q .
# Into /data/static. Needs no SECRET_KEY, so there is none to leave behind.
RUN python manage.py collectstatic --no-input --verbosity 0

USER blizko
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]

# The flags: docs/adr/0001-http.md. One process: as a supervisor of several, uvicorn would start one that refuses to
# start again for ever.
CMD ["uvicorn", "config.asgi:application", \
     "--http", "httptools", "--ws", "websockets-sansio", "--ws-max-size", "65536", \
     "--lifespan", "off", "--timeout-graceful-shutdown", "20", \
     "--no-access-log", "--no-server-header", \
     "--log-config", "deploy/uvicorn-log.json", "--log-level", "warning"]
