# SPDX-License-Identifier: Apache-2.0
"""A release of Helm as a large chart leaves it, for bench_scan.py: half of it manifests, then templates, values,
documents and CRDs, compressing about as well as those of public charts do (7:1). Always the same one.
"""
import base64
import json
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Words with these in them would name credentials; nothing is to be found.
LOUD = ("secret", "token", "pass", "key", "auth", "cred", "login", "cert")

COMPONENT = """---
# Source: web/templates/{name}/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{name}
  namespace: team-a
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/instance: web
    app.kubernetes.io/version: "{version}"
    app.kubernetes.io/managed-by: Helm
    helm.sh/chart: web-{version}
spec:
  replicas: {number}
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
      app.kubernetes.io/instance: web
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        app.kubernetes.io/instance: web
      annotations:
        checksum/config: {digest}
        prometheus.io/port: "{port}"
    spec:
      serviceAccountName: web-{name}
      securityContext:
        fsGroup: 1001
        runAsNonRoot: true
      containers:
        - name: {name}
          image: registry.example.com/{word}/{name}:{version}@sha256:{image}
          imagePullPolicy: IfNotPresent
          args:
            - --listen=:{port}
            - --config=/etc/{name}/settings-{word}.yaml
            - --{word}-{other}={number}
          env:
            - name: {upper}_ENDPOINT
              value: http://web-{word}.team-a.svc:{port}/{other}
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: web-{name}
                  key: password
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          ports:
            - name: http
              containerPort: {port}
              protocol: TCP
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            initialDelaySeconds: {number}
            periodSeconds: 10
          resources:
            limits:
              cpu: {number}00m
              memory: {port}Mi
            requests:
              cpu: 100m
              memory: 128Mi
          volumeMounts:
            - name: config
              mountPath: /etc/{name}
              readOnly: true
      volumes:
        - name: config
          configMap:
            name: web-{name}-config
---
# Source: web/templates/{name}/configmap.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web-{name}-config
  namespace: team-a
data:
  settings-{word}.yaml: |
    # {prose}
    server:
      listen: ":{port}"
      {word}_{other}: {number}
    {other}:
      - {word}-{port}
      - "{prose}"
    log_level: info
---
# Source: web/templates/{name}/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web-{name}
  namespace: team-a
spec:
  type: ClusterIP
  ports:
    - name: http
      port: {port}
      targetPort: http
  selector:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/instance: web
"""


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def component(chance, words, number):
    """The manifests of one part of the chart, and its values."""
    prose = " ".join(chance.choice(words) for _ in range(14))
    word, other = chance.choice(words), chance.choice(words)
    values = {
        "name": f"{chance.choice(words)}-{number}", "word": word, "other": other, "prose": prose,
        "port": chance.randrange(1024, 9999), "number": chance.randrange(1, 9),
        "version": f"{chance.randrange(20)}.{chance.randrange(20)}.{chance.randrange(9)}",
        "digest": f"{chance.getrandbits(256):064x}", "image": f"{chance.getrandbits(256):064x}",
    }
    return COMPONENT.format(upper=word.upper(), **values), values


def file_of(name, text):
    return {"name": name, "data": encoded(text)}


def build(size):
    """The JSON of a release of about `size` bytes."""
    chance = random.Random(20260601)
    prose = [(path.name, path.read_text()) for path in sorted(ROOT.glob("*.md")) if path.name != "README.md"]
    plain = {word.lower() for _, text in prose for word in text.split() if word.isascii() and word.isalpha()}
    quiet = (word for word in plain if not any(part in word for part in LOUD))
    words = sorted(word for word in quiet if 3 < len(word) < 12)
    release = {
        "name": "web", "info": {"first_deployed": "2026-06-01T10:00:00Z", "deleted": "", "status": "pending-install"},
        "chart": {"metadata": {"name": "web", "version": "1.0.0"}, "lock": None, "templates": [], "values": {},
                  "schema": None, "files": [file_of(f"docs/{name}", text) for name, text in prose]},
        "manifest": "", "version": 1, "namespace": "team-a",
    }
    chart, written = release["chart"], sum(len(file["data"]) for file in release["chart"]["files"])
    for number in range(10 ** 6):
        if written > size:
            return json.dumps(release, separators=(",", ":"))
        manifest, values = component(chance, words, number)
        template = manifest.replace(values["name"], "{{ .Values." + values["word"] + ".name }}")
        release["manifest"] += manifest
        chart["values"][f"{values['word']}{number}"] = values
        written += int(len(manifest) * 1.05) + 500
        if number % 2 == 0:
            chart["templates"].append(file_of(f"templates/{values['name']}.yaml", template))
            written += len(template) * 4 // 3
    return None
