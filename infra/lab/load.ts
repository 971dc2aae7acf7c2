import { Agent, request } from 'node:http';

/** People who use the shop. */
export interface Load {
  /** Times the usual rate; 1 at the start. */
  setFactor(factor: number): void;
  /** Answers so far: all, and those with 5xx or none. */
  counts(): { readonly answered: number; readonly failed: number };
  stop(): void;
}

const PATHS = [
  { method: 'GET', path: (id: number) => `/products/${id}`, below: 0.5 },
  { method: 'GET', path: (id: number) => `/account/${id}`, below: 0.7 },
  { method: 'POST', path: (id: number) => `/orders/${id}`, below: 1 },
] as const;
const PRODUCTS = 200;

/** Sends requests at `perSecond` on average, at random moments, however slow the answers are. */
export function startLoad(options: {
  readonly url: string;
  readonly perSecond: number;
  readonly random: () => number;
}): Load {
  const { url, perSecond, random } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let factor = 1;
  let answered = 0;
  let failed = 0;
  let timer: NodeJS.Timeout;

  function send(): void {
    const drawn = random();
    const chosen = PATHS.find(({ below }) => drawn < below) ?? PATHS[0];
    const id = 1 + Math.floor(random() * PRODUCTS);
    const call = request(url + chosen.path(id), { method: chosen.method, agent, timeout: 10_000 }, (response) => {
      response.resume();
      answered += 1;
      if ((response.statusCode ?? 0) >= 500) failed += 1;
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => {
      failed += 1;
    });
    call.end();
  }
  function next(): void {
    // Exponential gaps: people do not come in step.
    timer = setTimeout(
      () => {
        send();
        next();
      },
      (-Math.log(1 - random()) * 1000) / (perSecond * factor),
    );
  }
  next();
  return {
    setFactor: (value) => {
      factor = value;
    },
    counts: () => ({ answered, failed }),
    stop: () => {
      clearTimeout(timer);
      agent.destroy();
    },
  };
}
