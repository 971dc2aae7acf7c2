/** One way a secret looks. */
export interface SecretRule {
  /** What a person reads in the placeholder. */
  readonly kind: string;
  /** Global. The secret is the group `secret`, or the whole match where there is none. */
  readonly pattern: RegExp;
  /** What else must hold of the secret, such as a check sum. */
  readonly accept?: (secret: string) => boolean;
  /** What a text must hold elsewhere for the rule to apply. Not global. */
  readonly only?: RegExp;
}

/** Words that name a secret, at the end of a key such as `DB_PASSWORD`, `x-api-key` or `spring.datasource.password`. */
export const NAMES =
  'password|passwd|passphrase|passcode|pwd|secret|token|api[_-]?key|apikey|access[_-]?key(?:[_-]?id)?|account[_-]?key|private[_-]?key|' +
  'signing[_-]?key|encryption[_-]?key|master[_-]?key|auth[_-]?key|app[_-]?key|license[_-]?key|routing[_-]?key|shared[_-]?access[_-]?key|' +
  'client[_-]?secret|secret[_-]?key(?:[_-]?base)?|secret[_-]?access[_-]?key|webhook[_-]?secret|credentials?|pass|otp|pin[_-]?code|' +
  '(?:bind|root|admin|user|db)[_-]?pw|pre[_-]?shared[_-]?key|psk|hmac[_-]?key|(?:totp|otp|mfa|2fa)[_-]?seed|(?:recovery|backup)[_-]?codes?|' +
  'passwort|kennwort|contrase\u00f1a|contrasena|mot[_ -]de[_ -]passe|motdepasse|senha|parola|wachtwoord|l\u00f6senord|has\u0142o|' +
  '\u043f\u0430\u0440\u043e\u043b\u044c|\u5bc6\u7801|\u30d1\u30b9\u30ef\u30fc\u30c9';
/** A key that ends in such a word, whatever stands before it. */
export const KEY = `(?<![A-Za-z0-9])(?:[A-Za-z0-9]+[_.-]){0,6}(?!existing)[A-Za-z0-9]{0,24}(?:${NAMES})`;
/**
 * A character of a bare value: `&` only where no further `name=` follows it, brackets only in pairs, so that a query's
 * next parameter and a list's end stay readable.
 */
const BARE =
  '(?:[^\\s,;&"\'(){}\\[\\]]|&(?![\\w.-]{1,40}=)|\\([^\\s()"\']{0,64}\\)|\\{[^\\s{}"\']{0,64}\\}|\\[[^\\s[\\]"\']{0,64}\\])';
/** Most texts hold none of the words, and to look for one costs far less than to look for a key at every letter. */
export const NAMED = new RegExp(NAMES, 'i');
/** Values that stand for no value, hidden ones, and references: to a place, or to a field of a Secret (`secretKey: password`). */
export const NOT_A_VALUE =
  '(?!\\[?(?:redacted|filtered|removed|scrubbed|hidden|masked)\\b|(?:\\w{1,20}\\()?["\']?\\*{3}|x{4,}\\b|<|\\$|%[sdv({]|\\{\\{|\\.{0,2}/|(?:var|data|local|module|each|self|secrets|params)\\.[a-z]|(?:null|nil|none|true|false|undefined|empty|missing|invalid|required|expired|unset|hidden|masked)\\b|(?<=key["\']?\\s{0,4}[:=]\\s{0,4}["\']?)(?:password|passwd|secret|token|api[_-]?key|credentials?)(?:["\'\\s,]|$))';

/**
 * Ours, beside the library's: credentials by the name in front of them, by their place in an address or a header, and
 * vendors' forms that also occur outside source code. Each pattern reads a text in linear time.
 */
export const SECRET_RULES: readonly SecretRule[] = [
  {
    kind: 'private key',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  {
    kind: 'private key',
    pattern: /^Private-Lines: \d{1,4}\r?\n(?<secret>(?:[A-Za-z0-9+/=]{1,128}(?:\r?\n|$)){1,400})/gm,
  },
  { kind: 'token', pattern: /\bey[JK][A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g },
  {
    kind: 'password',
    // scheme://user:password@host, also with an empty user (redis). Up to the last @ before a host: what people choose
    // holds @ and / as well. A port after the colon is none.
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@'"]{0,128}:(?!\d{1,5}(?:[/?#;,\s]|$))(?<secret>[^\s'"<>]{1,256})@(?=\[?[\w-]+(?:[.:][\w-]+)*\]?(?:[/?#,;\s'")\]}]|$))/gi,
  },
  // go-sql-driver and Oracle: user:password@tcp(host)/db, user/password@//host.
  { kind: 'password', pattern: /\b\w{1,64}:(?<secret>[^\s:@'"]{3,128})@(?:tcp|unix)\(/g },
  { kind: 'password', pattern: /\b\w{1,64}\/(?<secret>[^\s/@'"]{3,128})@\/\//g },
  {
    kind: 'token',
    pattern:
      /\b(?:proxy-)?authorization\\?["']?\s{0,4}[:=]\s{0,4}\[?\\?["']?(?:(?:bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)\s+)?(?<secret>(?!\[?(?:redacted|filtered|removed|scrubbed|hidden|masked)\b)[A-Za-z0-9+/=_.~:-]{8,4096})/gi,
  },
  { kind: 'token', pattern: /\b[Bb]earer\s+(?<secret>(?=[^\s]*\d)[A-Za-z0-9+/=_.~-]{16,4096})/g },
  { kind: 'token', pattern: /\bBasic\s+(?<secret>(?=[^\s]*[A-Z0-9=])[A-Za-z0-9+/]{12,512}={0,2})(?![\w-])/g },
  {
    kind: 'cookie',
    pattern:
      /\b(?:set-)?cookie\\?["']?\s{0,4}[:=]\s{0,4}\[?\\?["']?(?<secret>(?!\[redacted)[\w.-]{1,64}=[^\s;,"'\]]{1,4096}(?:;\s?[\w.-]{1,64}=[^\s;,"'\]]{1,4096})*)/gi,
  },
  {
    kind: 'token',
    pattern:
      /\b(?:JSESSIONID|PHPSESSID|connect\.sid|sessionid|csrftoken|remember[-_]?me|\.?AspNet(?:Core)?\.[\w.]{1,64}|laravel_session|_\w{1,40}_session)=(?<secret>[^\s;,"'&]{8,4096})/gi,
  },
  // A session's id lets in whoever shows it. ZooKeeper's, in hexadecimal, lets nobody in; a UUID behind the mere word
  // joins lines.
  {
    kind: 'session',
    pattern:
      /(?<![A-Za-z])(?:(?:j|php|asp(?:\.net|x)?[_-]?)?session[_-]?(?:id|key)|sid|sess(?:ion)?(?!\\{0,15}["']?\s{0,3}[:=]\s{0,3}\[?\\{0,15}["']?[\da-f]{8}-[\da-f]{4}-))\\{0,15}["']?\s{0,3}[:=]\s{0,3}\[?\\{0,15}["']?(?<secret>(?!0x)(?=[\w%.+/-]{0,200}\d)(?=[\w%.+/-]{0,200}[A-Za-z])[\w%.+/-]{16,512})/gi,
  },
  // key=value, key="value", "key":"value", key => value; quoted values whole, bare ones up to a separator.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}["']?\\s{0,4}(?:=>|=|:=)(?:\\s{0,4}\\\\?["'](?<secret>${NOT_A_VALUE}(?:\\\\.|[^"'\\\\\\r\\n]){3,4096})|[ \\t]{0,4}(?<bare>${NOT_A_VALUE}(?!\\\\?["'])${BARE}{4,4096}))`,
      'gi',
    ),
  },
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}\\\\?["']?\\s{0,4}:\\s{0,4}\\\\?(?:"(?<secret>${NOT_A_VALUE}(?:\\\\(?:[^\\r\\n])(?!\\s*[,}\\]]|$)|[^"\\\\\\r\\n]){3,4096})|'(?<bare>${NOT_A_VALUE}[^'\\r\\n]{3,4096}))`,
      'gi',
    ),
  },
  // Bare after a colon it may be prose ("token: expired"), so it has to look made by a machine or chosen as a secret.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}["']?:(?:\\s{0,4}|[ \\t]{0,40})(?<secret>${NOT_A_VALUE}(?=[^\\s,;"']{0,200}(?:\\d|[!@#$%^&*+]))(?=[^\\s,;"']{0,200}[A-Za-z])[^\\s,;"'(){}\\[\\]]{6,4096})`,
      'gi',
    ),
  },
  // Command lines: --password VALUE, -u user:password, PGPASSWORD is a key of its own above.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `(?<![\\w/.-])--?(?:[a-z]+-)*(?:${NAMES})\\s+["']?(?<secret>${NOT_A_VALUE}(?!-)[^\\s"']{4,512})`,
      'gi',
    ),
  },
  {
    kind: 'password',
    pattern: /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)\s*["']?[^\s:"']{1,64}:(?<secret>(?!\$)[^\s"']{3,128})/g,
  },
  {
    kind: 'password',
    pattern:
      /\b(?:identified (?:with \S{1,64} )?(?:by|as)|with password|password is|passcode is)\s+["'`]?(?<secret>(?!\[redacted)(?=\S*[\d'"`!@#$%^&*])[^\s"'`]{4,128})/gi,
  },
  {
    kind: 'signature',
    pattern:
      /[?&;](?:X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|sig|signature|code|state|access_token|id_token|refresh_token)=(?<secret>[^\s&"'<>]{12,4096})/gi,
  },
  { kind: 'password', pattern: /"auth"\s{0,4}:\s{0,4}"(?<secret>[A-Za-z0-9+/]{8,512}={0,2})"/g },
  // Forty characters of Base64 beside a word that says so: an AWS secret access key.
  {
    kind: 'key',
    pattern:
      /\baws.{0,30}?["'=:\s](?<secret>(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
];
