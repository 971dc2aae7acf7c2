import { createMadeUp, type Sample } from './made-up.ts';

const made = createMadeUp('sixty');
const { base64, card, digits, hex, iban, lower, word } = made;
const sample = (name: string, secret: string, write: (secret: string) => string): Sample => ({
  name,
  secret,
  text: write(secret),
});
const b64 = (text: string) => Buffer.from(text).toString('base64');
const pem = (kind: string) => `-----BEGIN ${kind}-----`;
const lines = (count: number) => Array.from({ length: count }, () => word(64)).join('\n');

/** Numbers of people's money and of people, as several countries and schemes write them. */
const NUMBERS = [
  sample('card, dashes, JSON', card('4', [4, 4, 4, 4], '-'), (s) => `{"pan":"${s}","amount":1200}`),
  sample('card, dots', card('51', [4, 4, 4, 4], '.'), (s) => `charge of ${s} was declined (05)`),
  sample('card of fourteen digits', card('36', [4, 6, 4], ' '), (s) => `WARN diners ${s} unsupported`),
  sample('card of nineteen digits', card('622126', [6, 13], ' '), (s) => `unionpay ${s} timed out`),
  sample('card behind an underscore key', card('34', [15], ''), (s) => `card_number_${s} not found in vault`),
  sample('IBAN of France', iban('FR', '999999999999999999A9999', ' '), (s) => `refund to ${s}`),
  sample('IBAN of Norway', iban('NO', '99999999999', ' '), (s) => `payout ${s} rejected`),
  sample('IBAN of Malta', iban('MT', 'AAAA99999AAAAAAAAAAAAAAAAAA'), (s) => `creditor=${s};debtor=x`),
  sample(
    'IBAN in small letters',
    iban('GB', 'AAAA99999999999999').toLowerCase(),
    (s) => `GET /accounts/${s}/balance 500`,
  ),
  sample('IBAN with dashes', iban('DE', '999999999999999999', '-'), (s) => `iban "${s}" has no mandate`),
  sample('phone behind 00', `0044 20 ${digits(4)} ${digits(4)}`, (s) => `calling ${s}: no answer`),
  sample('phone with a trunk zero', `+49 (0)30 ${digits(8)}`, (s) => `SMS to ${s} failed`),
  sample('phone of India', `+91-9${digits(4)}-${digits(5)}`, (s) => `otp sent to ${s}`),
  sample('phone address', `+336${digits(8)}`, (s) => `From: <tel:${s}>;tag=9fxced76sl`),
  sample('phone of a SIP user', `+1415${digits(7)}`, (s) => `INVITE sip:${s}@pbx.example.com SIP/2.0`),
] as const;

/** Passwords in files, structures and addresses. */
const PASSWORDS = [
  sample('JSON in JSON', word(14), (s) => JSON.stringify({ body: JSON.stringify({ user: 'app', password: s }) })),
  sample('JSON in JSON in JSON', word(14), (s) =>
    JSON.stringify({ log: JSON.stringify({ body: JSON.stringify({ db_password: s, a: 1 }) }) }),
  ),
  sample('JSON with an escaped quote', word(14), (s) => JSON.stringify({ secret: `a"b'${s}`, next: 'x' })),
  sample('YAML block', word(18), (s) => `db:\n  user: app\n  password: |\n    ${s}\n  port: 5432`),
  sample('YAML flow with a space', `${lower(5)} ${word(9)}`, (s) => `{user: app, password: ${s}, port: 5432}`),
  sample('YAML quote in a quote', word(12), (s) => `password: 'it''s${s}'\nport: 1`),
  sample('letters alone behind a colon', lower(16), (s) => `  db_password: ${s}\n  db_user: app`),
  sample('element', word(12), (s) => `<server><username>ci</username><password>${s}</password></server>`),
  sample('attribute of its own element', word(12), (s) => `<add key="SmtpPassword" value="${s}" />`),
  sample('name and value of a container', word(15), (s) => `{"name":"DB_PASSWORD","value":"${s}"}`),
  sample('name and value in YAML', word(15), (s) => `- name: REDIS_PASSWORD\n  value: ${s}`),
  sample('Ruby hash', word(12), (s) => `params: {:user=>"ann", :password=>"${s}"}`),
  sample(
    'URL with @ and /',
    `${lower(4)}@/${word(6)}@/${word(6)}`,
    (s) => `dial postgres://app:${s}@db.internal:5432/shop failed`,
  ),
  sample('URL with a percent user', word(16), (s) => `smtp://ann%40example.com:${s}@mail.example.com:587`),
  sample('URL with a number as password', digits(5), (s) => `ftp://robot:${s}@files.example.com/in`),
  sample('query, encoded', `${lower(5)}%21${word(8)}`, (s) => `POST /login?user=ann&passwd=${s}&next=%2F 401`),
  sample('JDBC of Oracle', word(12), (s) => `jdbc:oracle:thin:shop/${s}@db.internal:1521:XE refused`),
  sample(
    'JDBC of SQL Server',
    `${word(6)};${word(6)}`,
    (s) => `jdbc:sqlserver://db:1433;user=sa;password={${s}};encrypt=true`,
  ),
  sample('.pgpass', word(14), (s) => `db.internal:5432:*:app:${s}`),
  sample('Redis AUTH', lower(14), (s) => `> AUTH ${s}\n-WRONGPASS invalid password`),
  sample('Redis setting', word(14), (s) => `requirepass ${s}\nmasterauth ${s}`),
  sample('mysql -p', word(10), (s) => `sh -c mysqldump -uroot -p'${s}' shop > /dump.sql`),
  sample('LDAP bind', word(12), (s) => `ldapsearch -x -D "cn=admin,dc=example" -w '${s}' -b dc=example`),
  sample('LDAP bind setting', lower(13), (s) => `bindpw ${s}\nbinddn cn=proxy,dc=example`),
  sample('SNMP community', lower(9), (s) => `snmpwalk -v2c -c ${s} 10.1.2.3 1.3.6.1`),
  sample('SNMP setting', lower(9), (s) => `rocommunity ${s} 10.0.0.0/8`),
] as const;

/** Keys and tokens, by vendors' forms and by where they stand. */
const KEYS = [
  sample(
    'PEM in one line',
    word(64),
    (s) => `tls_key="${pem('EC PRIVATE KEY')}\\n${s}\\n-----END EC PRIVATE KEY-----\\n"`,
  ),
  sample('PEM without its end', lines(2), (s) => `${pem('RSA PRIVATE KEY')}\n${s}`),
  sample('PEM without headers, folded', `${word(64)}\\n${word(64)}`, (s) => `{"msg":"read ${s}"}`),
  sample(
    'SSH key',
    word(70),
    (s) => `id_ed25519: ${pem('OPENSSH PRIVATE KEY')} ${s} -----END OPENSSH PRIVATE KEY-----`,
  ),
  sample(
    'bare AWS secret',
    word(40),
    (s) => `User name,Access key ID,Secret access key\nann,AK${'IA'}${made.base32(16)},${s}`,
  ),
  sample('GitHub token', `gh${'o_'}${word(36)}`, (s) => `remote: invalid credentials for ${s}.`),
  sample('GitLab job token', `gl${'cbt-'}64_${word(20)}`, (s) => `fatal: could not read ${s}`),
  sample('Slack token', `xo${'xe.xoxp-'}1-${word(60)}`, (s) => `slack said token_revoked for ${s}`),
  sample('Stripe restricted key', `rk_${'live_'}${word(48)}`, (s) => `Invalid API Key provided: ${s}`),
  sample('npm token', `npm${'_'}${word(36)}`, (s) => `//registry.npmjs.org/:_authToken=${s}`),
  sample('OpenAI key', `s${'k-'}proj-${word(48)}`, (s) => `Incorrect API key provided: ${s}`),
  sample('JWT in a query', made.jwt(), (s) => `GET /ws?jwt=${s} 101`),
  sample('basic header of Go', b64(`ann:${word(12)}`), (s) => `map[Accept:[*/*] Authorization:[Basic ${s}]]`),
  sample('cookie of Go', hex(40), (s) => `map[Cookie:[_shop_session=${s}; theme=dark]]`),
  sample('session id', hex(32), (s) => `{"sessionId":"${s}","user":"ann"}`),
  sample(
    'Kubernetes Secret',
    base64(15),
    (s) => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  url: ${s}\ntype: Opaque`,
  ),
  sample('docker auth', b64(`robot:${word(20)}`), (s) => `{"auths":{"ghcr.io":{"auth":"${s}","email":""}}}`),
  sample(
    'service account',
    `${word(64)}\\n${word(40)}`,
    (s) =>
      `{"type":"service_account","private_key_id":"${hex(40)}","private_key":"${pem('PRIVATE KEY')}\\n${s}=\\n-----END PRIVATE KEY-----\\n"}`,
  ),
  sample(
    'Azure SAS',
    `${word(41)}%2B%3D`,
    (s) => `https://shop.blob.core.windows.net/a?sv=2030-01-01&se=2031&sp=r&sig=${s}`,
  ),
] as const;

/** Sixty places in which secrets are met, written before a rule was written for them. */
export const SIXTY: readonly Sample[] = [...NUMBERS, ...PASSWORDS, ...KEYS];
