import { request as requestHttp } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import { signatureHeaders } from './sign.ts';

/** Why the bot did not acknowledge, in the words of `X-Slack-Retry-Reason`. */
export type DeliveryFailure = 'http_timeout' | 'http_error' | 'connection_failed' | 'ssl_error';

export type Delivery =
  | { readonly ok: true; readonly status: number; readonly contentType: string; readonly body: string }
  | {
      readonly ok: false;
      readonly reason: DeliveryFailure;
      readonly status?: number;
      /** The bot asked for no redelivery (`X-Slack-No-Retry: 1`). */
      readonly noRetry: boolean;
    };

export interface BotClient {
  /** Posts a signed body to a path of the bot and waits for its acknowledgement, three seconds at most. */
  post(path: string, body: string, contentType: 'json' | 'form', headers?: Record<string, string>): Promise<Delivery>;
  /** Whether the bot answers `GET /health` with 200. */
  healthy(): Promise<boolean>;
  close(): void;
}

const contentTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** Speaks to the bot at `botUrl`; `ca` (PEM) is trusted besides the public authorities' for HTTPS. */
export function createBotClient(options: {
  botUrl: string;
  ca?: string;
  signingSecret: string;
  now: () => Date;
  deadlineMs?: number;
}): BotClient {
  const secure = options.botUrl.startsWith('https:');
  const agent = secure ? new Agent({ keepAlive: true, ca: options.ca }) : undefined;
  const deadline = options.deadlineMs ?? 3000;

  function send(path: string, method: string, headers: Record<string, string>, body?: string): Promise<Delivery> {
    const url = new URL(path, options.botUrl);
    return new Promise((resolve) => {
      let settled = false;
      const settle = (delivery: Delivery) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        resolve(delivery);
      };
      const request = secure ? requestHttps(url, { method, headers, agent }) : requestHttp(url, { method, headers });
      const timer = setTimeout(() => {
        settle({ ok: false, reason: 'http_timeout', noRetry: false });
        request.destroy();
      }, deadline);
      request.on('error', (error: NodeJS.ErrnoException) => {
        settle({ ok: false, reason: isTls(error) ? 'ssl_error' : 'connection_failed', noRetry: false });
      });
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => settle({ ok: false, reason: 'connection_failed', noRetry: false }));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString('utf8');
          if (status >= 200 && status < 300)
            settle({ ok: true, status, contentType: response.headers['content-type'] ?? '', body: text });
          else
            settle({ ok: false, reason: 'http_error', status, noRetry: response.headers['x-slack-no-retry'] === '1' });
        });
      });
      request.end(body);
    });
  }

  return {
    post: (path, body, contentType, headers = {}) =>
      send(
        path,
        'POST',
        {
          ...headers,
          ...signatureHeaders(options.signingSecret, body, Math.floor(options.now().getTime() / 1000)),
          'content-type': contentTypes[contentType],
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        },
        body,
      ),
    healthy: async () => (await send('/health', 'GET', {})).ok,
    close: () => agent?.destroy(),
  };
}

function isTls(error: NodeJS.ErrnoException): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(error.code ?? '');
}
