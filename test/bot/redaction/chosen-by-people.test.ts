import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../bot/redaction/redactor.ts';
import { createLetters } from './planted-secrets.ts';

// Secrets as people and programs write them, with what each line must not show. Put together at run time.

const letters = createLetters('chosen');
const b64 = (length: number) =>
  `aZ7qB3${letters(length - 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`;
const body = b64(64);

const SAMPLES: readonly (readonly [line: string, secret: string])[] = [
  ['password=Tr0ub4dor&3xyz for app', '3xyz'],
  ['password=abc(d3f)ghi! retrying', 'ghi'],
  ['GET /login?user=ann&password=hunter22&next=/home', 'hunter22'],
  ['{"pin":493817,"user":"ann"}', '493817'],
  ['otp=204816 accepted', '204816'],
  ['your verification code is 771204', '771204'],
  ['{"password":"ab\\"cd1234","user":"x"}', 'cd1234'],
  ['{"login":{"password":"nested9secret"}}', 'nested9secret'],
  ['{\\"password\\":\\"twice9escaped\\"}', 'twice9escaped'],
  ["ALTER USER app WITH PASSWORD 'S3cr3tSql'", 'S3cr3tSql'],
  ["SET PASSWORD FOR app = 'An0therOne'", 'An0therOne'],
  ["CREATE USER a IDENTIFIED BY 'Quoted!1'", 'Quoted!1'],
  ['postgres://u:p@ss/w0rd@db.internal:5432/shop', 'w0rd'],
  ['amqp://guest:gu@est/1@rabbit:5672/%2f refused', 'est/1'],
  ['redis://:onlypass9@cache:6379/0', 'onlypass9'],
  ['mongodb://app:m0ngo!@m1:27017,m2:27017/shop', 'm0ngo!'],
  ['Passwort: geheim123', 'geheim123'],
  ['contraseña=secreto99', 'secreto99'],
  ['mot de passe: "motsecret1"', 'motsecret1'],
  ['密码=mima12345', 'mima12345'],
  ['пароль: sekret42x', 'sekret42x'],
  ["the passphrase is 'correct horse battery'", 'horse'],
  ['pw=hunter2x', 'hunter2x'],
  ['mysql -h db -u root -pR00tPw shop', 'R00tPw'],
  ['sshpass -p Sup3rPw ssh host', 'Sup3rPw'],
  ['redis-cli -h cache -a r3disPw ping', 'r3disPw'],
  ['1700000000.1 [0 10.0.0.1:5] "AUTH" "aclpass77"', 'aclpass77'],
  ['app:$apr1$Zx12cd34$h7Gd0sKq1mN9pQrStUvWx. added', 'h7Gd0sKq1mN9pQrStUvWx'],
  ['hash $2b$12$abcdefghijklmnopqrstuuWq3T0n6pQeXyZ1234567890abcdefgh', 'abcdefghijklmnopqrstuu'],
  ['root:$6$saltsalt$Q1w2e3r4t5y6u7i8o9p0aSdFgHjKlZxCvBnM:19000:0', 'Q1w2e3r4t5y6u7i8o9p0'],
  [`${['M', b64(23)].join('')}.${b64(8).slice(0, 6)}.${b64(38)}`, b64(38)],
  [body, body.slice(8, 40)],
  [`  "${body}",`, body.slice(8, 40)],
  [`${body}\n${b64(64)}\n-----END PRIVATE KEY-----`, body.slice(0, 30)],
  [`used ${b64(40)} to sign`, b64(40)],
  ['card 4111 1111 1111 1111 declined', '1111 1111'],
  ['pan=5500005555555559', '5500005555555559'],
  ['amex 3782 822463 10005', '822463'],
  ['paid with 6011-1111-1111-1117.', '1111-1117'],
  ['"cvv": "123"', '123'],
  ['to DE89 3704 0044 0532 0130 00', '0440 0532'.slice(0, 3)],
  ['iban GB82WEST12345698765432', 'WEST12345698765432'],
  ['ssn 078-05-1120', '078-05-1120'],
  ['passport: C01X00T478', 'C01X00T478'],
  ['call +49 170 1234567 now', '1234567'],
  ['sms to +14155552671 failed', '4155552671'],
  ['phone=(415) 555-2671', '555-2671'],
  ['msisdn: 447911123456', '447911123456'],
];

test.each(SAMPLES)('%s', async (line, secret) => {
  const redacted = await createRedactor({ emails: false, addresses: 'none' }).redact(line);
  expect(redacted).not.toContain(secret);
});

test.each([
  '2026-01-05T10:11:12.123456+0200 took 1700000000123456 ns',
  'blk_1608999687919862906 replicated, 4111111111111112 bytes',
  'order 1234-56-7890 of batch 20260105',
  'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  'commit 9f8e7d6c5b4a39281706f5e4d3c2b1a098765432',
  'FATAL: password authentication failed for user "shop"',
  "column password 'users' is missing",
  'pin the version, pin: true',
  'http://web:8080/x?mail=ann@example.com is up',
  'took +15 ms, offset +0530, 10.244.1.17:8080',
  '/usr/share/Application/Support/Library/Caches1/Index2',
  'at com.example.Very.LongClassName2.methodName(LongClassName2.java:120)',
  'GET /api/v1/namespaces/shop/pods/web-7d9f8b6c5d-x2x4q/log 200',
])('stays as it is: %s', async (line) => {
  expect(await createRedactor({ emails: false, addresses: 'none' }).redact(line)).toBe(line);
});
