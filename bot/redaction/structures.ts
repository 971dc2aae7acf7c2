import { KEY, NAMED, NAMES, NOT_A_VALUE, type SecretRule } from './rules.ts';

/** A quote, also one that was escaped because its text was written into another, and that into a third. */
const QUOTE = '\\\\{0,15}["\']';
/** Of names, those that stand for the word itself; `secret: db-login` may as well be the name of an object. */
const OF_A_PASSWORD = '(?:password|passwd|passphrase|passcode|passwort|kennwort|bind[_-]?pw|root[_-]?pw)';
/** What a person writes behind the word that is none. */
const PROSE =
  '(?!(?:\\w*(?:ed|ing|able)|optional|string|unknown|wrong|incorrect|mismatch|default|prompt|policy|reset|change)\\s*$)';

/** Secrets that are found by the structure around them: the name and the value are apart, or the value is many lines. */
export const STRUCTURE_RULES: readonly SecretRule[] = [
  // JSON within JSON, at any depth: the value ends with as many backslashes as it began with, and its quote.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}${QUOTE}\\s{0,4}:\\s{0,4}(?<slashes>\\\\{1,15})(?<quote>["'])(?<secret>${NOT_A_VALUE}(?:(?!(?<!\\\\)\\k<slashes>\\k<quote>)[^\\r\\n]){3,4096})`,
      'gi',
    ),
  },
  // A single quote within single quotes is doubled (YAML 1.2, 7.3.2; SQL).
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}["']?\\s{0,4}[:=]\\s{0,4}'(?<secret>${NOT_A_VALUE}(?:[^'\\r\\n]|''){3,4096})'(?!')`,
      'gi',
    ),
  },
  // YAML block scalars: the lines that are indented further than their key.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `^(?<indent>[ \\t]{0,64})(?:- )?["']?${KEY}["']?:[ \\t]{1,4}[|>][+-]?\\d?[ \\t]{0,4}\\r?\\n(?<secret>(?:\\k<indent>[ \\t]{1,64}\\S[^\\n]{0,4096}(?:\\n|$)){1,200})`,
      'gim',
    ),
  },
  // In a YAML flow a bare value goes on to the comma or the brace.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `(?<=[{,]\\s{0,4})${KEY}:\\s{1,4}(?<secret>${NOT_A_VALUE}(?=[^,{}\\r\\n]{0,200}[\\d!@#$%^&*])[^\\s,{}"'[\\]][^,{}"'[\\]\\r\\n]{3,256}?)(?=\\s{0,4}[,}])`,
      'gi',
    ),
  },
  // A line that is a key and one word, of letters alone as well.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `^[ \\t]{0,64}(?:- )?[\\w.-]{0,64}${OF_A_PASSWORD}:[ \\t]{1,8}(?<secret>${NOT_A_VALUE}${PROSE}[^\\s"'{}[\\]:]{5,256})[ \\t]{0,8}$`,
      'gim',
    ),
  },
  // <password>x</password>, also with attributes and a namespace.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `<[\\w:.-]{0,64}(?:${NAMES})(?:\\s[^<>]{0,200})?>\\s{0,8}(?<secret>${NOT_A_VALUE}[^<>]{3,4096}?)\\s{0,8}</`,
      'gi',
    ),
  },
  // The name in one field and the value in another: a container's environment, .NET's settings, CloudFormation's parameters.
  ...[
    `${QUOTE}(?<secret>${NOT_A_VALUE}(?:\\\\[^"'\\r\\n]|[^"'\\\\\\r\\n]){3,4096})`,
    `(?<secret>${NOT_A_VALUE}[^\\s"'\\\\,;{}<>[\\]]{4,4096})`,
  ].map(
    (value): SecretRule => ({
      kind: 'password',
      only: NAMED,
      pattern: new RegExp(
        `(?<![A-Za-z])(?:name|key|id|variable|field|parameter(?:key|name)|option)(?:${QUOTE})?\\s{0,4}[:=]\\s{0,4}(?:${QUOTE})?${KEY}(?:${QUOTE})?[\\s,;]{1,40}(?:- )?(?:${QUOTE})?(?:parameter)?(?:value|val|content)(?:${QUOTE})?\\s{0,4}[:=]\\s{0,4}${value}`,
        'gi',
      ),
    }),
  ),
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `(?<![A-Za-z])(?:value|val)${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}(?<secret>${NOT_A_VALUE}[^"'\\\\\\r\\n]{3,4096})${QUOTE}\\s{0,8},\\s{0,40}${QUOTE}(?:name|key)${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}${KEY}${QUOTE}`,
      'gi',
    ),
  },
  // define('DB_PASSWORD', 'x'), setProperty("password", "x"): a call with a name and its value.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `(?<!\\w)\\w{0,40}?(?:define|set|put|add|property|env|header|param|option|append|insert|replace)\\w{0,40}\\(\\s{0,4}(?<quote>["'])${KEY}\\k<quote>\\s{0,4},\\s{0,4}(?<mark>["'])(?<secret>${NOT_A_VALUE}[^"'\\r\\n]{3,4096})\\k<mark>\\s{0,4}[,)]`,
      'gi',
    ),
  },
  // PHP: var_dump's ["pass"]=> string(16) "x", and print_r's [pass] => x.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `\\[["']?${KEY}["']?\\]\\s{0,4}=>\\s{0,12}(?:string\\(\\d{1,5}\\) "(?<secret>${NOT_A_VALUE}[^"\\r\\n]{3,4096})"|(?<bare>${NOT_A_VALUE}(?!string\\()[^\\s"']{4,512}))`,
      'gi',
    ),
  },
  // Erlang's parameters of a connection to a broker: its name, its password, its virtual host.
  { kind: 'password', pattern: /\bamqp_params_\w{1,20},<<"[^"]{0,128}">>,\s?<<"(?<secret>[^"]{1,256})">>/g },
  // A simple bind as Wireshark takes it apart (RFC 4513).
  { kind: 'password', pattern: /\bauthentication: simple \(0\)\s{1,40}simple: (?<secret>\S[^\r\n]{0,255})/g },
  // The words of a wallet (BIP-39): twelve to twenty-four of three to eight letters.
  {
    kind: 'key',
    only: /\b(?:recovery|seed|mnemonic|backup|secret)[ _-]?(?:phrase|words?)\b|\bmnemonic\b/i,
    pattern: /(?<![\w-])(?:\d{1,2}[.)] ?)?[a-z]{3,8}(?:[ ,\n]{1,3}(?:\d{1,2}[.)] ?)?[a-z]{3,8}){11,23}(?=["'\s.]|$)/g,
    accept: (text) => [12, 15, 18, 21, 24].includes(text.split(/[ ,\n]+/).length),
  },
  // In a file of properties the value is what is left of the line, blanks and all; a neighbour shows that it is one.
  ...['(?<=^[\\w.-]{1,80}[ \\t]{0,4}=[^\\n]{0,512}\\n)(?:[ \\t]{0,8})', '^'].map(
    (start, index): SecretRule => ({
      kind: 'password',
      only: NAMED,
      pattern: new RegExp(
        `${start}[\\w.-]{0,80}(?:${NAMES})[ \\t]{0,4}=[ \\t]{0,4}(?<secret>${NOT_A_VALUE}(?!["'])[^\\s=](?:[^\\r\\n=]{2,512}))${index === 0 ? '$' : '(?=\\r?\\n[\\w.-]{1,80}[ \\t]{0,4}=)'}`,
        'gim',
      ),
    }),
  ),
  // A part of a form that was sent: its name in a header, its value below an empty line.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `\\bname=["']?${KEY}["']?[^\\r\\n\\\\]{0,200}(?:\\r?\\n|(?:\\\\r)?\\\\n){2}(?<secret>[^\\r\\n\\\\]{3,4096})`,
      'gi',
    ),
  },
  // What a plan changes it from and to (Terraform): password = "x" -> "y".
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}["']?\\s{0,40}=\\s{0,4}"[^"\\r\\n]{0,4096}"\\s->\\s"(?<secret>${NOT_A_VALUE}[^"\\r\\n]{3,4096})"`,
      'gi',
    ),
  },
  // What a mail server was answered to its question for a password: 334 and the question, both in Base64 (RFC 4954).
  {
    kind: 'password',
    pattern:
      /\b334 (?:VXNlcm5hbWU6|UGFzc3dvcmQ6)[^\n]{0,80}\n[^\n]{0,120}?(?<![A-Za-z0-9+/])(?<secret>[A-Za-z0-9+/]{4,512}={0,2})(?=\s*(?:\n|$))/g,
  },
  // A list of them.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `(?<![A-Za-z])[\\w.-]{0,40}(?:${OF_A_PASSWORD}|(?:recovery|backup)[_-]?code|token|api[_-]?key)s?(?:${QUOTE})?\\s{0,4}[:=]\\s{0,4}\\[\\s{0,20}(?<secret>${QUOTE}[^[\\]]{3,4096}?)\\s{0,20}\\]`,
      'gi',
    ),
  },
  // ODBC and JDBC put what holds a semicolon into braces.
  {
    kind: 'password',
    only: NAMED,
    pattern: new RegExp(
      `${KEY}\\s{0,4}=\\s{0,4}\\{(?<secret>(?=[^{}]{0,256}[\\d;!@#$%^&*])[^{}\\r\\n]{3,256})\\}`,
      'gi',
    ),
  },
  // A Secret of Kubernetes: what is under `data` is Base64, and under `stringData` plain; also what was cut out of one.
  {
    kind: 'secret',
    only: /\bkind\\{0,15}["']?\s{0,4}:\s{0,4}\\{0,15}["']?Secret\b|\bget\s+secrets?\b/,
    pattern:
      /(?<![\w.-])[\w.-]{1,253}\\{0,15}["']?:[ \t]{0,8}\\{0,15}["']?(?<secret>[A-Za-z0-9+/]{4,65536}={0,2})(?=\\{0,15}["']|[\s,}]|$)/g,
    accept: isEncoded,
  },
  {
    kind: 'secret',
    pattern:
      /^(?<indent>[ \t]{0,64})stringData:[ \t]{0,8}\r?\n(?<secret>(?:\k<indent>[ \t]{1,64}\S[^\n]{0,4096}(?:\n|$)){1,200})/gm,
  },
  { kind: 'secret', pattern: /\bstringData\\{0,15}["']\s{0,4}:\s{0,4}\{(?<secret>[^{}]{3,65536})\}/g },
];

/** Base64 of a text or of much; words of four or eight letters are Base64 too, of bytes that say nothing. */
function isEncoded(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const decoded = Buffer.from(text, 'base64');
  if (text.length >= 40) return true;
  return /^[\x20-\x7e\r\n\t]{3,}$/.test(decoded.toString('latin1'));
}
