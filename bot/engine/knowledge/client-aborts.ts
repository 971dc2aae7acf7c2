/**
 * What programs write when the one who asked goes away before the answer is out: people close pages, phones lose their
 * network, callers' own time-outs end; and of its own way down. It says nothing of the program that writes it. Wordings of nginx (`ngx_http_upstream`),
 * HAProxy (termination states C…), Envoy (response flag DC), Tomcat and Jetty, Go's net/http, Node's http, Python's WSGI and
 * ASGI servers, PHP-FPM, gRPC, PostgreSQL and MySQL servers, and Kestrel (`RequestRejectionReason`: the body ended before
 * its length, or came too slowly).
 */
const CLIENT_ABORTS: readonly RegExp[] = [
  /client prematurely closed connection|client (?:closed|aborted|cancell?ed|reset) (?:the )?(?:connection|request|stream)|\bclient reset$/i,
  /(?:request|connection|response) (?:was )?(?:aborted|cancell?ed|closed) by (?:the )?(?:client|peer|user|remote host)/i,
  /client (?:has )?(?:disconnected|went away|gone|dropped|hung up)|downstream_remote_disconnect/i,
  /ClientAbortException|EofException: Closed|ClientDisconnect\b|AsyncRequestNotUsableException/,
  /(?:writing|write|sending|flush\w*|committing)\b.{0,60}?(?:response|reply|body|output).{0,120}?(?:broken pipe|connection reset|EPIPE|ECONNRESET)/i,
  /(?:broken pipe|connection reset by peer|EPIPE)\b.{0,80}?(?:while|when|during)\s.{0,20}?(?:writing|sending|write)/i,
  /^BrokenPipeError\b|\bwrite: broken pipe$/i,
  /could not send data to client|connection to client lost|unexpected EOF on client connection|Aborted connection \d+ to db/i,
  /BadHttpRequestException: (?:Unexpected end of request content|Reading the request body timed out due to data arriving too slowly)/,
  /EPIPE: write after end by client|http: Server closed\b/i,
  /\bcontext canceled\b(?!.{0,40}(?:deadline|dial))/,
];

/** True for a line that tells of a client who went away. */
export function isClientAbort(text: string): boolean {
  const line = text.slice(0, LONGEST_READ);
  return CLIENT_ABORTS.some((pattern) => pattern.test(line));
}

/** Beyond this a line holds its stack, not what happened. Characters. */
const LONGEST_READ = 600;
