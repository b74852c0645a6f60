# SPDX-License-Identifier: Apache-2.0
"""A node leaves its machine as it was: after all tests, after a start that failed, and after its run was killed."""
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from bed import node_cgroups, node_trace
from bed.node_cluster import NodeCluster
from bed.process import BedError, wait_for

ALONE = """
import sys, time
sys.path.insert(0, sys.argv[1])
from bed.node_cluster import NodeCluster
class Stays(NodeCluster):
    def _start_apiserver(self):
        print(self.folder, self.cgroup, flush=True)
        time.sleep(600)
NodeCluster.start(Stays())
"""


def assert_same(before):
    """The kernel takes a moment, and so does Docker if it works meanwhile."""
    with contextlib.suppress(BedError):
        wait_for("machine as it was", lambda: not node_trace.difference(before, node_trace.snapshot()), 5)
    assert node_trace.difference(before, node_trace.snapshot()) == []


def assert_no_trace(before, cluster, started, namespaces):
    wait_for("end of all processes", lambda: not node_trace.alive(started))
    assert not namespaces & node_trace.in_use()
    assert not node_trace.processes(str(cluster.folder))
    assert not node_cgroups.groups(cluster.cgroup)
    assert_same(before)


def test_all_is_gone(request, before, cluster):
    """The last test with a cluster: it ends it."""
    started = node_trace.descendants(os.getpid())
    namespaces = node_trace.own_namespaces(started)
    assert len(started) > 20 and len(namespaces) > 10 and node_cgroups.groups(cluster.cgroup)
    if request.session.testsfailed:
        cluster.keep()
    cluster.stop()
    assert_no_trace(before, cluster, started, namespaces)
    assert cluster.kept or not cluster.folder.exists()


def test_all_is_gone_after_a_start_that_failed(before):
    """etcd and containerd run, images are being unpacked; then a step fails."""
    class Fails(NodeCluster):
        def _start_apiserver(self):
            self.started = node_trace.descendants(os.getpid())
            self.namespaces = node_trace.own_namespaces(self.started)
            raise BedError("made to fail")
    bed = Fails()
    with pytest.raises(BedError, match="made to fail"), bed:
        pass
    # The box and its first process, etcd, containerd; whoever unpacks images may be done.
    assert len(bed.started) >= 4 and len(bed.namespaces) >= 3
    assert_no_trace(before, bed, bed.started, bed.namespaces)
    # It stays, with the logs that say why: so it is asked to.
    assert bed.folder.exists()
    bed.kept = False
    bed.stop()
    assert not bed.folder.exists()


def test_all_is_gone_after_a_kill(before):
    """SIGKILL of the run itself: processes, mounts and networks end with it. What nobody is left to remove are a
    folder and empty cgroups; the groups are removed by the next run, as is done here."""
    bed = Path(__file__).resolve().parents[1]
    with subprocess.Popen([sys.executable, "-c", ALONE, bed], stdout=subprocess.PIPE, text=True) as run:
        folder, cgroup = run.stdout.readline().split()
        started = node_trace.descendants(run.pid)
        namespaces = node_trace.own_namespaces(started)
        run.send_signal(signal.SIGKILL)
    assert len(started) >= 4 and len(namespaces) >= 3 and node_cgroups.groups(cgroup)
    wait_for("end of all processes", lambda: not node_trace.alive(started))
    assert not namespaces & node_trace.in_use()
    assert not node_trace.processes(folder)
    assert_same(before)
    wait_for("removal of what was abandoned",
             lambda: node_cgroups.remove_abandoned() or not node_cgroups.groups(cgroup))
    shutil.rmtree(folder)
