import { createHash } from 'node:crypto';

/** Endless characters that are the same at every run. */
export function createLetters(seed: string) {
  let count = 0;
  const next = () => createHash('sha256').update(`${seed}:${count++}`).digest();
  return (length: number, alphabet: string): string => {
    let text = '';
    while (text.length < length) for (const byte of next()) text += alphabet[byte % alphabet.length];
    return text.slice(0, length);
  };
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const WORD = UPPER + LOWER + DIGITS;
const BASE32 = `${UPPER}234567`;

type Letters = ReturnType<typeof createLetters>;
interface Planted {
  readonly kind: string;
  readonly secret: string;
  readonly line: string;
}
type Kind = readonly [kind: string, make: (letters: Letters) => string, lines: readonly ((secret: string) => string)[]];

const b64 = (text: string) => Buffer.from(text).toString('base64');
const b64url = (text: string) => Buffer.from(text).toString('base64url');
const mixed = (letters: Letters, length: number) => `${letters(length - 3, WORD)}aZ7`;
const anywhere = [
  (secret: string) => `level=error msg="request refused" detail=${secret}`,
  (secret: string) => `2031-04-05T10:11:12Z WARN upstream said 401 for ${secret} (attempt 3)`,
  (secret: string) => `{"message":"calling with ${secret}","service":"web"}`,
  (secret: string) => `env: [VALUE: "${secret}"]`,
];

/** Thirty kinds, each with how it is made and in which lines it is met. Put together at run time. */
export const KINDS: readonly Kind[] = [
  ['AWS access key id', (l) => `AK${'IA'}${l(16, BASE32)}`, anywhere],
  [
    'AWS secret access key',
    (l) => mixed(l, 40),
    [
      (s) => `aws_secret_access_key = ${s}`,
      (s) => `AWS_SECRET_ACCESS_KEY=${s} sh run.sh`,
      (s) => `{"SecretAccessKey":"${s}"}`,
      (s) => `using aws credentials ${s} of profile default`,
    ],
  ],
  ['AWS session token', (l) => mixed(l, 200), [(s) => `AWS_SESSION_TOKEN=${s}`, (s) => `"SessionToken": "${s}"`]],
  ['GitHub token', (l) => `gh${'p_'}${mixed(l, 36)}`, anywhere],
  ['GitHub fine-grained token', (l) => `github_${'pat_'}${mixed(l, 22)}_${mixed(l, 59)}`, anywhere],
  ['GitLab token', (l) => `gl${'pat-'}${mixed(l, 20)}`, anywhere],
  ['Slack token', (l) => `xo${'xb-'}${l(12, DIGITS)}-${l(12, DIGITS)}-${mixed(l, 24)}`, anywhere],
  [
    'Slack webhook',
    (l) => `T${l(8, BASE32)}/B${l(8, BASE32)}/${mixed(l, 24)}`,
    [(s) => `POST https://hooks.slack.com/services/${s} failed: 404`],
  ],
  ['Stripe key', (l) => `sk_${'live_'}${mixed(l, 24)}`, anywhere],
  ['Google API key', (l) => `AI${'za'}${mixed(l, 35)}`, anywhere],
  ['Google OAuth token', (l) => `ya${'29.'}${mixed(l, 60)}`, anywhere],
  [
    'JSON web token',
    (l) => `${b64url('{"alg":"RS256","typ":"JWT"}')}.${b64url(`{"sub":"${l(12, LOWER)}"}`)}.${mixed(l, 43)}`,
    anywhere,
  ],
  [
    'bearer token',
    (l) => mixed(l, 40),
    [
      (s) => `> Authorization: Bearer ${s}`,
      (s) => `headers={"authorization":"Bearer ${s}","accept":"*/*"}`,
      (s) => `curl -H 'Authorization: Bearer ${s}' https://api.example.com`,
    ],
  ],
  [
    'basic authentication',
    (l) => b64(`${l(6, LOWER)}:${mixed(l, 14)}`),
    [(s) => `Authorization: Basic ${s}`, (s) => `proxy-authorization: Basic ${s}`],
  ],
  [
    'private key',
    (l) =>
      `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${[1, 2, 3].map(() => mixed(l, 64)).join('\n')}\n-----END ${'RSA'} PRIVATE KEY-----`,
    [(s) => `mounted tls.key:\n${s}\ndone`, (s) => `key=${s}`],
  ],
  [
    'OpenSSH private key',
    (l) => `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----\n${mixed(l, 70)}\n${mixed(l, 70)}`,
    [(s) => `could not load ${s}`],
  ],
  [
    'PostgreSQL address',
    (l) => mixed(l, 16),
    [
      (s) => `could not connect to postgres://shop:${s}@db.internal:5432/shop?sslmode=require`,
      (s) => `DATABASE_URL=postgresql://app:${s}@10.0.0.4/orders`,
    ],
  ],
  [
    'MongoDB address',
    (l) => mixed(l, 18),
    [(s) => `MongoServerError mongodb+srv://root:${s}@cluster0.example.net/admin`],
  ],
  ['Redis address', (l) => mixed(l, 20), [(s) => `redis://:${s}@cache:6379/0 ECONNREFUSED`]],
  [
    'MySQL address',
    (l) => mixed(l, 12),
    [(s) => `dsn root:${s}@tcp(mysql:3306)/shop`, (s) => `jdbc:mysql://db/shop?user=app&password=${s}`],
  ],
  ['AMQP address', (l) => mixed(l, 15), [(s) => `dial amqp://worker:${s}@rabbit:5672/: connection refused`]],
  [
    'password in a setting',
    (l) => mixed(l, 12),
    [
      (s) => `spring.datasource.password=${s}`,
      (s) => `DB_PASSWORD: ${s}`,
      (s) => `{"user":"app","password":"${s}"}`,
      (s) => `login failed user=app pwd=${s};Encrypt=yes`,
      (s) => `psql --password ${s} -h db`,
    ],
  ],
  [
    'API key in a header',
    (l) => l(32, HEX),
    [(s) => `X-API-Key: ${s}`, (s) => `GET /v1/items?api_key=${s}&page=2 403`, (s) => `{"apiKey":"${s}"}`],
  ],
  [
    'client secret',
    (l) => mixed(l, 30),
    [(s) => `client_id=web&client_secret=${s}&grant_type=x`, (s) => `clientSecret: "${s}"`],
  ],
  [
    'session cookie',
    (l) => mixed(l, 32),
    [(s) => `Cookie: theme=dark; session=${s}`, (s) => `Set-Cookie: sid=${s}; Path=/; HttpOnly`],
  ],
  ['npm token', (l) => `npm${'_'}${mixed(l, 36)}`, anywhere],
  ['SendGrid key', (l) => `S${'G.'}${mixed(l, 22)}.${mixed(l, 43)}`, anywhere],
  ['model provider key', (l) => `s${'k-'}ant-api03-${mixed(l, 80)}`, anywhere],
  ['Vault token', (l) => `hv${'s.'}${mixed(l, 24)}`, anywhere],
  [
    'Azure storage key',
    (l) => `${mixed(l, 86)}==`,
    [(s) => `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${s};EndpointSuffix=core.windows.net`],
  ],
  [
    'signed address',
    (l) => l(64, HEX),
    [(s) => `https://files.example.com/a?X-Amz-Expires=300&X-Amz-Signature=${s}`, (s) => `blob?sv=2031&sig=${s}`],
  ],
  ['Docker login', (l) => b64(`robot:${mixed(l, 20)}`), [(s) => `{"auths":{"registry.example.com":{"auth":"${s}"}}}`]],
  ['Telegram token', (l) => `${l(9, '123456789')}:AA${mixed(l, 33)}`, anywhere],
];

/** `each` secrets of every kind, in lines as logs, manifests and people write them. */
export function plantSecrets(each: number): Planted[] {
  return KINDS.flatMap(([kind, make, lines]) =>
    Array.from({ length: each }, (_one, index) => {
      const secret = make(createLetters(`${kind} ${index}`));
      const line = lines[index % lines.length] ?? String;
      return { kind, secret, line: line(secret) };
    }),
  );
}
