#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# base_image.sh TAG: makes sure that Docker has the base image. Pulled where a registry answers,
# else made here with debootstrap (root), trimmed as Debian's own slim image is.
set -euo pipefail
tag="${1:?usage: base_image.sh TAG}"
suite="${tag#*:}"
suite="${suite%-slim}"

if docker image inspect "$tag" >/dev/null 2>&1; then
    exit 0
fi
echo "image: the base $tag is not here; asking the registry"
if timeout 60 docker pull --quiet "$tag" 2>/dev/null; then
    exit 0
fi
if [[ "$(id -u)" != 0 ]] || ! command -v debootstrap >/dev/null; then
    echo "image: no registry answers, and making the base needs root and debootstrap" >&2
    exit 1
fi

echo "image: no registry answers; making $tag with debootstrap (about 70 s, once)"
root="$(mktemp -d "${TMPDIR:-/tmp}/floe-base.XXXXXX")"
trap 'rm -rf --one-file-system "$root"' EXIT
if ! debootstrap --variant=minbase "$suite" "$root" http://deb.debian.org/debian >"$root.log" 2>&1; then
    tail -n 20 "$root.log" >&2
    exit 1
fi
rm -f "$root.log"
cat >"$root/etc/apt/sources.list" <<LIST
deb http://deb.debian.org/debian $suite main
deb http://deb.debian.org/debian $suite-updates main
deb http://deb.debian.org/debian-security $suite-security main
LIST
cat >"$root/etc/dpkg/dpkg.cfg.d/slim" <<'LIST'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
LIST
find "$root/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root"/usr/share/{man,info,locale}/* "$root"/var/cache/apt/*.bin \
    "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*.log
tar -C "$root" --one-file-system -c . | docker import --change 'CMD ["bash"]' - "$tag" >/dev/null
