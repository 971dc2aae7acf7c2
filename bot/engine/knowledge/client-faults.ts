/**
 * What programs write when the one who asked asked wrongly, and was told so: requests that are not valid, names that are
 * taken, passwords that are guessed, handshakes of scanners, statements that people end themselves. The program did its
 * part. Source: RFC 9110 (4xx is the client's error), PostgreSQL's appendix of error codes (classes 22 and 23, 57014),
 * MySQL 1062 and 1406, SQL Server's error 18456,
 * RFC 6455, OpenSSH's auth.c, nginx's ngx_http_request.c and ngx_event_openssl.c, Apache's core messages. Where
 * many do so at once something is wrong after all: whoever reads this looks at its course, and at what requests feel.
 */
const CLIENT_FAULTS: readonly RegExp[] = [
  /(?:^|[\s("=:,])(?:http[ /]?|status(?:[ _]?code)?|code|returned|responded|answered|replied)?[\s"=:(]{0,3}(?:with )?4(?:0[0-689]|1[0-7]|2[26])\b[^\n]{0,12}?(?:to (?:the )?(?:caller|client|user)|bad request|not found|conflict|unprocessable|gone|method not allowed)/i,
  /\b(?:MethodArgumentNotValid|ConstraintViolation|Validation|BadRequest|InvalidArgument|UnprocessableEntity)(?:Exception|Error)\b|\bcode = (?:InvalidArgument|AlreadyExists|NotFound|FailedPrecondition)\b/,
  // What such exceptions say of themselves (Spring's `MethodArgumentNotValidException`, Rails' `RecordInvalid`), and the status in words.
  /\bvalidation failed(?: for argument \[|: )|\bbad request (?:from|by) (?:user|client|caller|\d)/i,
  // Rails answers these with a 4xx of its own (`config.action_dispatch.rescue_responses`), and logs them as fatal.
  /\bAction(?:Controller::(?:BadRequest|RoutingError|ParameterMissing|UnknownFormat|MethodNotAllowed|NotImplemented|InvalidAuthenticityToken|InvalidCrossOriginRequest)|Dispatch::Http::(?:Parameters::ParseError|MimeNegotiation::InvalidType))\b|\bRack::(?:QueryParser|Utils)::(?:InvalidParameterError|ParameterTypeError)\b/,
  // Who left without a word (RFC 6455, 7.4.1: 1001 and 1006), as gorilla/websocket and its like write it.
  /\b(?:websocket|ws): close 100[16] \((?:going away|abnormal closure)\)/,
  /\bviolates (?:unique|foreign key|check|not-null|exclusion) constraint|violates not-null constraint|duplicate key value|canceling statement due to user request|value too long for type|invalid input syntax for type|out of range for type/i,
  /Duplicate entry '[^'\n]*' for key|Data too long for column|E11000 duplicate key error|Query execution was interrupted\b(?!, maximum)/i,
];

/** Of these, what strangers do to whatever can be reached: no request that anybody waits for. */
const STRANGERS: readonly RegExp[] = [
  /\bsshd\b[^\n]*(?:Failed (?:password|publickey|none) for|Invalid user|maximum authentication attempts|\[preauth\]|Unable to negotiate|banner exchange|kex_exchange_identification)/,
  /SSL_do_handshake\(\) failed[^\n]*while SSL handshaking(?! to upstream)|client sent (?:invalid|no required|plain HTTP|too (?:long|large)|HTTP\/1\.1 request without)|TLS handshake error from \S+: (?:EOF|tls: (?:client offered|no cipher suite|first record|unsupported))/i,
  // A login that the server does not have (SQL Server, error 18456 state 5) was never anybody's there.
  /Login failed for user '[^'\n]*'\. Reason: Could not find a login matching the name provided/,
  /open\(\) "[^"\n]*" failed \(2: No such file or directory\), client:|access forbidden by rule, client:|directory index of "[^"\n]*" is forbidden, client:|AH0(?:0128|1276|1630|1797)\b|File does not exist: /,
];

/** Beyond this a line holds its stack, not what happened. Characters. */
const LONGEST_READ = 600;

/** True for a line that tells of a request which its own sender got wrong. */
export function isClientFault(text: string): boolean {
  return isOfStrangers(text) || holds(CLIENT_FAULTS, text);
}

/** True for a line that tells of guessed passwords, scanners and their like. */
export function isOfStrangers(text: string): boolean {
  return holds(STRANGERS, text);
}

function holds(patterns: readonly RegExp[], text: string): boolean {
  const line = text.slice(0, LONGEST_READ);
  return patterns.some((pattern) => pattern.test(line));
}
