import type { SecretRule } from './rules.ts';

/** Secrets known by the words or the command around them, and bare ones known by their shape alone. */
export const PHRASE_RULES: readonly SecretRule[] = [
  // A number behind a key that says what it opens: {"pin":493817}, otp=204816.
  {
    kind: 'code',
    pattern:
      /(?<![A-Za-z])(?:pin|otp|mfa|totp|2fa|passcode|verification[_-]?code|auth[_-]?code|one[_-]?time[_-]?(?:code|password))["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>\d{4,10})(?![\w.])/gi,
  },
  {
    kind: 'code',
    pattern: /\b(?:verification|security|login|one-time) (?:code|pin) (?:is |was |: ?)(?<secret>\d{4,10})\b/gi,
  },
  // The seed of one-time codes, in Base32, as people type it: in groups of four.
  {
    kind: 'seed',
    pattern:
      /(?<![A-Za-z])(?:totp|otp|mfa|2fa|authenticator|two[ -]factor)[ _-](?:seed|secret|key|setup key)["']?(?:\s{0,3}[:=]\s{0,3}|\s(?:is\s)?)["']?(?<secret>[A-Z2-7]{4}(?:[ -]?[A-Z2-7]{4}){3,15}={0,6})(?![A-Za-z0-9])/gi,
  },
  // The same as a text message has it, in the languages that we read: Ihr Bestätigungscode lautet 604 771.
  {
    kind: 'code',
    pattern:
      /(?<![A-Za-z])(?:(?:bestätigungs|sicherheits|verifizierungs|zugangs|einmal|anmelde|freigabe)-?code|c[oó]digo de (?:verificaci[oó]n|seguridad|confirmaci[oó]n|acceso)|code de (?:v[ée]rification|confirmation|s[ée]curit[ée])|codice di verifica|c[oó]digo de verifica[çc][ãa]o|pin|tan|otp)\s?(?:lautet|ist|is|est|es|è|é|:)\s?:?\s?(?<secret>\d{3}[ -]?\d{3,5}|\d{4})(?![\w.]*\d)/giu,
  },
  // SQL: IDENTIFIED WITH a plug-in BY 'x', a quote within doubled.
  {
    kind: 'password',
    pattern: /\bidentified\s+(?:with\s+\S{1,64}\s+)?(?:by|as)\s+'(?<secret>(?!\[redacted)(?:[^'\r\n]|''){1,256})'/gi,
  },
  // SQL: PASSWORD 'x', SET PASSWORD FOR app = 'x'.
  {
    kind: 'password',
    pattern:
      /\bpassword(?:\s+for\s+\S{1,80})?\s{1,4}(?:=\s{0,4})?(?<!:)(?:'(?<secret>[^'\r\n]{3,256})'|"(?<bare>[^"\r\n]{3,256})")/gi,
    accept: isNoName,
  },
  // Words in quotes after "is": passphrase is 'correct horse battery'.
  {
    kind: 'password',
    pattern:
      /\b(?:password|passphrase|passwort|kennwort)\s+(?:is|was|ist|lautet|to)\s*:?\s+(?:'(?<secret>[^'\r\n]{4,256})'|"(?<bare>[^"\r\n]{4,256})")/gi,
  },
  // As people tell each other: root pw for idrac-3 is now Xy_40!
  {
    kind: 'password',
    pattern:
      /(?<![A-Za-z])(?:pw|pwd|passwd|pass|password|passphrase|passwort|kennwort)(?:\s+(?:for|of|on|to|für|von|auf)(?:\s+[^\s.;]{1,60}){1,4}?)?(?:,?\s+(?:is|was|ist|lautet|it'?s|it is|to)(?:\s+(?:now|jetzt))?\s*:?)\s+["'`]?(?<secret>(?=\S*\d)(?=\S*[A-Za-z])[^\s"'`[]{6,128})/gi,
  },
  {
    kind: 'password',
    pattern:
      /(?<![A-Za-z])(?:pw|pwd|passwd|psw)\s{0,3}[:=]\s{0,3}["']?(?<secret>(?!\[redacted|\*{3}|\/)[^\s"',;&(){}]{4,256})/gi,
  },
  // Command lines whose option for a password is one letter.
  { kind: 'password', pattern: /\b(?:mysql(?:dump|admin)?|mariadb)\b[^\n]{0,200}?\s-p(?<secret>[^\s-][^\s]{2,128})/g },
  {
    kind: 'password',
    pattern:
      /\b(?:sshpass\s+-p|redis-cli\b[^\n]{0,200}?\s-a|ldap(?:search|add|modify)\b[^\n]{0,200}?\s-w)\s*["']?(?<secret>[^\s"']{3,128})/g,
  },
  { kind: 'password', pattern: /"AUTH"\s+"(?:[^"]{1,64}"\s+")?(?<secret>[^"]{3,256})"/g },
  // Hashes of passwords as /etc/shadow, htpasswd and frameworks keep them.
  {
    kind: 'password hash',
    pattern: /\$(?:apr1|1|5|6|y|7|2[abxy]?|argon2(?:id?|d)|pbkdf2-sha\d{1,3}|scrypt)\$[A-Za-z0-9./+=$,-]{20,512}/g,
  },
  // A line of .pgpass: host:port:database:user:password (libpq, "The Password File").
  {
    kind: 'password',
    pattern:
      /(?<![\w:/.])[\w.*-]{1,253}:(?:\d{4,5}|\*):[\w*-]{1,63}:[\w*.-]{1,63}:(?<secret>(?=\S*[A-Za-z])(?=\S*\d)(?:\\[:\\]|[^\s:"'\\]){8,128})(?=$|\s)/gm,
  },
  // A kubeconfig's key, and any other PEM that was encoded once more: Base64 of "-----BEGIN " at three offsets.
  { kind: 'private key', pattern: /\bclient-key-data["']?:\s{0,4}["']?(?<secret>[A-Za-z0-9+/]{16,16384}={0,2})/g },
  // A name alone before a host: a token, as in a DSN of Sentry's.
  {
    kind: 'token',
    pattern: /\bhttps?:\/\/(?<secret>(?=[^\s:/@]*\d)(?=[^\s:/@]*[A-Za-z])[\w-]{20,255})@(?=[\w-]+(?:\.[\w-]+)+)/g,
  },
  { kind: 'key', pattern: /\bx-functions-key["']?\s{0,3}[:=]\s{0,3}["']?(?<secret>[\w=/+-]{16,128})/gi },
  { kind: 'token', pattern: /\b(?:sq0(?:csp|atp|idp)|EAAA)[\w-]{22,80}/g },
  { kind: 'token', pattern: /(?<![\w-])[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,45}(?![\w-])/g },
  // Lines of a PEM or OpenSSH body without its frame: 64 or 70 characters of Base64, folded or not, and the rest with its `=`.
  {
    kind: 'private key',
    pattern:
      /(?<=^|[\s"'>|,;=:([]|\\n)[A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{6})?(?:(?:\\r)?(?:\\n|\r?\n)\s{0,16}[A-Za-z0-9+/]{64}(?:[A-Za-z0-9+/]{6})?(?![A-Za-z0-9+/]))*(?:(?:\\r)?(?:\\n|\r?\n)\s{0,16}[A-Za-z0-9+/]{2,69}={1,2})?(?=$|[\s"'\\,;)\]])/gm,
    accept: (text) => isRandom(text) && !isEncodedText(text),
  },
  // An AWS secret access key by itself: forty characters of Base64 that are neither a hash nor a path.
  { kind: 'key', pattern: /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g, accept: isRandom },
];

/** `password "app"` names a user or a column; what is chosen as a secret is longer or holds more than letters. */
function isNoName(text: string): boolean {
  return text.length >= 8 || /[^A-Za-z_]/.test(text);
}

/** Base64 of what can be read: the bytes of a key are any. */
function isEncodedText(text: string): boolean {
  const decoded = Buffer.from(text.replace(/\\[nr]|\s/g, ''), 'base64').toString('latin1');
  return /^[\x20-\x7e\r\n\t]+$/.test(decoded);
}

/**
 * Upper and lower case and digits in turn, as random Base64 has: two of three neighbours are of different kinds there.
 * Hashes have one case, paths many slashes, and the words of a name are longer.
 */
function isRandom(text: string): boolean {
  const plain = text.replace(/\\[nr]|[\s=]/g, '');
  const kinds = [...plain].map((one) =>
    /[A-Z]/.test(one) ? 'A' : /[a-z]/.test(one) ? 'a' : /\d/.test(one) ? '0' : '/',
  );
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return (
    count('A') >= 5 &&
    count('a') >= 5 &&
    count('0') >= 2 &&
    count('/') <= plain.length / 10 &&
    changes >= plain.length * 0.4
  );
}
