# SPDX-License-Identifier: Apache-2.0
"""HTTP calls to the API server as one of its users, where kubectl has no verb or polling is too dear."""
import http.client
import json
import ssl


def plain_get(port, path):
    """(status, text) of a plain HTTP port of this machine. Status 0: nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except OSError as failure:
        return 0, str(failure)
    finally:
        connection.close()


COLLECTIONS = {"namespace": "/api/v1", "secret": "/api/v1", "configmap": "/api/v1", "pod": "/api/v1",
               "serviceaccount": "/api/v1", "deployment": "/apis/apps/v1"}


class Api:
    def __init__(self, port, authority, certificate, key):
        self.port = port
        self.context = ssl.create_default_context(cafile=str(authority))
        self.context.load_cert_chain(str(certificate), str(key))

    def call(self, method, path, body=None, content_type="application/json"):
        """(status, answer): the answer is JSON read, or text. Status 0: nobody listens."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=30)
        try:
            connection.request(method, path, None if body is None else json.dumps(body),
                               {"Content-Type": content_type, "Accept": "application/json"})
            response = connection.getresponse()
            text = response.read().decode()
            return response.status, json.loads(text) if text.startswith("{") else text
        except OSError as failure:
            return 0, str(failure)
        finally:
            connection.close()

    def get(self, path):
        """The object, or None when there is none."""
        status, answer = self.call("GET", path)
        return answer if status == 200 else None

    def find(self, kind, name, namespace=None):
        """The same by kind, as kubectl names it."""
        place = f"/namespaces/{namespace}" if namespace else ""
        return self.get(f"{COLLECTIONS[kind]}{place}/{kind}s/{name}")

    def put(self, path, body):
        return self.call("PUT", path, body)

    def post(self, path, body):
        return self.call("POST", path, body)

    def merge(self, path, body):
        return self.call("PATCH", path, body, "application/merge-patch+json")

    def json_patch(self, path, operations):
        return self.call("PATCH", path, operations, "application/json-patch+json")

    def delete(self, path):
        return self.call("DELETE", path)
