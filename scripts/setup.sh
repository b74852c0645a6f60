#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# setup.sh [GROUP...]: installs what is missing of the groups build, demo, test, bench, image, node
# (all by default). Nothing is asked of the network when nothing is missing.
set -euo pipefail

build="cmake ninja-build gcc libc6-dev pkg-config libmicrohttpd-dev libgnutls28-dev libssl-dev
    libyaml-dev libpcre2-dev libjansson-dev zlib1g-dev"
demo="python3 python3-yaml curl openssl util-linux"
test="ccache clang clang-tidy clang-format libclang-rt-14-dev llvm libcriterion-dev
    gcovr python3-pytest python3-jsonpatch shellcheck"
bench="wrk nginx-light"
image="debootstrap"
node="containernetworking-plugins nftables iproute2 util-linux"
declare -A why=(
    [build]="compile the webhook and link its libraries"
    [demo]="run the demo: TLS keys, HTTPS calls, YAML"
    [test]="lint, unit tests, sanitizers, fuzzers, coverage"
    [bench]="measure throughput against nginx"
    [image]="make the container's base image where no registry answers"
    [node]="run a node in the end-to-end tests: its pods' bridge, its Services, its namespaces"
)

is_missing() { [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" != installed ]]; }

list_missing() { # GROUP
    local package
    for package in ${!1}; do
        if is_missing "$package"; then
            echo "$package"
        fi
    done
}

as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

if ! command -v dpkg-query >/dev/null; then
    echo "setup: this is not Debian; install the likes of: $build $demo $test $bench $image $node" >&2
    exit 1
fi
wanted=()
for group in "${@:-build demo test bench image node}"; do
    for name in $group; do
        if [[ -z "${why[$name]:-}" ]]; then
            echo "setup: no group '$name'; the groups are: build demo test bench image node" >&2
            exit 2
        fi
        mapfile -t missing < <(list_missing "$name")
        if [[ ${#missing[@]} -gt 0 ]]; then
            echo "setup: to ${why[$name]}: ${missing[*]}"
            wanted+=("${missing[@]}")
        fi
    done
done
if [[ ${#wanted[@]} == 0 ]]; then
    echo "setup: everything is installed"
    exit 0
fi
if [[ "$(id -u)" != 0 ]] && ! command -v sudo >/dev/null; then
    echo "setup: root is needed; run: apt-get install ${wanted[*]}" >&2
    exit 1
fi
as_root apt-get update -q
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${wanted[@]}"
# nginx-light starts a web server when it is installed; it is here for ./dev bench only.
if [[ " ${wanted[*]} " == *" nginx-light "* ]]; then
    as_root service nginx stop >/dev/null 2>&1 || true
    as_root update-rc.d nginx disable >/dev/null 2>&1 || true
fi
