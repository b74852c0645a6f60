# SPDX-License-Identifier: Apache-2.0
"""kubectl debug: an ephemeral container in an injected pod. subPath is forbidden there, so that it gets variables
and no mount."""
from bed import node_images
from bed.node_pods import DEMO, digest
from bed.process import wait_for


def debug(cluster, kubectl, place, name, script):
    """The container as it was admitted, and what it wrote."""
    result = kubectl("-n", place, "debug", name, f"--image={node_images.base()}", "--image-pull-policy=Never",
                     "--container=debugger", "--", "sh", "-c", script)
    assert result.ok, result.text

    def ended():
        states = cluster.api().find("pod", name, place)["status"].get("ephemeralContainerStatuses", [])
        return states and "terminated" in states[0]["state"]
    wait_for("end of the debugger", ended)
    made = cluster.api().find("pod", name, place)["spec"]["ephemeralContainers"][0]
    return made, kubectl("-n", place, "logs", name, "-c", "debugger").stdout


def test_an_ephemeral_container_gets_the_variables(cluster, kubectl, pods, space):
    place = space("dev")
    pods.add_platform(place, "dev")
    pods.create(place, "stays", "exec sleep 600")
    pods.wait_running(place, "stays")
    script = 'echo "$FLOE_PLATFORM_FILE $FLOE_PLATFORM_ENV"; ls /etc/floe 2>&1'
    made, output = debug(cluster, kubectl, place, "stays", script)
    assert not [mount for mount in made.get("volumeMounts", []) if "subPath" in mount or "floe" in mount["name"]]
    assert output.splitlines()[0] == "/etc/floe/platform.yaml dev"
    assert "No such file" in output


def test_an_ephemeral_container_gets_the_credentials(cluster, kubectl, pods, demo_place):
    pods.create(demo_place, "stays", "exec sleep 600")
    pods.wait_running(demo_place, "stays")
    script = "; ".join(f'printf %s "${variable}" | sha256sum' for variable in DEMO.values())
    _, output = debug(cluster, kubectl, demo_place, "stays", script)
    assert output.replace("-", "").split() == [digest(f"hunter2-{key}") for key in DEMO]
