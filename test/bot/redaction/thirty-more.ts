import { createMadeUp, type Sample } from './made-up.ts';

const made = createMadeUp('thirty more');
const { base64, card, digits, hex, iban, lower, word } = made;
const sample = (name: string, secret: string, write: (secret: string) => string): Sample => ({
  name,
  secret,
  text: write(secret),
});

/** Thirty more, written after the first thirty had been mended and before they were tried. */
export const THIRTY_MORE: readonly Sample[] = [
  sample('card in an element', card('55', [16], ''), (s) => `<PAN>${s}</PAN><Exp>1231</Exp>`),
  sample('card in a statement', card('37', [15], ''), (s) => `INSERT INTO payments VALUES (7, '${s}', 'ann')`),
  sample('IBAN of Belgium', iban('BE', '999999999999', ' '), (s) => `Kontonummer: ${s}.`),
  sample('IBAN of Switzerland, encoded', iban('CH', '99999AAAAAAAAAAAA', '%20'), (s) => `GET /iban?value=${s} 422`),
  sample('phone of Japan', `+81-3-${digits(4)}-${digits(4)}`, (s) => `fax ${s} no carrier`),
  sample('phone as a number', `4915${digits(9)}`, (s) => `{"phone":${s},"country":"DE"}`),
  sample('phone with dots', `+1.415.${digits(3)}.${digits(4)}`, (s) => `pager ${s} is off`),
  sample('HCL', word(14), (s) => `resource "db" {\n  master_password = "${s}"\n}`),
  sample('environment in a list', word(14), (s) => `"Env":["PATH=/bin","DB_PASS=${s}","A=b"]`),
  sample('helm', word(14), (s) => `helm upgrade db --set auth.password=${s} --set a=b`),
  sample('literal of kubectl', word(14), (s) => `kubectl create secret generic db --from-literal=password=${s}`),
  sample('export', word(12), (s) => `export MYSQL_PWD='${s}'; mysql`),
  sample('proxy', `${lower(4)}%40${word(6)}`, (s) => `https_proxy=http://ann:${s}@proxy.example.com:3128`),
  sample('role', word(12), (s) => `LOG: statement: CREATE ROLE app LOGIN PASSWORD '${s}'`),
  sample('sqlcmd', word(12), (s) => `sqlcmd -S db -U sa -P ${s} -Q "select 1"`),
  sample('multipart', word(12), (s) => `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${s}\r\n--b--`),
  sample('gRPC metadata', word(40), (s) => `metadata: {authorization=[Bearer ${s}], user-agent=[grpc-java]}`),
  sample('header of curl', hex(32), (s) => `curl -sS -H "X-Api-Key: ${s}" https://api.example.com`),
  sample('GitHub fine-grained', `github_${'pat_'}${word(22)}_${word(59)}`, (s) => `git clone failed: ${s}`),
  sample(
    'Slack webhook',
    `T${made.base32(8)}/B${made.base32(8)}/${word(24)}`,
    (s) => `url: https://hooks.slack.com/services/${s}`,
  ),
  sample('AWS session token', `Fwo${'GZXIv'}${word(180)}`, (s) => `aws_session_token = ${s}`),
  sample('Entra client secret', `${lower(3)}8Q~${word(34)}`, (s) => `AADSTS7000215: secret ${s} is invalid`),
  sample('refresh token', `1//0${word(60)}`, (s) => `invalid_grant for ${s}`),
  sample('passphrase of a network', `${lower(5)} ${lower(6)}`, (s) => `network={\n  ssid="shop"\n  psk="${s}"\n}`),
  sample('Ansible', word(12), (s) => `web1 ansible_host=10.0.0.1 ansible_become_pass=${s}`),
  sample('host cookie', hex(48), (s) => `< set-cookie: __Host-session=${s}; Path=/; Secure`),
  sample(
    'connection string of Azure',
    `${word(86)}==`,
    (s) => `AzureWebJobsStorage: DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${s}`,
  ),
  sample('Secret in a list', base64(24), (s) => `items:\n- apiVersion: v1\n  data:\n    tls.key: ${s}\n  kind: Secret`),
  sample('LDAP URL', word(12), (s) => `LDAP_BIND_DN=cn=a LDAP_BIND_CREDENTIALS=${s}`),
  sample('recovery codes', `${digits(4)}-${digits(4)}`, (s) => `recovery_codes: ["${s}"]`),
];
