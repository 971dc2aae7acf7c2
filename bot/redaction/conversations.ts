import type { SecretRule } from './rules.ts';

/** Words for a password in the languages that people write to each other in, as they stand in a sentence. */
const SAID =
  '(?:password|passphrase|passcode|passwd|pwd|pw|passwort|kennwort|contrase\u00f1a|clave|mot de passe|mdp|senha|parola|wachtwoord|l\u00f6senord|has\u0142o)';
/** Is, was, and the same in those languages; words such as "new", "temporary" or "for root" stand before it. */
const BEING = "(?:is|was|are|it's|ist|lautet|est|es|\u00e8|\u00e9|jest|\u00e4r|:|=)";
const BEFORE = "(?:[ \\t]+(?!(?:not|no|pas|nicht)\\b)[\\p{L}\\d'\u2019_-]{1,24}){0,4}?[ \\t]{0,2}";
/** A quoted text, by the quotes of any of these languages. */
const QUOTED = [
  '\u00ab\\s?(?<a>[^\u00ab\u00bb\\r\\n]{3,200}?)\\s?\u00bb',
  '\u201e(?<b>[^\u201c\u201d\\r\\n]{3,200})[\u201c\u201d]',
  '[\u201c\u201d](?<c>[^\u201c\u201d\\r\\n]{3,200})\u201d',
  '\u2018(?<d>[^\u2018\u2019\\r\\n]{3,200})\u2019',
  '`(?<e>[^`\\r\\n]{3,200})`',
];

/** The same words and those of other scripts, and what Windows calls the key of a wireless network. */
const HEADED =
  '(?:(?<![\\p{L}\\d_-])(?:password|passphrase|passwort|kennwort|contrase\u00f1a|mot de passe|senha|parola|wachtwoord|has\u0142o|key content|contenu de la cl\u00e9|schl\u00fcsselinhalt|contenido de la clave|contenuto chiave)(?![\\p{L}\\d_-])|\u043f\u0430\u0440\u043e\u043b[\u044c\u044f\u0435\u044e]|\u30d1\u30b9\u30ef\u30fc\u30c9|\u5bc6\u7801|\u5bc6\u78bc|\u53e3\u4ee4|\ube44\ubc00\ubc88\ud638)';

/** Of three kinds of characters at least, and none of the forms in which programs write names, hosts, times and paths. */
function looksChosen(text: string): boolean {
  if (/^[\w-]+(?:[./:@][\w-]+)+\/?$|:\/\/|^[\w.-]+=|^[/~.]|^[\da-f-]+$|[()[\]{}<>]$/i.test(text)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(text)).length;
  return kinds >= 3 && /\d/.test(text) && !/^[A-Z][a-z]+[-_]?\d{1,2}[,.;:]?$/.test(text);
}

/** Secrets as people tell them to each other, as scripts type them, and as protocols send them. */
export const CONVERSATION_RULES: readonly SecretRule[] = [
  // Le mot de passe provisoire est « trois mots et une virgule, » (what is between quotes may hold anything).
  ...QUOTED.map(
    (quoted): SecretRule => ({
      kind: 'password',
      pattern: new RegExp(
        `(?<![\\p{L}\\d_-])${SAID}${BEFORE}${BEING}[ \\t]{0,3}${quoted.replace(/\?<[a-e]>/, '?<secret>')}`,
        'giu',
      ),
    }),
  ),
  // Somebody asks for a password, and one of the next messages is one word that looks chosen.
  {
    kind: 'password',
    pattern: new RegExp(
      `(?<![\\p{L}\\d_-])${SAID}(?![\\p{L}\\d_-])[^\\n?]{0,200}\\?[^\\n]{0,200}\\n(?:[^\\n]{0,120}\\n){0,3}?[^\\n]{0,60}?(?:\\s|^)(?<secret>(?!https?:)(?=\\S*\\d)(?=\\S*[\\p{L}])[^\\s"'\`<>/]{8,64})[ \\t]*$`,
      'gimu',
    ),
    accept: (text) => !/^(?:\d{1,2}[:.]\d{2}|\d{4}-\d\d-\d\d|#|[\w.-]+\.[a-z]{2,4}$)/i.test(text),
  },
  // The end of a line that speaks of one, or a line of its own below: what is there looks chosen.
  {
    kind: 'password',
    only: new RegExp(HEADED, 'iu'),
    pattern: new RegExp(
      `${HEADED}[^\\n]{0,120}?(?:[:\u2014\u2013\u2192>] ?|\\s-\\s|\\n[ \\t]{0,16}(?:\\r?\\n[ \\t]{0,16})?)["'\`]?(?<secret>[!-~]{8,64}?)["'\`]?[ \\t]*$`,
      'gimu',
    ),
    accept: looksChosen,
  },
  // What a script types when it is asked (expect, pexpect, PuTTY's and Net::SSH's look-alikes).
  {
    kind: 'password',
    pattern:
      /(?:assword|assphrase|PIN)[^\n]{0,40}\n[^\n]{0,20}?\bsend(?:line|_line|ln)?(?:\s+--|\s*\()?\s*["'{](?<secret>(?!\$)[^"'\n]{3,256}?)(?:\\r|\\n)*["'}]/g,
  },
  // Windows: ConvertTo-SecureString "x" -AsPlainText, net user NAME x, net use \\host\share x, cmdkey /pass:x.
  {
    kind: 'password',
    pattern: /\bConvertTo-SecureString\s+(?:-String\s+)?(?:"(?<secret>[^"$\r\n]{3,256})"|'(?<bare>[^'\r\n]{3,256})')/gi,
  },
  {
    kind: 'password',
    pattern: /\bnet\s+(?:user\s+[\w.-]{1,64}|use\s+(?:[A-Z]:\s+)?\\\\\S{1,200})\s+(?<secret>(?![/*])[^\s/"']{4,128})/gi,
  },
  {
    kind: 'password',
    pattern: /\s\/(?:pass|password|rp):?[ \t]?(?<secret>(?!\*)[^\s"'/][^\s"']{3,128})/gi,
    only: /\b(?:cmdkey|schtasks|psexec|rundll32|runas|wmic)\b/i,
  },
  // FTP and POP3 as they are spoken, and IMAP's LOGIN (RFC 959, 1939, 3501).
  {
    kind: 'password',
    only: /\bUSER \S/,
    pattern: /(?<=^|[>»:] ?|C: )PASS (?<secret>\S[^\r\n]{2,255}?)(?=\s*$)/gm,
  },
  {
    kind: 'password',
    pattern:
      /(?<=^|[>»:] ?|C: )[A-Za-z0-9.]{1,8} LOGIN "?[^\s"]{1,128}"? (?:"(?<secret>[^"\r\n]{3,255})"|(?<bare>[^\s"]{3,255}))(?=\s*$)/gm,
  },
  // What a sign-in provider sends through the browser: whoever holds it is signed in.
  {
    kind: 'token',
    pattern:
      /\b(?:SAMLResponse|SAMLart|wresult|client_assertion|assertion)(?:=|["']\s+value=["'])(?<secret>[A-Za-z0-9+/%=_.-]{20,65536})/g,
  },
  // Vault: Unseal Key 1: x, Recovery Key 2: x, and the same as JSON.
  {
    kind: 'key',
    pattern:
      /\b(?:unseal|recovery) key(?: \d{1,3})?(?: \([^)\n]{1,40}\))?:\s{0,4}(?<secret>[A-Za-z0-9+/]{24,128}={0,2})/gi,
  },
  {
    kind: 'key',
    pattern:
      /\b(?:unseal_keys|recovery_keys|keys)(?:_b64|_hex|_base64)?["']?\s{0,4}:\s{0,4}\[\s{0,40}(?<secret>["'][A-Za-z0-9+/=",\s']{24,4096}?["'])\s{0,40}\]/g,
  },
  // Codes to get back in, below or behind their heading.
  {
    kind: 'code',
    pattern:
      /\b(?:recovery|backup|rescue|emergency|scratch)[ _-]codes?\b[^\n:]{0,60}:\s{0,8}(?:[-*\u2022] |\d{1,2}[.)] )?(?<secret>(?:[A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){1,3}|\d{8}|\d{4} \d{4})(?:[\s,;]{1,12}(?:[-*\u2022] |\d{1,2}[.)] )?(?:[A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){1,3}|\d{8}|\d{4} \d{4})(?![\w-])){0,31})/gi,
    accept: (text) => /\d/.test(text),
  },
  // A map as Java and Ruby print it: the value goes on to the next `, name=`, blanks and all.
  {
    kind: 'password',
    pattern:
      /(?<=[{,]\s?)[\w.]{0,40}(?:password|passwd|passphrase|secret|token)=(?<secret>(?!null\b|\*{3}|\[redacted|<)[^,{}\r\n]{1,128} [^,{}\r\n]{1,128}?)(?=, [\w.]{1,64}=|\})/gi,
  },
];
