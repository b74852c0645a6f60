# SPDX-License-Identifier: Apache-2.0
"""Which entries are called for what operators read: sealed and external secrets, stores, generators, and the
policy's extra_resources; decided by the real API server's CEL, which sees these objects without a type."""
import pytest

from bed import crds
from doubles import CLASSES, DOUBLE, OTHERS, Doubles, address, new_namespace, refused
from test_match_conditions import ANNOTATION, FINALIZER, LABEL, TEMPLATE, ask, create, names, update

REAL = {"provider": {"vault": {"server": "https://vault.example.com", "auth": {"tokenSecretRef": {"name": "a"}}}}}
FAKE = {"provider": {"fake": {"data": [{"key": "/db", "value": "op://floe/database/password"}]}}}
BECOMES_FAKE = {"provider": {"vault": None, **FAKE["provider"]}}
EXTERNAL = {"secretStoreRef": {"name": "a"}, "refreshInterval": "0", "data": []}
# resource: (the class, its spec, a change of it)
KINDS = {
    "bitnami/sealedsecrets": ("sources", {"encryptedData": {}}, {"template": {"type": "Opaque"}}),
    "eso/externalsecrets": ("sources", EXTERNAL, {"refreshInterval": "1h"}),
    "eso/secretstores": ("sources", REAL, {"refreshInterval": 5}),
    "generators/passwords": ("sources", {"length": 24, "noUpper": False, "allowRepeat": True}, {"length": 32}),
    "flux/helmreleases": ("extra-resources", {"interval": "1m", "values": {"a": "b"}}, {"values": {"a": "c"}}),
    "argo/applications": ("extra-resources", {"project": "default"}, {"project": "another"}),
}
ROWS = tuple(row for kind, (entry, spec, change) in KINDS.items() for row in (
    create(f"{kind} created", kind, {"spec": spec}, entry),
    create(f"{kind} created with a generated name", kind, {"spec": spec}, entry, name=None, generateName="a-"),
    update(f"{kind} kept", f"{kind}/web", {}),
    update(f"{kind} gets a finalizer", f"{kind}/web", FINALIZER),
    update(f"{kind} reports", f"{kind}/web", {"status": {"conditions": []}}),
    update(f"{kind} gets a label", f"{kind}/web", LABEL, entry),
    update(f"{kind} gets an annotation", f"{kind}/web", ANNOTATION, entry),
    update(f"{kind} changes", f"{kind}/web", {"spec": change}, entry),
)) + (
    create("fake store", "eso/secretstores", {"spec": FAKE}, "fake-sources"),
    update("store becomes fake", "eso/secretstores/web", {"spec": BECOMES_FAKE}, "fake-sources"),
    update("fake store kept", "eso/secretstores/fake", {}),
    update("fake store gets a finalizer", "eso/secretstores/fake", FINALIZER),
    update("fake store stops being one", "eso/secretstores/fake",
           {"spec": {"provider": {"fake": None, **REAL["provider"]}}}, "sources"),
    create("fake generator", "generators/fakes", {"spec": {"data": {"a": "op://floe/database/password"}}},
           "fake-sources"),
    update("application is told to sync", "argo/applications/web", {"operation": {"sync": {}}}, "extra-resources"),
    update("application is told again", "argo/applications/told", {"operation": {"sync": {"prune": True}}},
           "extra-resources"),
    update("application is told no more", "argo/applications/told", {"operation": None}),
    create("pod template", "podtemplates", {"template": TEMPLATE}, "extra-resources"),
    update("pod template kept", "podtemplates/web", {}),
    update("pod template changes", "podtemplates/web", {"template": {"spec": {"hostname": "a"}}}, "extra-resources"),
    update("pod template loses a label", "podtemplates/web", {"template": {"metadata": {"labels": None}}},
           "extra-resources"),
)
CLUSTER_KINDS = {
    "eso/clustersecretstores": (REAL, {"refreshInterval": 5}),
    "eso/clusterexternalsecrets": ({"externalSecretSpec": EXTERNAL, "namespaces": ["a"]}, {"namespaces": ["b"]}),
    "generators/clustergenerators": (
        {"kind": "Password", "generator": {"passwordSpec": {"length": 24, "noUpper": False, "allowRepeat": True}}},
        {"generator": {"passwordSpec": {"length": 32}}}),
}
CLUSTER_ROWS = tuple(row for kind, (spec, change) in CLUSTER_KINDS.items() for row in (
    create(f"{kind} created", kind, {"spec": spec}, "sources.cluster"),
    update(f"{kind} kept", f"{kind}/match-DOUBLE", {}),
    update(f"{kind} gets a finalizer", f"{kind}/match-DOUBLE", FINALIZER),
    update(f"{kind} gets an annotation", f"{kind}/match-DOUBLE", ANNOTATION, "sources.cluster"),
    update(f"{kind} changes", f"{kind}/match-DOUBLE", {"spec": change}, "sources.cluster"),
)) + (
    create("fake cluster store", "eso/clustersecretstores", {"spec": FAKE}, "fake-sources.cluster"),
    create("cluster store of an exempt namespace's name", "eso/clustersecretstores", {"spec": FAKE},
           "fake-sources.cluster", name="kube-system"),
    update("cluster store becomes fake", "eso/clustersecretstores/match-DOUBLE", {"spec": BECOMES_FAKE},
           "fake-sources.cluster"),
    create("fake cluster generator", "generators/clustergenerators",
           {"spec": {"kind": "Fake", "generator": {"fakeSpec": {"data": {"a": "op://floe/database/password"}}}}},
           "fake-sources.cluster"),
)


@pytest.fixture(scope="module", autouse=True)
def audited(webhook):
    """Who is called is asked here, not what is said of fake stores."""
    webhook.set_policy({"environments": {environment: {"modes": {"credential-in-config": "audit"}}
                                         for environment in ("local", "dev", "staging", "prod")}})
    yield
    webhook.set_policy()


@pytest.fixture(scope="module")
def definitions(cluster):
    needed = [kind.split("/")[1] for kind in (*KINDS, *CLUSTER_KINDS)] + ["fakes"]
    with crds.Definitions(cluster, *needed) as made:
        yield made


@pytest.fixture(scope="module")
def double(cluster, definitions):
    with Doubles(cluster) as installed:
        yield installed


def whole(kind, body):
    """With what a custom resource cannot be without."""
    plural = kind.split("/")[-1]
    if plural not in crds.KINDS:
        return body
    return {"apiVersion": crds.api_version(plural), "kind": crds.KINDS[plural][2], **body}


def made(cluster, namespace, kind, name, body, **labels):
    body = whole(kind, {**body, "metadata": {"name": name, "labels": labels}})
    status, answer = cluster.api("alice").post(address(namespace, kind, dry=False), body)
    assert status == 201, answer


@pytest.fixture(scope="module")
def places(cluster, double):
    """double → its namespace, and beside it objects of no namespace that it selects."""
    found = {}
    for which in double.ports:
        name = found[which] = new_namespace(cluster, f"match-sources-{which}", "dev")
        for kind, (_, spec, _) in KINDS.items():
            made(cluster, name, kind, "web", {"spec": spec})
        made(cluster, name, "eso/secretstores", "fake", {"spec": FAKE})
        made(cluster, name, "argo/applications", "told", {"spec": {"project": "a"}, "operation": {"sync": {}}})
        made(cluster, name, "podtemplates", "web", {"template": TEMPLATE})
        double.select(name, which)
    yield found
    for which in double.ports:
        for kind in CLUSTER_KINDS:
            cluster.api().delete(address(None, f"{kind}/match-{which}", dry=False))


@pytest.fixture(scope="module")
def cluster_objects(cluster, places, double):
    """They carry the label by which a double selects, and are of a class that `dead` lets through."""
    for which in double.ports:
        for kind, (spec, _) in CLUSTER_KINDS.items():
            made(cluster, None, kind, f"match-{which}", {"spec": spec}, **{DOUBLE: which})


def asked(cluster, row, namespace):
    kind = row.path if row.verb == "post" else row.path.rpartition("/")[0]
    return ask(cluster, row._replace(body=whole(kind, row.body) if row.verb == "post" else row.body), namespace)


def at(row, which):
    """A row of an object without a namespace, as the double selects it."""
    labels = {**row.body.get("metadata", {}).get("labels", {}), DOUBLE: which}
    labelled = {**row.body, "metadata": {**row.body.get("metadata", {}), "labels": labels}}
    return row._replace(path=row.path.replace("DOUBLE", which), body=labelled if row.verb == "post" else row.body)


def by_why(rows):
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.why.replace(" ", "-").replace("/", "-"))


@by_why(ROWS)
def test_called(cluster, double, places, row):
    assert double.called(lambda: asked(cluster, row, places["recorded"])) == names(row.entries)


@by_why(ROWS)
def test_outage(cluster, places, row):
    closed = names(entry for entry in row.entries if CLASSES[entry] == "Fail")
    assert refused(asked(cluster, row, places["dead"])) in (closed or {None})


@by_why(CLUSTER_ROWS)
def test_called_for_the_cluster(cluster, double, cluster_objects, row):
    wanted = {f"{entry}.floe.dev" for entry in row.entries}
    assert double.called(lambda: asked(cluster, at(row, "recorded"), None)) == wanted


@by_why(CLUSTER_ROWS)
def test_outage_for_the_cluster(cluster, cluster_objects, row):
    closed = {f"{entry}.floe.dev" for entry in row.entries if OTHERS[entry] == "Fail"}
    assert refused(asked(cluster, at(row, "dead"), None)) in (closed or {None})
