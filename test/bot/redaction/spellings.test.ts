import { expect, test } from '@jest/globals';
import { createRedactor, withoutSecrets } from '../../../bot/redaction/redactor.ts';
import { processorMs } from '../../support/processor-time.ts';
import { isLeft, type Sample } from './made-up.ts';
import { SIXTY } from './sixty.ts';
import { THIRTY } from './thirty.ts';
import { THIRTY_MORE } from './thirty-more.ts';

// Secrets in many spellings, each with the numbered redaction and with the last look before Slack and the log.

const numbered = (text: string): Promise<string> => createRedactor({ emails: false, addresses: 'none' }).redact(text);

/** Names of samples of which something is left. */
async function left(samples: readonly Sample[]): Promise<string[]> {
  const texts = await Promise.all(
    samples.map(async ({ text }) => `${await numbered(text)}\u0000${withoutSecrets(text)}`),
  );
  return samples.filter(({ secret }, index) => isLeft(secret, texts[index] ?? '')).map(({ name }) => name);
}

test('of sixty spellings at most three come through', async () => {
  expect(SIXTY).toHaveLength(60);
  expect((await left(SIXTY)).slice(3)).toEqual([]);
});

test.each([
  ['thirty', THIRTY],
  ['thirty more', THIRTY_MORE],
])('of %s other spellings at most three come through', async (_name, samples) => {
  expect(samples).toHaveLength(30);
  expect((await left(samples)).slice(3)).toEqual([]);
});

test.each([
  'q=%7B%22password%22%3A%22hunter2secret%22%7D',
  '{\\u0022password\\u0022:\\u0022hunter2secret\\u0022}',
  'body: {&quot;db_password&quot;:&quot;hunter2secret&quot;}',
  '&lt;password&gt;hunter2secret&lt;/password&gt;',
  'pulled with "{\\"auths\\":{\\"r.example\\":{\\"auth\\":\\"hunter2secret\\"}}}"',
  'callback?x=1%26client_secret%3Dhunter2secret%26y=2',
])('is found as it is written: %s', (line) => {
  const hidden = withoutSecrets(line);
  expect(hidden).not.toContain('hunter2secret');
  // What stands before it stays, letter by letter.
  expect(line.startsWith(hidden.split('[redacted')[0] ?? '?')).toBe(true);
});

test('a mere word that is somebody’s password is hidden there, and stays readable elsewhere', async () => {
  const { redact } = createRedactor({ emails: false, addresses: 'none' });
  expect(await redact(['db_password: postgres', 'pod postgres-0 is ready'])).toEqual([
    'db_password: [redacted password 1]',
    'pod postgres-0 is ready',
  ]);
});

test.each(['password=secret', '{"password":"password"}', "db_password: 'token'"])(
  'is hidden all the same: %s',
  (line) => {
    expect(withoutSecrets(line)).toContain('[redacted]');
  },
);

test('every sample holds its secret before', () => {
  for (const { name, text, secret } of [...SIXTY, ...THIRTY, ...THIRTY_MORE]) {
    expect([name, text.includes(JSON.stringify(secret).slice(1, -1)) || text.includes(secret)]).toEqual([name, true]);
  }
});

test.each([
  'http_requests_total{service="web",le="0.25"} 4656 1781049660',
  'shard 3000000000004 of 4111111111111112, id 6011000990139423187',
  'build 2031-04-05, 2031.0405.1011.1213 and 5185.2960.0053.0049',
  'DE12-3456-7890-1234 is an order, gb32abcd is a digest, AT61 is a seat',
  '0010 20 30 40 of a dump, 0030 4500 0034 1234 0000',
  'externalsecret/db-admin-secret   Secret does not exist',
  '"secretKey": "password",',
  'spec:\n  password: |\n  port: 5432',
  '<password/> <passwordPolicy>strict</passwordPolicy> <token></token>',
  '{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}',
  '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password',
  'AUTH failed for client 10.0.0.1',
  'SMTP said 334 to AUTH LOGIN',
  'kind: Secret\nmetadata:\n  name: database\n  namespace: shop\ntype: Opaque',
  'kind: ConfigMap\ndata:\n  url: d0JDcXNOVGNNTFBBaEJ3',
  'secret: db-login\nserviceAccount: web',
  'password: required',
  'session complete, sessionid = 0x14f05578bd80000, negotiated timeout = 10000',
  '"message":"request started","session":"07033591-cf49-4c0c-9ef2-9bf2be618228"',
  'snmpwalk: Timeout: No Response from 10.1.2.3',
  'com.example.shop.orders.LongClassName2MethodHandlerFactoryImplAB started',
  'docker login failed for registry.example.com:5000 -p 5000',
  'select("password", "users") is a column of a table',
  'the password policy = at least twelve letters',
  'GET /search?q=reset%20my%20password%3F&page=2 200',
  '"secrets":["db-login","regcred"]',
  'Content-Disposition: form-data; name="comment"\r\n\r\nit is slow',
  '&lt;none&gt; &amp;&amp; %2Fvar%2Flog%2Fpods %e2%82%ac',
])('stays as it is: %s', async (line) => {
  expect([await numbered(line), withoutSecrets(line)]).toEqual([line, line]);
});

test('long hostile text is read in linear time by every rule', async () => {
  const pieces = [
    '\\"password\\":\\"a',
    "password: 'it''s",
    'password: |\n  a\n',
    '{token: a b, ',
    '<password a="',
    'name: TOKEN\n',
  ];
  const more = [
    'password={a;',
    'kind: Secret\ndata:\n  a: ',
    'stringData:\n  a: b\n',
    '4111 ',
    '0044 20 ',
    'DE12-',
    'totp seed ',
  ];
  const others = [
    'define("password", "',
    'a.password=b c\n',
    'AUTH a',
    '0123456789abcdefABCDEF+/'.repeat(3),
    'snmpget -A a ',
    'SETUSER a ',
  ];
  const texts = [...pieces, ...more, ...others].map((piece) => piece.repeat(Math.ceil(100_000 / piece.length)));
  const spent = await processorMs(async () => {
    for (const text of texts) withoutSecrets(text);
  });
  expect(spent).toBeLessThan(20_000);
});

test.each([
  ['told in a chat', 'FYI the pw for bmc-node-7 is now Tangle-77_Reef', 'Tangle-77_Reef', 'bmc-node-7'],
  ['told in German', 'Passwort für reporting lautet jetzt Quark9Ofen', 'Quark9Ofen', 'reporting'],
  [
    'cut out of a Kubernetes Secret',
    '$ kubectl get secret cache -o jsonpath={.data}\n{"users.acl":"dXNlciBib3Qgb24gPmZseWluZy1waWcgYWxs"}',
    'dXNlciBib3Qgb24gPmZseWluZy1waWcgYWxs',
    'users.acl',
  ],
  [
    'a licence of New Relic',
    `license_key = 'eu01xx${'0a1b2c3d4e'.repeat(3)}NRAL'`,
    `eu01xx${'0a1b2c3d4e'.repeat(3)}NRAL`,
    'license_key',
  ],
])('%s: the secret goes, what it is of stays', async (_name, text, secret, kept) => {
  const shown = await numbered(text);
  expect(shown).not.toContain(secret);
  expect(shown).toContain(kept);
});

test.each([
  'password for user app is incorrect (attempt 3)',
  `probe body=${Buffer.from('nothing to see here, move along now, thank you so much').toString('base64')}`,
])('no secret: %s', async (text) => {
  expect(await numbered(text)).toBe(text);
});

test.each([
  ['a plan of Terraform', '~ db_password = "old-Heron_12" -> "new-Heron_34"', 'new-Heron_34'],
  [
    'a cookie that signs in again',
    'GET / 200 PHPSESSID=abcdef0123456789;remember-me=dG9t%3AkJ8s0aQ2Lm',
    'dG9t%3AkJ8s0aQ2Lm',
  ],
  ['a session token of AWS', `CREDENTIALS\tIQoJb3JpZ2luX2Vj${'Ab3/'.repeat(30)}==`, 'Ab3/Ab3/'],
  ['a code in a German text message', 'Ihr Sicherheitscode lautet 318 902. Gültig 5 Minuten.', '318 902'],
  ['the code of a card in Ruby', 'params={"cvc"=>"482", "exp"=>"01/29"}', '482'],
  ['a Brazilian tax number', 'rejected: country=BR CPF 111.444.777-35', '111.444.777-35'],
  ['a password said to a mail server', '< 334 UGFzc3dvcmQ6\n> bW9vcmhlbi03Nw==\n< 535 failed', 'bW9vcmhlbi03Nw=='],
  ["a user's password with a doubled quote", "ALTER USER 'a'@'%' IDENTIFIED WITH x BY 'fen''land-9'", "land-9'"],
  ['a password told in passing', "I reset the admin pw, it's Curlew!Fen61 for now", 'Curlew!Fen61'],
  ['a key of network equipment', 'crypto isakmp key 0 3Bittern_Reed address 192.0.2.1', '3Bittern_Reed'],
])('%s does not come through', async (_name, text, secret) => {
  expect(await numbered(text)).not.toContain(secret);
});

test.each([
  'code: 200, pin is 4 cores, key 0 of 12',
  'error code is 1045 for user app',
  'the token is of type jwt and the password is checked against ldap01',
  '334 lines were read\nc29tZXRoaW5n',
])('no secret: %s', async (text) => {
  expect(await numbered(text)).toBe(text);
});

test.each([
  ['its groups', 'numéro de sécu 1 51 02 46 102 043 25.', '1 51 02 46 102 043 25'],
  ['its name', 'NIR=255082A12345646', '255082A12345646'],
])("France's number is known by its key and %s", async (_by, line, number) => {
  expect(await numbered(line)).not.toContain(number);
  // With another key it is a number like any other.
  const other = line.replace(/\d\d(?=\.?$)/, '11');
  expect(await numbered(other)).toBe(other);
});
