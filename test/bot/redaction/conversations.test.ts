import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../bot/redaction/redactor.ts';
import { createLetters } from './planted-secrets.ts';

// Secrets as people tell them, scripts type them and protocols send them. Put together at run time.

const letters = createLetters('conversations');
const b64 = (length: number) =>
  `bY8rC4${letters(length - 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`;

const KEY = b64(43);
const SIGNED = b64(400);
const HEX = `4f9a${letters(28, '0123456789abcdef')}`;

const SECRETS: readonly (readonly [text: string, ...secrets: string[]])[] = [
  ['le nouveau mot de passe du compte est « lune verte, 12 pas »', 'lune verte', '12 pas'],
  ['Das Passwort für den Switch lautet „Ufer am See 9“, bitte ändern', 'Ufer am See'],
  ['la contraseña temporal es “sol y sombra 77”', 'sol y sombra'],
  ['the new pw for idrac is `two words`', 'two words'],
  ['la password provvisoria è «mare calmo»', 'mare calmo'],
  ['what is the root password of edge-3?\nann 10:52 sec\nann 10:53 copper-Moon-41', 'copper-Moon-41'],
  ['expect "Password: "\nsend "riverBank_8\\r"', 'riverBank_8'],
  ["child.expect('[Pp]assword:')\nchild.sendline('riverBank_9')", 'riverBank_9'],
  ['$s = ConvertTo-SecureString -String "Two words 5" -AsPlainText -Force', 'Two words'],
  ['net user svc-print Winter_Sun5 /add', 'Winter_Sun5'],
  ['net use Z: \\\\fs-2\\share Winter_Sun6 /user:corp\\ann', 'Winter_Sun6'],
  ['cmdkey /add:fs-2 /user:ann /pass:Winter_Sun7', 'Winter_Sun7'],
  ['FTP: USER feeds\nFTP: 331 ok\nFTP: PASS stone;41', 'stone;41'],
  ['C: a1 LOGIN ann "stone 42"', 'stone 42'],
  [`POST /sso SAMLResponse=${SIGNED}&RelayState=x`, SIGNED],
  [`<input type="hidden" name="SAMLResponse" value="${SIGNED}"/>`, SIGNED],
  [`Unseal Key 2: ${KEY}=`, KEY],
  [`"unseal_keys_b64": ["${KEY}=", "x${KEY.slice(1)}="]`, KEY, KEY.slice(1)],
  ['Backup codes, keep them safe:\n 1. 4k2m9-x8q1z\n 2. 7h3n5-w6r2y', '4k2m9-x8q1z', '7h3n5-w6r2y'],
  ['recovery codes: 19203847 56473829', '19203847', '56473829'],
  ['pool of {user=app, password=one =two, host=db} failed', 'one =two', '=two'],
  ['db-1:5432:shop:app:ab\\:Cdef9gh', 'Cdef9gh'],
  [`      STATUS_API_KEY:          ${HEX}`, HEX],
  [`PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n${b64(64)}\n${b64(20)}\nPrivate-MAC: 00`, b64(64).slice(0, 6)],
  ['пароль от стенда поменяли — kd83Mn%q', 'kd83Mn%q'],
  ['添付ファイルのパスワードは下記の通りです。\n\n  Umi52kaze$\n\n以上', 'Umi52kaze$'],
  ['Key Content            : Herbst_77wald', 'Herbst_77wald'],
  ['ipmitool user set password 3 91oobMon20', '91oobMon20'],
  ['array(2) {\n  ["db_pass"]=>\n  string(9) "Nacht#411"\n}', 'Nacht#411'],
  ['Array\n(\n  [user] => app\n  [password] => Nacht#412\n)', 'Nacht#412'],
  ['{amqp_params_network,<<"shovel">>,<<"stillWater9">>,<<"/">>,"mq-1"', 'stillWater9'],
  ['    authentication: simple (0)\n        simple: still.Water8\n', 'still.Water8'],
  [`seed phrase:\n${'river stone cloud '.repeat(4).trim()}`, 'river stone cloud river'],
  ['select pesel from staff;\n 44051401359 | KRK', '44051401359'],
  ['cpf | nome\n 529.982.247-25 | Ana', '529.982.247-25'],
];

/** What reads like one of them and is none. */
const INNOCENT: readonly string[] = [
  'is the password wrong? the logs say:\n10:41 login failed for ann\n10:42 retrying 3 of 5',
  'did somebody change the password?\nno\nsee https://wiki.internal/p/41',
  'the password is not « special », it was only too short',
  'PASS test/cart.test.ts (2.1 s)',
  'expect "ready"\nsend "status\\r"',
  'Authorization: [REDACTED]',
  'password=[FILTERED] user=ann',
  'backup codes: none were used',
  'unseal key shares: 5, threshold 3',
  'upstream git@git.internal.example:team/shop.git (fetch)',
  'ssh deploy@bastion.internal.example uptime',
  'jdbc:sqlserver://sql-2.corp.example:1433;databaseName=GL;encrypt=true',
  'assertion=failed at line 20',
  'password reset mail sent to account 8841\ncheckout-7d9f8b6c5-x2x4z restarted',
  'password=\nspring.datasource.hikari.maximum-pool-size=40',
  'wrong password from 10.2.3.4:51234',
  'password rotated by pipeline: deploy/rotate-db.sh',
  'the recovery phrase of the wallet is kept in the safe and nobody here has ever seen it on a screen',
  'staff 44051401358 has no pesel',
  'token = var.dns_api_token',
  'secret_key = data.vault_generic_secret.app',
  'kubectl create secret generic db --from-file=password=./pw.txt',
  'auth.existingSecret=redis-auth',
  "Settings(password=SecretStr('**********'), port=5432)",
  '{user=app, tokens=three of five, host=db}',
];

const policy = { emails: true, addresses: 'none' } as const;

test('what people tell each other, scripts type and protocols send does not come through', async () => {
  for (const [text, ...secrets] of SECRETS) {
    const shown = await createRedactor(policy).redact(text);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  }
});

test('what only reads like it stays as it is', async () => {
  for (const text of INNOCENT) expect(await createRedactor(policy).redact(text)).toBe(text);
});

test('the host behind a password stays readable beside hidden addresses of mail', async () => {
  const shown = await createRedactor(policy).redact(
    'mongodb+srv://app:m00nStone9@c0.example.net/shop from ann@example.net',
  );
  expect(shown).toBe('mongodb+srv://app:[redacted password 1]@c0.example.net/shop from [redacted e-mail 1]');
});
