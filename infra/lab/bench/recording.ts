import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ToolGateway, ToolName } from '../../../bot/ports/tool-gateway.ts';
import type { Truth } from '../faults/fault.ts';

/** What was asked of the lab and what is right, beside what its tools said: enough to ask another engine the same. */
export interface RecordedQuestion {
  readonly name: string;
  readonly question: string;
  readonly target?: string | undefined;
  readonly since: string;
  /** Absent where all was well. */
  readonly truth?: Truth;
}

interface Recorded extends RecordedQuestion {
  readonly calls: readonly (readonly [key: string, body: unknown])[];
}

/** A gateway that keeps what every call gave, for `save`. Calls that failed are not kept. */
export function recordingGateway(gateway: ToolGateway): {
  readonly gateway: ToolGateway;
  save(file: string, question: RecordedQuestion): void;
} {
  const calls: [string, unknown][] = [];
  return {
    gateway: {
      ...gateway,
      call: async (tool, args, options) => {
        const body = await gateway.call(tool, args, options);
        calls.push([keyOf(tool, args), body]);
        return body;
      },
    },
    save: (file, question) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, gzipSync(JSON.stringify({ ...question, calls } satisfies Recorded)));
    },
  };
}

/** Every recorded question of a folder, in name order, each with a gateway that answers what was answered then. */
export function recordedQuestions(
  folder: string,
): readonly { readonly asked: RecordedQuestion; readonly gateway: ToolGateway }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.gz'))
    .toSorted()
    .map((name) => {
      const { calls, ...asked } = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')) as Recorded;
      const known = new Map(calls);
      // What an engine asks for beside may have changed since: the answer to the tool's own question is taken then.
      const ofTool = (tool: string) => calls.find(([key]) => key.startsWith(`["${tool}"`))?.[1];
      return {
        asked,
        gateway: {
          call: async (tool, args) => {
            const body = known.get(keyOf(tool, args)) ?? (args.cursor === undefined ? ofTool(tool) : undefined);
            if (body === undefined) throw new Error(`the recording has no ${tool}`);
            return body;
          },
          list: async () => [],
          search: async () => [],
          close: async () => undefined,
        },
      };
    });
}

function keyOf(tool: ToolName, args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([tool, Object.entries(args).toSorted()]);
}
