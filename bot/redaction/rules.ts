/** One way a secret looks. */
export interface SecretRule {
  /** What a person reads in the placeholder. */
  readonly kind: string;
  /** Global. The secret is the group `secret`, or the whole match where there is none. */
  readonly pattern: RegExp;
  /** What else must hold of the secret, such as a check sum. */
  readonly accept?: (secret: string) => boolean;
}

/** Words that name a secret, at the end of a key such as `DB_PASSWORD`, `x-api-key` or `spring.datasource.password`. */
const NAMES =
  'password|passwd|passphrase|passcode|pwd|secret|token|api[_-]?key|apikey|access[_-]?key(?:[_-]?id)?|account[_-]?key|private[_-]?key|' +
  'signing[_-]?key|encryption[_-]?key|master[_-]?key|auth[_-]?key|app[_-]?key|license[_-]?key|routing[_-]?key|shared[_-]?access[_-]?key|' +
  'client[_-]?secret|secret[_-]?key|secret[_-]?access[_-]?key|webhook[_-]?secret|credentials?|pass|otp|pin[_-]?code|' +
  'passwort|kennwort|contrase\u00f1a|contrasena|mot[_ -]de[_ -]passe|motdepasse|senha|parola|wachtwoord|l\u00f6senord|has\u0142o|' +
  '\u043f\u0430\u0440\u043e\u043b\u044c|\u5bc6\u7801|\u30d1\u30b9\u30ef\u30fc\u30c9';
const KEY = `(?<![A-Za-z0-9])(?:[A-Za-z0-9]+[_.-]){0,6}[A-Za-z0-9]{0,24}(?:${NAMES})`;
/**
 * A character of a bare value: `&` only where no further `name=` follows it, brackets only in pairs, so that a query's
 * next parameter and a list's end stay readable.
 */
const BARE =
  '(?:[^\\s,;&"\'(){}\\[\\]]|&(?![\\w.-]{1,40}=)|\\([^\\s()"\']{0,64}\\)|\\{[^\\s{}"\']{0,64}\\}|\\[[^\\s[\\]"\']{0,64}\\])';
/** Values that stand for no value, hidden ones, and references to a place. */
const NOT_A_VALUE =
  '(?!\\[redacted|\\*{3}|x{4,}\\b|<|\\$|%[sdv({]|\\{\\{|/|(?:null|nil|none|true|false|undefined|empty|missing|invalid|required|expired|unset|hidden|masked)\\b)';

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
  { kind: 'private key', pattern: /PuTTY-User-Key-File-\d[\s\S]*?(?:Private-MAC: [0-9a-f]+|$)/g },
  { kind: 'token', pattern: /\bey[JK][A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g },
  {
    kind: 'password',
    // scheme://user:password@host, also with an empty user (redis). Up to the last @ before a host: what people choose
    // holds @ and / as well. A port after the colon is none.
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@'"]{0,128}:(?!\d{1,5}(?:[/?#\s]|$))(?<secret>[^\s'"<>]{1,256})@(?=\[?[\w-]+(?:[.:][\w-]+)*\]?(?:[/?#,;\s'")\]}]|$))/gi,
  },
  // go-sql-driver and Oracle: user:password@tcp(host)/db, user/password@//host.
  { kind: 'password', pattern: /\b\w{1,64}:(?<secret>[^\s:@'"]{3,128})@(?:tcp|unix)\(/g },
  { kind: 'password', pattern: /\b\w{1,64}\/(?<secret>[^\s/@'"]{3,128})@\/\//g },
  {
    kind: 'token',
    pattern:
      /\b(?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)\s+)?(?<secret>(?!\[redacted)[A-Za-z0-9+/=_.~:-]{8,4096})/gi,
  },
  { kind: 'token', pattern: /\b[Bb]earer\s+(?<secret>(?=[^\s]*\d)[A-Za-z0-9+/=_.~-]{16,4096})/g },
  { kind: 'token', pattern: /\bBasic\s+(?<secret>(?=[^\s]*[A-Z0-9=])[A-Za-z0-9+/]{12,512}={0,2})(?![\w-])/g },
  {
    kind: 'cookie',
    pattern:
      /\b(?:set-)?cookie["']?\s{0,4}[:=]\s{0,4}["']?(?<secret>(?!\[redacted)[\w.-]{1,64}=[^\s;,"']{1,4096}(?:;\s?[\w.-]{1,64}=[^\s;,"']{1,4096})*)/gi,
  },
  {
    kind: 'token',
    pattern: /\b(?:JSESSIONID|PHPSESSID|connect\.sid|sessionid|csrftoken)=(?<secret>[^\s;,"'&]{8,512})/g,
  },
  // key=value, key="value", "key":"value", key => value; quoted values whole, bare ones up to a separator.
  {
    kind: 'password',
    pattern: new RegExp(
      `${KEY}["']?\\s{0,4}(?:=>|=|:=)\\s{0,4}(?:\\\\?["'](?<secret>${NOT_A_VALUE}(?:\\\\.|[^"'\\\\\\r\\n]){3,4096})|(?<bare>${NOT_A_VALUE}(?!\\\\?["'])${BARE}{4,4096}))`,
      'gi',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `${KEY}\\\\?["']?\\s{0,4}:\\s{0,4}\\\\?(?:"(?<secret>${NOT_A_VALUE}(?:\\\\(?:[^\\r\\n])(?!\\s*[,}\\]]|$)|[^"\\\\\\r\\n]){3,4096})|'(?<bare>${NOT_A_VALUE}[^'\\r\\n]{3,4096}))`,
      'gi',
    ),
  },
  // Bare after a colon it may be prose ("token: expired"), so it has to look made by a machine or chosen as a secret.
  {
    kind: 'password',
    pattern: new RegExp(
      `${KEY}["']?:\\s{0,4}(?<secret>${NOT_A_VALUE}(?=[^\\s,;"']{0,200}(?:\\d|[!@#$%^&*+]))(?=[^\\s,;"']{0,200}[A-Za-z])[^\\s,;"'(){}\\[\\]]{6,4096})`,
      'gi',
    ),
  },
  // Command lines: --password VALUE, -u user:password, PGPASSWORD is a key of its own above.
  {
    kind: 'password',
    pattern: new RegExp(`--?(?:[a-z]+-)*(?:${NAMES})\\s+["']?(?<secret>${NOT_A_VALUE}(?!-)[^\\s"']{4,512})`, 'gi'),
  },
  {
    kind: 'password',
    pattern: /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)\s*["']?[^\s:"']{1,64}:(?<secret>[^\s"']{3,128})/g,
  },
  {
    kind: 'password',
    pattern:
      /\b(?:identified by|with password|password is|passcode is)\s+["'`]?(?<secret>(?!\[redacted)(?=\S*[\d'"`!@#$%^&*])[^\s"'`]{4,128})/gi,
  },
  { kind: 'key', pattern: /\b(?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z2-7]{16}\b/g },
  { kind: 'token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})/g },
  { kind: 'token', pattern: /\bgl(?:pat|ptt|dt|rt|soat|cbt|ft|imt|agent|oas)-[A-Za-z0-9_.-]{16,300}/g },
  { kind: 'token', pattern: /\bx(?:ox[a-z]|app|wfp)-[A-Za-z0-9.-]{10,255}/g },
  {
    kind: 'webhook',
    pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/_+-]{20,255})/g,
  },
  { kind: 'webhook', pattern: /\bdiscord(?:app)?\.com\/api\/webhooks\/(?<secret>\d+\/[A-Za-z0-9_-]{20,255})/g },
  { kind: 'webhook', pattern: /\bwebhook\.office\.com\/webhookb2\/(?<secret>[^\s"']{30,512})/g },
  { kind: 'key', pattern: /\b(?:sk|rk|pk|whsec)_(?:(?:live|test|prod)_)?[A-Za-z0-9]{16,255}/g },
  { kind: 'key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: 'token', pattern: /\bya29\.[A-Za-z0-9_-]{20,2048}/g },
  { kind: 'token', pattern: /\b1\/\/0[A-Za-z0-9_-]{30,255}/g },
  { kind: 'key', pattern: /\bGOCSPX-[A-Za-z0-9_-]{20,64}/g },
  { kind: 'key', pattern: /\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,255}/g },
  { kind: 'token', pattern: /\bhf_[A-Za-z0-9]{30,64}/g },
  {
    kind: 'token',
    pattern:
      /\b(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,512}|rubygems_[a-f0-9]{48}|dckr_pat_[A-Za-z0-9_-]{20,64})/g,
  },
  { kind: 'key', pattern: /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}/g },
  { kind: 'key', pattern: /\bkey-[a-f0-9]{32}\b/g },
  { kind: 'key', pattern: /\b(?:SK|AC)[a-f0-9]{32}\b/g },
  {
    kind: 'token',
    pattern:
      /\b(?:hv[sbr]\.[A-Za-z0-9_-]{20,512}|atlasv1\.[A-Za-z0-9_-]{20,255}|dop_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}|glsa_[A-Za-z0-9]{32}_[a-f0-9]{8})/g,
  },
  {
    kind: 'token',
    pattern:
      /\b(?:shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|EAA[A-Za-z0-9]{40,512}|lin_api_[A-Za-z0-9]{30,64}|NRAK-[A-Z0-9]{27}|PMAK-[a-f0-9-]{50,80})/g,
  },
  { kind: 'token', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,35}\b/g },
  { kind: 'token', pattern: /\bey[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{8,}/g },
  { kind: 'key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g },
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
