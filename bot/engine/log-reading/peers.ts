/** Reads from the text of an error which other party could not be reached, and how. */

import { isCloudRequest } from './client-text.ts';

/** How a call to another party failed. */
export type FailureKind =
  /** The other side refused: nothing listens there. */
  | 'refused'
  /** The name is not known; the name server did answer. */
  | 'unknown-name'
  /** The name server did not answer. */
  | 'no-name-service'
  /** No answer in time. */
  | 'timeout'
  | 'unreachable'
  | 'reset'
  /** A proxy between them has no healthy instance of it. */
  | 'no-instance'
  /** It answered that it failed itself: HTTP 5xx. */
  | 'server-error';

/** The address of the other party as the message gives it. */
export interface Peer {
  /** A host name in lower case; absent where only an address is given. */
  readonly host?: string;
  readonly ip?: string;
  readonly port?: number;
}

export interface CallFailure {
  readonly kind: FailureKind;
  /** Absent where the message names nobody. */
  readonly peer?: Peer;
  /** True where the message repeats what another service answered, so the failing call is not the writer's own. */
  readonly relayed: boolean;
}

const KINDS: readonly (readonly [FailureKind, RegExp])[] = [
  [
    'no-name-service',
    /\bserver misbehaving\b|\bEAI_AGAIN\b|temporary failure in name resolution|\blookup [\w.-]+(?: on \S+)?:[^"]{0,80}(?:i\/o timeout|connection refused|network is unreachable)|\bSERVFAIL\b|DNS (?:query|resolution) timed out|dns.{0,30}timed? ?out|TRY_AGAIN.{0,20}name/i,
  ],
  [
    'unknown-name',
    /no such host|\bENOTFOUND\b|name or service not known|could not translate host ?name|unknown ?host|could not resolve host|name does not resolve|nodename nor servname|unknown (?:mysql |postgres )?server host|host not found in upstream|no such host is known|\bNXDOMAIN\b|(?:failed|unable) to resolve|dns resolution failed|no address associated with hostname|Domain name not found/i,
  ],
  [
    'no-instance',
    /no healthy upstream|no healthy (?:backend|host|endpoint)s?|no (?:available )?(?:endpoints|servers?|instances?|providers?) available|does not have available server|no instances? (?:found|available) for|\bUH\b.*upstream/i,
  ],
  [
    'refused',
    /connection refused|\bECONNREFUSED\b|connect(?:ion)?[^.]{0,20} refused|actively refused|UnableToConnect|remote connection failure|(?:broker|node) may not be available/i,
  ],
  [
    'unreachable',
    /no route to host|network is unreachable|host is unreachable|host unreachable|\bEHOSTUNREACH\b|\bENETUNREACH\b/i,
  ],
  ['timeout', /\bdial (?:tcp|udp).*i\/o timeout|\bETIMEDOUT\b|connect(?:ion)? timed out|ConnectTimeout/i],
  [
    'reset',
    /connection reset|\bECONNRESET\b|broken pipe|\bEPIPE\b|socket hang up|connection (?:was )?closed (?:by|unexpectedly)|unexpected EOF|SocketClosed|server closed the connection|connection terminat(?:ion|ed)|lost connection to|I\/O error occurred while sending|server has gone away|\binvalid connection\b|connection \d+ to \S+ closed/i,
  ],
  // Wordings that do not say how it failed come last.
  [
    'timeout',
    /i\/o timeout|timed? ?out|context deadline exceeded|DeadlineExceeded|DEADLINE_EXCEEDED|upstream request timeout|TimeoutException|TimeoutError/i,
  ],
  [
    'refused',
    /failed to connect to (?:remote host|all addresses)|can't connect to (?:\w+ )*server|could not connect to|was not possible to connect|connection error: desc|error (?:while )?connecting to|unable to connect to|communications link failure|upstream connect error/i,
  ],
  [
    'server-error',
    /\b(?:answered|responded|response|returned|replied|got|received|status|code|failed)\W{0,3}(?:(?:with|an?|status|code|http|error)\W{1,3}){0,4}5\d\d\b|\b5\d\d (?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|server error)|\b(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD) |https?:\/\/)\S+ (?:->|=>|→) (?:HTTP )?5\d\d\b/i,
  ],
];
/** An access log tells of the writer's own answers, and its URLs are the clients'. */
const ACCESS_LOG = /"[A-Z]{3,7} \S+ HTTP\/\d(?:\.\d)?" \d{3}\b/;

const HOST = String.raw`([A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?)*)\.?`;
const NAMED: readonly RegExp[] = [
  new RegExp(String.raw`\blookup ${HOST}(?: on \S+)?: `),
  new RegExp(String.raw`\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN) ${HOST}(?::(\d{2,5}))?`),
  new RegExp(`could not translate host ?name "${HOST}"`, 'i'),
  new RegExp(`UnknownHostException:? (?:Failed to resolve )?'?${HOST}`),
  new RegExp(`(?:could not|failed to|unable to) resolve (?:host|address|hostname)?:? ?['"]?${HOST}`, 'i'),
  new RegExp(`unknown (?:mysql |postgres )?server host '${HOST}'`, 'i'),
  new RegExp(String.raw`host not found in upstream "${HOST}(?::(\d{2,5}))?"`, 'i'),
  new RegExp(String.raw`DNS resolution failed for (?:service: )?(?:dns:\/*)?${HOST}(?::(\d{2,5}))?`, 'i'),
  new RegExp(String.raw`no such host is known\.? \(${HOST}(?::(\d{2,5}))?\)`, 'i'),
  new RegExp(String.raw`\bHTTPS?ConnectionPool\(host='${HOST}', port=(\d{2,5})\)`),
  new RegExp(String.raw`connection to server at "${HOST}"(?: \([\d.a-f:]+\))?, port (\d{2,5})`),
  // pgx: `failed to connect to ...host=HOST user=…`, since v5 `… (HOST): dial error`.
  new RegExp(String.raw`failed to connect to \W?(?:\w+=\S* )*host=${HOST}`, 'i'),
  new RegExp(String.raw`:\d{2,5} \(${HOST}\): dial error`),
  // Others put the full name that an address was looked up by behind it in the same way.
  new RegExp(String.raw`\b\d{1,3}(?:\.\d{1,3}){3}:\d{2,5} \((?=[\w-]+\.[\w-])${HOST}\)`),
  new RegExp(String.raw`(?:server|mysql server) on '${HOST}(?::(\d{2,5}))?'`, 'i'),
  new RegExp(
    String.raw`(?:connect(?:ion)?(?:ed|ing)? to|connecting to) (?:host )?['"]?${HOST}['"]?(?:\/(?:[\d.]+|<unresolved>))?(?: \([\d.]+\)| \[[\d.]+\])?(?: port |:)(\d{2,5})`,
    'i',
  ),
  // Kafka: `Connection to node 1 (HOST/ADDRESS:PORT) could not be established`.
  new RegExp(String.raw`\bnode -?\d+ \(${HOST}\/[\d.]*:(\d{2,5})\) (?:could not|disconnected|terminated)`, 'i'),
  new RegExp(
    String.raw`no (?:servers?|instances?|providers?|available server|live instances?) (?:is |are )?(?:available |found )?for (?:the )?(?:service|client|name):? ?['"]?${HOST}`,
    'i',
  ),
  new RegExp(String.raw`does not have available server for client: ?['"]?${HOST}`, 'i'),
  new RegExp(String.raw`UnableToConnect on ${HOST}:(\d{2,5})`),
  // Java writes a resolved address as `HOST/ADDRESS:PORT`; Netty puts it behind how a connect failed, and after how long.
  new RegExp(
    String.raw`(?:connection refused|(?:timed out|no route to host|unreachable)(?: after \d+ ms)?): (?:[\w ]+: )?${HOST}\/[\d.]+:(\d{2,5})`,
    'i',
  ),
  // Whoever wraps an error says first what was called: `call to HOST failed: …`. A word alone may be no name (`call to API failed`).
  new RegExp(
    String.raw`\b(?:calls?|requests?|query|connection) to (?:the )?(?:host |service )?['"]?(?=[\w-]*[-.\d])${HOST}(?::(\d{2,5}))?['"]? (?:failed|timed out|was refused)\b`,
    'i',
  ),
  // node-fetch (errors.md) says the address that was asked for before the socket's error: `request to URL failed, reason: …`.
  new RegExp(
    String.raw`\brequest to https?:\/\/(?!\d+(?:\.\d+){3}[:\/])${HOST}(?::(\d{2,5}))?(?=[\/?#\s])[^\s"]* failed, reason: `,
    'i',
  ),
  // Whoever wraps a socket's error puts the address behind it: Mirth Connect after a colon, .NET's `ConnectHelper` in brackets.
  new RegExp(String.raw`\brefused(?: it\.?)?(?:: | \()${HOST}:(\d{2,5})(?![\w:.-])`, 'i'),
  new RegExp(
    String.raw`(?:timed? ?out|unreachable|no route to host|failed to respond\.?)(?:: | \()(?=[\w-]+\.[\w-])${HOST}:(\d{2,5})(?![\w:.-])`,
    'i',
  ),
];
const ADDRESSED: readonly RegExp[] = [
  // `read tcp OWN->PEER: …`
  /->(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/,
  /\bdial (?:tcp|udp)[46]? (\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/,
  /\bconnect E[A-Z]+ (\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/,
  /\bipv4:(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/,
  /\/(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})/,
  /(?<!\bfrom |\bclient:? )\b(\d{1,3}(?:\.\d{1,3}){3}):(\d{2,5})\b/,
];
const DIALLED = new RegExp(String.raw`\bdial (?:tcp|udp)[46]? ${HOST}:(\d{1,5})`);
/** Schemes of URLs that name a server (IANA's registry of URI schemes, and what drivers take); of files and identities none. */
const SCHEME =
  'https?|wss?|grpcs?|rediss?|postgres(?:ql)?|mysqlx?|mariadb|sqlserver|amqps?|mqtts?|stomp|nats|kafka|pulsar(?:\\+ssl)?|mongodb(?:\\+srv)?|clickhouses?|bolt(?:\\+s)?|neo4j(?:\\+s)?|etcd|ldaps?|smtps?|imaps?|s?ftps?|tcp|tls|ssl|udp|coaps?|jdbc:\\w+';
const URL_PEER = new RegExp(String.raw`\b(?:${SCHEME}):\/\/(?:[^@\/\s"']*@)?${HOST}(?::(\d{2,5}))?`, 'i');
/** Words that stand before an address in the report of a failing call. */
const CALLING = String.raw`(?:to|host|server|broker|node|address|addr|upstream|endpoint|target|dial|dialing|connect|connecting|with|on|reach|reaching|contact|contacting|call|calling|called|lookup|fetch|fetching|reading from|writing to|for|by)[ =:]{1,3}["'\[(]?`;
/** Words that follow one. */
const FAILED = String.raw`["'\])]?,?:? (?:-+ )?(?:answered|refused|returned|replied|responded|failed|timed out|unreachable|is (?:down|unreachable|not)|did not|connection|connect:|i\/o|no route|ECONN|ETIMEDOUT|EHOST)`;
const HOST_PORT: readonly RegExp[] = [
  new RegExp(String.raw`\b${CALLING}${HOST}:(\d{2,5})(?![\w:.-])`, 'i'),
  new RegExp(String.raw`(?:^|(?<!\b(?:from|client:?))[\s"'(\[=,])${HOST}:(\d{2,5})${FAILED}`, 'i'),
];
/** Where a reader is sent to for help. */
const POINTER =
  /\b(?:see|visit|docs?|documentation|refer to|information|help|details|guide|background)(?: on this error)?(?: at| on)?:? {0,2}<?https?:\/\/\S+/gi;
const TIME = /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?\S*|\b\d{1,2}:\d{2}:\d{2}\b/g;
const STACK_FRAME = /^\s+at .*$|^\s*File ".*$/gm;
const SOURCE_FILE =
  /\.(?:go|py|js|mjs|cjs|jsx?|tsx?|java|kt|scala|groovy|rb|cs|rs|cc?|cpp|hh?|php|ex|exs|erl|jar|so)$/i;
/** What stands before a colon and a number and is no host. */
const NO_HOST =
  /^(?:pid|tid|ppid|id|line|lines?|col(?:umn)?|port|code|status|errno|error|err|thread|worker|version|ver|time|ttl|step|attempt|retry|count|size|offset|partition|level|exit|sqlstate|state|http|tcp|udp|conn|connection|request|req|session|user|uid|gid|rc|ms|sec|timeout|after|in|at|index|shard|slot|job|batch|page|row|block|seq|term|rev|revision|epoch)$|^\d{4}-\d{2}-\d{2}/i;

/** The way a call failed according to a message; undefined when it speaks of no failed call. */
export function readCallFailure(text: string): CallFailure | undefined {
  const kind = KINDS.find(([, words]) => words.test(text))?.[0];
  if (kind === undefined || (kind === 'server-error' && (ACCESS_LOG.test(text) || isCloudRequest(text))))
    return undefined;
  const peer = readPeer(text);
  return { kind, relayed: isRelayed(text), ...(peer === undefined ? {} : { peer }) };
}

/** The host or address, and port, that a message about a failed call names; undefined when it names none. */
export function readPeer(message: string): Peer | undefined {
  // Times, stack frames and pointers to help hold what looks like an address.
  const text = message.replace(TIME, ' ').replace(STACK_FRAME, '').replace(POINTER, '');
  for (const pattern of NAMED) {
    const found = fromMatch(pattern.exec(text));
    if (found !== undefined) return found;
  }
  for (const pattern of ADDRESSED.slice(0, -1)) {
    const match = pattern.exec(text);
    if (match !== null) return { ip: match[1]!, port: Number(match[2]) };
  }
  return (
    fromMatch(DIALLED.exec(text)) ??
    fromMatch(URL_PEER.exec(text)) ??
    fromMatch(HOST_PORT[0]!.exec(text)) ??
    fromMatch(HOST_PORT[1]!.exec(text)) ??
    addressOf(ADDRESSED.at(-1)!.exec(text))
  );
}

function addressOf(match: RegExpExecArray | null): Peer | undefined {
  return match === null ? undefined : { ip: match[1]!, port: Number(match[2]) };
}

function fromMatch(match: RegExpExecArray | null): Peer | undefined {
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined || name === 'localhost') return undefined;
  if (SOURCE_FILE.test(name) || NO_HOST.test(name)) return undefined;
  const port = match[2] === undefined ? {} : { port: Number(match[2]) };
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return { ip: name, ...port };
  return /[a-z]/.test(name) ? { host: name, ...port } : undefined;
}

/** gRPC wraps once for its own failing call and once more for each service that passed an error on. */
function isRelayed(text: string): boolean {
  const wraps = text.match(/rpc error: code = |StatusCode\.|\bStatus\(StatusCode=/g)?.length ?? 0;
  if (wraps === 0) return false;
  const own =
    /rpc error: code = Unavailable desc = (?:connection error|no healthy|upstream)|rpc error: code = DeadlineExceeded/.test(
      text,
    );
  return wraps > (own ? 1 : 0);
}

/** What says that a call was refused; wordings of drivers that leave open how a call failed do not. */
export const REFUSED = /connection refused|\bECONNREFUSED\b|actively refused|\berrno 111\b|\(111\b/i;
