import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** Lines of one stream; times in nanoseconds. */
export interface ServedStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly lines: readonly (readonly [bigint, string])[];
}

export interface StandInLoki {
  readonly url: string;
  readonly queries: string[];
  stop(): Promise<void>;
}

type Fits = (labels: Readonly<Record<string, string>>) => boolean;

/**
 * A Loki as far as streams go: labels, series, and query_range with start, end without the end itself, direction and a
 * greatest limit. A query that is not exactly one stream selector is a syntax error, as is one that may match nothing.
 */
export async function startLoki(
  streams: readonly ServedStream[],
  options: { maxLimit?: number } = {},
): Promise<StandInLoki> {
  const queries: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const window = { start: BigInt(url.searchParams.get('start') ?? 0), end: BigInt(url.searchParams.get('end') ?? 0) };
    const within = (stream: ServedStream) => stream.lines.filter(([at]) => at >= window.start && at < window.end);
    const selector = url.searchParams.get('query') ?? url.searchParams.get('match[]');
    const fits = selector === null ? () => true : parseSelector(selector);
    if (selector !== null) queries.push(selector);
    if (fits === undefined) return refuse(response, 'parse error : syntax error');
    const fitting = streams.filter((stream) => fits(stream.labels) && within(stream).length > 0);
    if (url.pathname === '/loki/api/v1/labels') {
      const names = [...new Set(fitting.flatMap(({ labels }) => Object.keys(labels)))];
      return succeed(response, names.length === 0 ? undefined : names);
    }
    if (url.pathname === '/loki/api/v1/series')
      return succeed(
        response,
        fitting.map(({ labels }) => labels),
      );
    if (url.pathname !== '/loki/api/v1/query_range') {
      response.writeHead(404).end('404 page not found');
      return;
    }
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const most = options.maxLimit ?? 5_000;
    if (limit > most)
      return refuse(response, `max entries limit per query exceeded, limit > max_entries_limit (${limit} > ${most})`);
    const forward = url.searchParams.get('direction') === 'forward';
    const ordered = fitting
      .flatMap((stream) => within(stream).map(([at, text]) => ({ stream, at, text })))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const chosen = (forward ? ordered : ordered.toReversed()).slice(0, limit);
    const byStream = Map.groupBy(chosen, ({ stream }) => stream);
    const result = [...byStream].map(([{ labels }, lines]) => ({
      stream: labels,
      values: lines.map(({ at, text }) => [String(at), text]),
    }));
    return succeed(response, { resultType: 'streams', result, stats: {} });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    queries,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads `{a="b",c=~"d"}` to its last character; undefined when it is anything else. */
function parseSelector(text: string): Fits | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  const body = text.slice(1, -1);
  const pattern = /([a-zA-Z_]\w*)(=~|=)("(?:[^"\\\n]|\\.)*")(,|$)/y;
  const tests: Fits[] = [];
  let mustBeThere = false;
  while (pattern.lastIndex < body.length) {
    const match = pattern.exec(body);
    if (match === null) return undefined;
    const [, label, operator, quoted] = match as unknown as [string, string, string, string];
    const value = JSON.parse(quoted) as string;
    const whole = operator === '=~' ? new RegExp(`^(?:${value})$`) : undefined;
    mustBeThere ||= whole === undefined ? value !== '' : !whole.test('');
    tests.push((labels) => (whole === undefined ? labels[label] === value : whole.test(labels[label] ?? '')));
  }
  return mustBeThere ? (labels) => tests.every((test) => test(labels)) : undefined;
}

function succeed(response: ServerResponse, data: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'success', data }));
}

function refuse(response: ServerResponse, message: string): void {
  response.writeHead(400, { 'content-type': 'text/plain' }).end(message);
}
