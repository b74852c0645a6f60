# SPDX-License-Identifier: Apache-2.0
# `docker build .` needs a registry for the base; `./dev image` makes the base where there is none.
# Runs with a read-only root file system, without capabilities, as user 65532.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
LABEL org.opencontainers.image.title="floe-admission"
WORKDIR /src
COPY scripts/setup.sh scripts/
RUN bash scripts/setup.sh build
COPY . .
ARG COMMIT=unknown
RUN cmake --preset release -DADM_TESTS=OFF -DADM_COMMIT="${COMMIT}" \
    && cmake --build build/release --target floe-admission \
    && strip build/release/floe-admission

FROM ${BASE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        libgnutls30 libjansson4 libmicrohttpd12 libpcre2-8-0 libssl3 libyaml-0-2 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/apt /var/log/dpkg.log
COPY --from=build /src/build/release/floe-admission /usr/local/bin/floe-admission
# A library that is missing above stops the build here.
RUN ["floe-admission", "--version"]
USER 65532:65532
EXPOSE 8443 9090
# The image has no HTTP client, and needs none: bash of the base asks the plain port (`metrics`, by
# default 127.0.0.1:9090). Kubernetes ignores this and probes by itself; with another port, or with
# `metrics: off`, run with --no-healthcheck or --health-cmd.
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]
ENTRYPOINT ["floe-admission"]
CMD ["--help"]
ARG BASE
ARG COMMIT=unknown
ARG VERSION=unreleased
ARG SOURCE=
LABEL org.opencontainers.image.title="floe-admission" \
      org.opencontainers.image.description="Kubernetes admission webhook of the Floe data platform" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${BASE}"
