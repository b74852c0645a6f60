// SPDX-License-Identifier: Apache-2.0
// What was reported of the detector, each as the shortest text that shows it: credentials that it
// passed, and what it took for one. A report becomes a row here before it is mended.
#include <criterion/criterion.h>

#include "look.h"

static const char *const live[][2] = {
    // Escapes that are no printable ASCII end nothing.
    {"a.json", "{\"pass\\u0077ord\":\"Xk9fTq2vLm7w\",\"x\":\"\\u00e4\"}"},
    {"a.json", "{\"x\":\"\\u00e4\",\"pass\\u0077ord\":\"Xk9fTq2vLm7w\"}"},
    {"a.sh", "printf '\\x1b[1m'; DB_PASSWORD=hunter2 run"},
    // A name and its value with white space between.
    {"spark-defaults.conf", "spark.hadoop.fs.s3a.secret.key   wJalrXUtnFEMIzK7MDENGzbPxRfiCYq\n"},
    {"spark-defaults.conf", "spark.ssl.keyPassword hunter2\n"},
    {"a.properties", "db.url jdbc:x\ndb.password\tXk9fTq2vLm7w\n"},
    {"fluent-bit.conf", "[OUTPUT]\n    Name es\n    HTTP_Passwd hunter2\n"},
    // Line ends of Windows.
    {"a.yaml", "b:\r\n  password: >-\r\n    hunter2\r\n  c: d\r\n"},
    {"a.yaml", "b:\r\n  password: |\r\n    hunter2\r\n  c: d\r\n"},
    // Flags that stand in one word.
    {"a.sh", "curl -sSu admin:hunter2 http://x"},
    // What is excused only in another place.
    {"a.sh", "echo 'password: hunter2' > /etc/app.yaml"},
    {"a.sh", "echo 'password: unknown' | tee /etc/app.yaml"},
    {"a.yaml", "password: \":hunter2\"\n"},
    {"a.properties", "password=@hunter2\n"},
    {"a.properties", "db.password = password\n"},
    {"a.py", "self.password = 'hunter2'\n"},
    {"a.py", "self.password = \"password\"\n"},
    {"a.yaml", "app/secret: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"},
    {"a.yaml", "checksum/password: hunter2\n"},
    {"a.properties", "password=^7.0.3hunter2\n"},
    {"a.json", "{\"password\":\"^hunter2\"}"},
    {"a.yaml", "password: <b>hunter2</b>\n"},
    {"password", "postgres://{{ .user }}:hunter2@db/app"},
};

Test(reported, is_found_now) {
    for (size_t i = 0; i < sizeof live / sizeof *live; i++)
        cr_expect(look_finds(live[i][0], live[i][1], NULL), "%s: %s", live[i][0], live[i][1]);
}

static const char *const clean[][2] = {
    // Escapes that are no printable ASCII.
    {"a.json", "{\"a\":\"best\\u00e4tigen\"}"},
    {"a.yaml", "x: \"\\u00e4\""},
    {"a.sh", "printf \"\\x1b[31mred\\x1b[0m\""},
    {"a.txt", "\\xe4 \\xZZ \\u00 \\u001b \\u0000 \\u007f [\\x00-\\x7f]+ C:\\xampp\\htdocs"},
    // Text for people.
    {"rules.yaml", "annotations: {summary: \"Password: rotation is overdue\"}\n"},
    {"README.md", "Password: at least 12 characters\n"},
    {"fr.json", "{\"password2\":\"Mot de passe\"}"},
    {"a.sh", "if [ -z \"$DB_PASSWORD\" ]; then echo 'password: missing'; exit 1; fi"},
    {"a.sh", "echo 'password: unknown' >&2\n"},
    {"a.sh", "echo \"password: unknown\"; exit 1\n"},
    {"docs.json", "{\"CreateApiKey\": \"<p>Creates an API key.</p>\"}"},
    {"core-site.xml", "<property><name>fs.s3a.secret.key</name><value></value>"
                      "<description>AWS secret key: omit for IAM</description></property>"},
    // Statements and programs.
    {"q.sql", "SELECT * FROM t WHERE token = :token;\n"},
    {"q.sql", "UPDATE u SET password = @Password WHERE id = @id"},
    {"a.py", "class A:\n    def __init__(self, password):\n        self.password = password\n"},
    {"a.go", "cfg.Password = password\n"},
    // Versions, levels, digests, parts of words.
    {"package.json", "{\"minipass\": \"^7.0.3\", \"fs-minipass\": \"^2.0.0 || >=3.x\"}"},
    {"package.json", "{\"registry-auth-token\": \"~4.0.0-beta.2\"}"},
    {"log4j.properties", "logger.secret = INFO, A1\n"},
    {"a.yaml",
     "checksum/secret: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"},
    {"tokenizer.json", "{\"token\":\"##ing\"}"},
    {"t.json",
     "{\"Output\":\"--- PASS: TestUnicode (0.00s)\\n\"}\n{\"Output\":\"PASS: TestX\\n\"}"},
    {"t.txt", "    --- PASS: TestUnicode (0.00s)\n"},
    {"openssl.cnf", "private_key = $dir/private/cakey.pem# The private key\n"},
    {"openssl.cnf", "secret = $insta::secret\n"},
    // White space after a name separates nothing where words follow, or a type, or a path.
    {"README.md", "the db.password is kept elsewhere\ntoken v1.2.3-beta4\nauth_token tokens 12\n"},
    {"a.sql", "  api_token VARCHAR(64),\n  auth_token bigint,\n"},
    {"a.conf", "spark.authenticate.secret.file /x\n  HTTP_Passwd ${PASSWORD}\n"},
    {"pam.conf", "password required pam_unix.so\npassword sufficient pam_unix.so nullok\n"},
    // A URL whose password is a variable.
    {"password", "postgres://{{ .user }}:{{ .password }}@db:5432/app"},
    {"password", "host=db user={{ .u }} password={{ .p }}"},
};

Test(reported, is_left_alone_now) {
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++) {
        const struct adm_detector *found =
            look(clean[i][0], adm_str_from(clean[i][1]), ADM_DETECTOR_CONFIG);
        cr_expect_eq(found->count, 0, "%s: %s", clean[i][0], clean[i][1]);
        cr_expect_not(found->truncated, "%s: %s", clean[i][0], clean[i][1]);
    }
}
