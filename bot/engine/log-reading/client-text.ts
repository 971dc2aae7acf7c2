import { RE2JS } from 're2js';

/** A request line and the status of its answer: the entry is of an access log. */
const REQUEST = RE2JS.compile(String.raw`"[A-Z]{3,7} [^"\n]*"[ ,]+\d{3}\b`);
/** Cloud Logging's `HttpRequest`: what came in, as Cloud Run, App Engine and load balancers write it. */
const CLOUD_REQUEST = RE2JS.compile(String.raw`\bhttpRequest"?[=:] ?\{`);
const QUOTED = RE2JS.compile(String.raw`"(?:[^"\\\n]|\\.)*"`);
/** An entry that a collector wrapped in JSON: its own quotes stand among those of the wrapper, behind a space or bracket. */
const WRAPPED = RE2JS.compile(String.raw`^\s*(?:\S+ )?\{`);
const QUOTED_WITHIN = RE2JS.compile(String.raw`([\s,\[(])"(?:[^"\\\n]|\\.)*"`);

const NAMES =
  '(?:http_)?(?:request(?:_?uri|_?url|_?path|_?body|_?line)?|uri|url|path|query(?:_?string)?|args|user_?agent|ua|referr?er|body|payload|params|parameters|cookies?|x_forwarded_for|host|authority|user_?name|user|email|login|comment|title|subject|search|prompt|input)';

/** Fields whose value a client chooses: as JSON, as `name="value"` or `name: "value"`, as `name=value`. */
const FIELDS = [
  RE2JS.compile(String.raw`(\\?"${NAMES}\\?"\s*:\s*)\\?"(?:[^"\\\n]|\\.)*?\\?"`, RE2JS.CASE_INSENSITIVE),
  RE2JS.compile(String.raw`(\b${NAMES}(?:=|: ))(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`, RE2JS.CASE_INSENSITIVE),
  RE2JS.compile(String.raw`(\b${NAMES}=)[^\s"',;]+`, RE2JS.CASE_INSENSITIVE),
];
/** Whoever tries to log in chooses this name. */
const LOGIN = RE2JS.compile(String.raw`(\b(?:user|role|username|principal) )"[^"\n]*"`);
const LOGIN_IN_SINGLE_QUOTES = RE2JS.compile(String.raw`(\b(?:user|role|username|principal) )'[^'\n]*'`);
/** Path and query of an address, behind host and port. */
const PATH = RE2JS.compile(String.raw`(\b[a-z][a-z+]{1,9}://[^\s/"'<>?]+)[/?][^\s"'<>]*`);
/** The request line of an error, and of frameworks that name the request first. */
const REQUEST_LINE = RE2JS.compile(String.raw`(\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) )/[^\s"']*`);

/** True for an entry of an access log: it tells of the writer's own answers, and its addresses are the clients'. */
export function isAccessLog(text: string): boolean {
  return (text.includes('"') && REQUEST.test(text)) || isCloudRequest(text);
}

/** True for an entry of Cloud Logging that tells of a request which came in. */
export function isCloudRequest(text: string): boolean {
  return text.includes('httpRequest') && CLOUD_REQUEST.test(text);
}

/**
 * The entry without what a client of the program can put there: addresses' paths and queries, user agents, bodies,
 * names used to log in. What is left was written by the program itself.
 */
export function withoutClientText(text: string): string {
  let own = text;
  if (isAccessLog(own)) own = WRAPPED.test(own) ? replaced(own, QUOTED_WITHIN, '$1""') : replaced(own, QUOTED, '""');
  // Most entries hold none of it: signs that each pattern needs are looked for first.
  if (own.includes('=') || own.includes(':')) for (const field of FIELDS) own = replaced(own, field, '$1""');
  if (own.includes(' "')) own = replaced(own, LOGIN, '$1""');
  if (own.includes(" '")) own = replaced(own, LOGIN_IN_SINGLE_QUOTES, "$1''");
  if (own.includes('://')) own = replaced(own, PATH, '$1/');
  return own.includes(' /') ? replaced(own, REQUEST_LINE, '$1/') : own;
}

/** Whether a pattern is there at all is asked first: that takes RE2 a tenth of the time of a search for where. */
function replaced(text: string, pattern: RE2JS, by: string): string {
  return pattern.test(text) ? pattern.matcher(text).replaceAll(by) : text;
}
