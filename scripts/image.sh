#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds floe-admission:<version> and :latest with Docker, then proves that the image works without
# network, capabilities or a writable root: `check` on a good and a bad file, `serve` until healthy.
# With --unproven only builds: the node tier of the end-to-end tests proves more.
set -euo pipefail
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
base="${BASE:-debian:bookworm-slim}"
good=examples/demo/reference.yaml
bad=examples/demo/secret.yaml
locked=(--rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges)

fail() {
    echo "image: $*" >&2
    exit 1
}

# check_file FILE EXIT: what `check` in the image says of a file, and whether it exits as it should.
check_file() {
    local status=0
    docker run -i "${locked[@]}" "$image" check --environment dev - <"$1" || status=$?
    [[ "$status" == "$2" ]] || fail "check $1 exited with $status, not $2"
    echo "image: check $1 exits with $2, as it should"
}

# A probe that never succeeds is reported by Docker as unhealthy after three tries.
wait_healthy() {
    local state=starting
    for _ in {1..60}; do
        state="$(docker inspect --format '{{.State.Status}} {{.State.Health.Status}}' "$container")"
        [[ "$state" != "running starting" ]] && break
        sleep 0.5
    done
    if [[ "$state" != "running healthy" ]]; then
        docker logs "$container" >&2
        fail "serve is $state, not healthy"
    fi
}

if ! command -v docker >/dev/null; then
    fail "Docker is not installed (Debian: apt-get install docker.io)"
fi
docker info >/dev/null 2>&1 || fail "the Docker daemon does not answer"
bash scripts/base_image.sh "$base"
version="$(sed -n 's/^project(floe-admission VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)"
commit="$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)"
image="floe-admission:$version"
echo "image: building $image on $base (about 90 s when nothing is cached)"
mkdir -p build
if ! docker build --force-rm --build-arg "BASE=$base" --build-arg "COMMIT=$commit" --build-arg "VERSION=$version" \
    --tag "$image" --tag floe-admission:latest . >build/image.log 2>&1; then
    tail -n 40 build/image.log >&2
    fail "docker build failed; build/image.log has all of it"
fi

# What earlier builds left behind and no tag names any more; a day's worth stays as a cache.
docker image prune --force --filter until=24h --filter label=org.opencontainers.image.title=floe-admission \
    >/dev/null

if [[ "${1:-}" == --unproven ]]; then
    echo "image: built $image, commit $commit"
    exit 0
fi
check_file "$good" 0
check_file "$bad" 1
container="$(docker run --detach "${locked[@]:1}" --tmpfs /tmp:mode=1777 "$image" \
    serve --self-signed /tmp/tls)"
trap 'docker rm --force "$container" >/dev/null' EXIT
wait_healthy
echo "image: serve is healthy"
size="$(docker image inspect --format '{{.Size}}' "$image")"
echo "image: built $image, also floe-admission:latest: $((size / 1000000)) MB, commit $commit"
