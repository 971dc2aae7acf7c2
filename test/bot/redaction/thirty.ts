import { createMadeUp, type Sample } from './made-up.ts';

const made = createMadeUp('thirty');
const { base32, base64, card, digits, hex, iban, lower, word } = made;
const sample = (name: string, secret: string, write: (secret: string) => string): Sample => ({
  name,
  secret,
  text: write(secret),
});
const b64 = (text: string) => Buffer.from(text).toString('base64');

/** Thirty other spellings, written after the rules and before they were tried. */
export const THIRTY: readonly Sample[] = [
  sample('card in a form', card('2223', [4, 4, 4, 4], '+'), (s) => `cardNumber=${s}&exp=12%2F31`),
  sample('card between tabs', card('6011', [16], ''), (s) => `ann\t${s}\t12/31\tOK`),
  sample('card with a word and blanks', card('5018', [4, 4, 4, 6], ' '), (s) => `maestro card ${s} not supported`),
  sample('IBAN of the Netherlands in JSON', iban('NL', 'AAAA9999999999'), (s) => `{\\"iban\\":\\"${s}\\"}`),
  sample('IBAN of Poland', iban('PL', '999999999999999999999999', ' '), (s) => `sent to ${s}, 12 EUR`),
  sample('phone of Brazil', `+55 (11) 9${digits(4)}-${digits(4)}`, (s) => `whatsapp:${s} unreachable`),
  sample('phone in a field', `07700 900${digits(3)}`, (s) => `{"mobileNumber": "${s}"}`),
  sample(
    'phone of France, dots',
    `+33.6.${digits(2)}.${digits(2)}.${digits(2)}.${digits(2)}`,
    (s) => `callee ${s} busy`,
  ),
  sample('properties', `${lower(4)} ${word(7)}!`, (s) => `db.pass=${s}\ndb.user=app`),
  sample('Python dictionary', word(13), (s) => `{'host': 'db', 'passwd': '${s}', 'port': 5432}`),
  sample('TOML', word(14), (s) => `[database]\nadmin_password = '${s}'`),
  sample('PHP', word(14), (s) => `define( 'DB_PASSWORD', '${s}' );`),
  sample('Maven server', word(14), (s) => `<passphrase>${s}</passphrase>`),
  sample('Spring XML', word(14), (s) => `<property name="password" value="${s}"/>`),
  sample('Python keyword', word(12), (s) => `connect(host="db", user="app", password="${s}")`),
  sample(
    'URL with a question mark',
    `${word(5)}?${word(6)}#${word(6)}`,
    (s) => `mongodb://root:${s}@mongo-0.mongo:27017/admin`,
  ),
  sample('git remote', word(20), (s) => `fatal: unable to access 'https://deploy:${s}@git.example.com/a.git/'`),
  sample(
    'Kafka',
    word(13),
    (s) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="${s}";`,
  ),
  sample('libpq words', word(13), (s) => `host=db user=app password='${s}' sslmode=require`),
  sample('Redis ACL', word(13), (s) => `ACL SETUSER app on >${s} ~* +@all`),
  sample('LDAP modification', b64(word(12)), (s) => `dn: uid=ann\nuserPassword:: ${s}`),
  sample('SNMP of a switch', lower(8), (s) => `snmp-server community ${s} RO 10`),
  sample('SNMP v3', word(12), (s) => `snmpget -v3 -l authPriv -u ops -a SHA -A ${s} 10.1.2.3 sysUpTime.0`),
  sample('TOTP address', base32(32), (s) => `otpauth://totp/Shop:ann%40example.com?issuer=Shop&secret=${s}`),
  sample('TOTP seed', `${base32(4)} ${base32(4)} ${base32(4)} ${base32(4)}`, (s) => `mfa seed: ${s}`),
  sample('Anthropic key', `s${'k-'}ant-api03-${word(60)}`, (s) => `x-api-key ${s} invalid`),
  sample(
    'Secret as JSON',
    base64(18),
    (s) => `{"apiVersion":"v1","data":{"dsn":"${s}"},"kind":"Secret","metadata":{"name":"db"}}`,
  ),
  sample(
    'Azure connection',
    `${word(43)}=`,
    (s) => `Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${s}`,
  ),
  sample(
    'PEM in YAML',
    `${word(64)}\n      ${word(64)}\n      ${word(30)}==`,
    (s) => `tls:\n  key: |\n      ${s}\n  port: 1`,
  ),
  sample('session in a path', hex(32).toUpperCase(), (s) => `GET /cart;jsessionid=${s}?x=1 200`),
];
