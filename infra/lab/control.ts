import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { StartError } from '../local/ports.ts';
import { writePrivateFile } from '../local/secrets.ts';

/** What another terminal may ask of a running lab. */
export type Command =
  | { readonly do: 'fault'; readonly name: string; readonly seed?: number; readonly size?: number }
  | { readonly do: 'heal' | 'status' | 'healthy' };

interface Address {
  readonly url: string;
  readonly token: string;
}

const fileIn = (folder: string) => join(folder, 'control.json');

/** Takes commands from other terminals of the same user; each is answered in lines of text. */
export async function startControl(
  folder: string,
  handle: (command: Command) => Promise<readonly string[]>,
): Promise<{ stop(): Promise<void> }> {
  const token = randomBytes(16).toString('hex');
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    try {
      const lines = await handle(JSON.parse(Buffer.concat(pieces).toString('utf8')) as Command);
      response.writeHead(200).end(lines.join('\n'));
    } catch (error) {
      response.writeHead(400).end((error as Error).message);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  writePrivateFile(fileIn(folder), JSON.stringify({ url: `http://127.0.0.1:${port}`, token } satisfies Address));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Asks the lab that runs from `folder`. Throws a StartError when none does, or when it refuses. */
export async function askLab(folder: string, command: Command): Promise<string> {
  let answer: Response;
  try {
    const { url, token } = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Address;
    const headers = { authorization: `Bearer ${token}` };
    answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(command) });
  } catch (error) {
    throw new StartError('No lab runs here: start one with `npm run lab` in another terminal.', { cause: error });
  }
  const text = await answer.text();
  if (!answer.ok) throw new StartError(text);
  return text;
}
