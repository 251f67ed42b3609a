# The service with everything it needs but a database: set NEO4J_URI (docker-compose.yml does).
FROM node:22-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web .
RUN npm run build

FROM python:3.12-slim AS packages
WORKDIR /plangraph
COPY requirements.lock .
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 plangraph
WORKDIR /plangraph
COPY --from=packages /plangraph/.venv .venv
COPY --from=web /web/dist web/dist
COPY graph graph
COPY schema schema
COPY loaders loaders
COPY server.py ./
RUN mkdir .plangraph && chown plangraph .plangraph
USER plangraph
ENV HOST=0.0.0.0 PORT=8000 PATH=/plangraph/.venv/bin:$PATH
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["python", "server.py"]
