import type { SecretRule } from './rules.ts';

/** A value behind a blank: `requirepass x`. Words of a manual's synopsis and hidden values are none. */
const VALUE = '["\']?(?<secret>(?!\\[redacted|\\*{3}|<|\\$|%)[^\\s"\']{3,256})';

/** Settings and commands that name a secret by their own word, with a blank between the two. */
export const DIRECTIVE_RULES: readonly SecretRule[] = [
  // Lines of configuration files: Redis, OpenLDAP and its clients, Net-SNMP, network equipment.
  {
    kind: 'password',
    pattern: new RegExp(
      `(?:^|\\\\n|[\\s"'])(?:requirepass|masterauth|bindpw|rootbindpw|rootpw|userPassword::?|key-string|pre-shared-key|tls-auth-pass)[ \\t]{1,8}(?:\\d )?${VALUE}`,
      'gim',
    ),
  },
  {
    kind: 'community',
    pattern: new RegExp(
      `(?:^|\\\\n|\\s)(?:r[ow]community6?|trap2?sink|(?:snmp-server|snmp) community|com2sec6? [\\w.-]{1,64} [\\w./:-]{1,64})[ \\t]{1,8}(?:[\\d.]{7,15} )?${VALUE}`,
      'gim',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `(?:^|\\s)(?:enable secret(?! level\\b)|(?:enable )?(?:password|secret)(?= [057] ))(?: [057])?[ \\t]{1,4}${VALUE}`,
      'gm',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(`(?:^|\\s)(?:isakmp |tacacs-server |radius-server )?key (?:[0567] )${VALUE}`, 'gm'),
  },
  { kind: 'password', pattern: new RegExp(`(?:^|\\s)createUser [\\w.-]{1,64} (?:MD5|SHA[\\d-]{0,5}) ${VALUE}`, 'gm') },
  {
    kind: 'password',
    pattern:
      /(?:^|\s)createUser [\w.-]{1,64} (?:MD5|SHA[\d-]{0,5}) \S{1,128} (?:DES|AES\d{0,3}) (?<secret>\S{3,128})/gm,
  },
  // Redis' list of users: `user app on >password ~* +@all`.
  { kind: 'password', pattern: /(?:^|\s)(?:user|SETUSER) [\w.-]{1,64} [^\n]{0,200}?[>#](?<secret>[^\s>]{3,256})/gim },
  // .netrc.
  { kind: 'password', pattern: new RegExp(`\\blogin[ \\t]{1,4}\\S{1,128}\\s{1,8}password[ \\t]{1,4}${VALUE}`, 'g') },
  // Redis, IMAP, SMTP as they are spoken.
  {
    kind: 'password',
    pattern:
      /(?<=^|[>:"'\]] ?|C: )AUTH (?!(?:LOGIN|PLAIN|CRAM-MD5|NTLM|XOAUTH2|failed|failure|required|error|ok|GSSAPI)\s*$)(?:[\w.-]{1,64} )?["']?(?<secret>(?!<|\*|\[)[^\s"']{4,1024})["']?(?=\s*$)/gm,
  },
  // Commands whose option for a secret is one letter.
  {
    kind: 'community',
    pattern: new RegExp(
      `\\bsnmp(?:walk|get|getnext|bulkwalk|bulkget|set|trap|table|status|df)\\b[^\\n]{0,200}?\\s-c\\s{0,2}${VALUE}`,
      'g',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `\\bsnmp(?:walk|get|getnext|bulkwalk|bulkget|set|trap|table)\\b[^\\n]{0,200}?\\s-A\\s{0,2}${VALUE}`,
      'g',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `\\bsnmp(?:walk|get|getnext|bulkwalk|bulkget|set|trap|table)\\b[^\\n]{0,300}?\\s-X\\s{0,2}${VALUE}`,
      'g',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `\\b(?:(?:docker|podman|helm registry|az|oc|skopeo|buildah|cf)\\s+login|mongo(?:sh|dump|restore)?|clickhouse-client|sqlcmd|rabbitmqadmin|wget|smbclient)\\b[^\\n]{0,200}?\\s(?:-p|-P)\\s{1,2}(?!\\d{1,5}(?:\\s|$))${VALUE}`,
      'g',
    ),
  },
  {
    kind: 'cookie',
    pattern: /\bcurl\b[^\n]{0,200}?\s(?:-b|--cookie)\s{0,2}["']?(?<secret>[\w.-]{1,64}=[^"'\n]{3,4096}?)(?=["'\s]|$)/g,
  },
  { kind: 'password', pattern: new RegExp(`\\bipmitool\\b[^\\n]{0,200}?\\suser set password \\d{1,2} ${VALUE}`, 'g') },
  // Oracle: user/password@host:port, behind its driver or its tools.
  { kind: 'password', pattern: /\bjdbc:oracle:[a-z]{1,8}:[^\s:/@]{1,64}\/(?<secret>[^\s"'<>]{1,128})@(?=[/\w(])/gi },
  {
    kind: 'password',
    pattern: /\b(?:sqlplus|sqlldr|expdp?|impdp?|rman)\b[^\n]{0,100}?\s["']?\w{1,64}\/(?<secret>[^\s@"'/]{3,128})/g,
  },
];
