# Paidan in a container: what it needs, itself, a user of its own, and nothing else.
#   docker build -t paidan .
#   docker run --env-file .env -v paidan:/var/lib/paidan paidan run

FROM python:3.11-slim AS built
WORKDIR /src
RUN python -m venv /opt/paidan
COPY requirements.txt ./
RUN /opt/paidan/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY rules rules
COPY sandbox sandbox
COPY storage storage
RUN /opt/paidan/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --no-index .

FROM python:3.11-slim
COPY --from=built /opt/paidan /opt/paidan
RUN useradd --system --uid 10001 --home-dir /var/lib/paidan --create-home paidan
ENV PATH=/opt/paidan/bin:$PATH PYTHONUNBUFFERED=1 \
    PAIDAN_DATA_DIR=/var/lib/paidan PAIDAN_METRICS_ADDRESS=127.0.0.1:9464 \
    PAIDAN_LISTEN_HOST=0.0.0.0 PAIDAN_LISTEN_PORT=8080
USER paidan
WORKDIR /var/lib/paidan
VOLUME /var/lib/paidan
EXPOSE 8080
STOPSIGNAL SIGTERM
# /healthz answers as long as the process is alive, in both ways of running it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["paidan"]
CMD ["run"]
