#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# node_box.sh FOLDER INIT: the first process of a node's namespaces (node_box.py). Makes its network and what
# it sees of the machine's file system its own, says so in FOLDER/ready, and becomes INIT.
set -eu
folder="$1"
init="$2"
node=192.0.2.2

# The kernel may have no dummy device: both ends of a pair do as well.
ip link set lo up
ip link add node0 type veth peer name node1
ip address add "$node/24" dev node0
ip link set node0 up
ip link set node1 up
ip route add default via 192.0.2.1 dev node0
echo 1 >/proc/sys/net/ipv4/ip_forward

# The kubelet and containerd write to places that no flag moves. What they write goes into the folder.
mount -t tmpfs -o mode=755 tmpfs /run
for place in lib log; do
    mkdir -p "$folder/$place" "$folder/$place.work"
    mount -t overlay -o "lowerdir=/var/$place,upperdir=$folder/$place,workdir=$folder/$place.work" \
        overlay "/var/$place"
done
# No overlay for what the kubelet measures, nor for the images, which are overlays themselves. Those need about
# 300 MB of memory for as long as the node is there; on a disk, removing them takes longer than unpacking.
mkdir -p /var/lib/containerd /var/lib/kubelet "$folder/kubelet"
mount -t tmpfs -o mode=755 tmpfs /var/lib/containerd
mount --bind "$folder/kubelet" /var/lib/kubelet
# The kubelet sets these for the whole machine: it gets files to write to instead.
for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops \
    kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
    [ -e "/proc/sys/$setting" ] || continue
    mkdir -p "$folder/sys/${setting%/*}"
    cat "/proc/sys/$setting" >"$folder/sys/$setting"
    mount --bind "$folder/sys/$setting" "/proc/sys/$setting"
done
: >"$folder/ready"
exec "$init"
