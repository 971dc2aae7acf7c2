import type { Actor } from '../domain/actor.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import { untilAborted } from '../domain/until-aborted.ts';
import type { SettingsChange } from '../duty/settings.ts';
import type { Audit } from '../ports/audit.ts';
import type { Timeline } from '../ports/timeline.ts';
import type { ToolGateway, ToolGatewayFactory, ToolName } from '../ports/tool-gateway.ts';

// Ports whose use is kept in the audit, whoever uses them.

/** Keeps that a tool was called for a person, with these arguments. Resolves once it is in the chain. Throws SreError. */
export function keepCall(
  audit: Pick<Audit, 'add'>,
  { teamId, slackUserId }: Actor,
  tool: ToolName,
  args: Readonly<Record<string, unknown>>,
): Promise<void> {
  return audit.add({ kind: 'tool', teamId, actor: slackUserId, subject: tool, details: { args } });
}

/**
 * A gateway whose calls are in the audit with their arguments, under the name of the person they are made for. The call
 * and the keeping of it run side by side; a result is handed out only once the call is in the chain.
 */
export function withKeptCalls(plain: ToolGatewayFactory, audit: Audit): ToolGatewayFactory {
  return {
    connect(actor) {
      const gateway = plain.connect(actor);
      const call: ToolGateway['call'] = async (tool, args, options) => {
        const kept = keepCall(audit, actor, tool, args);
        // Waited for below; until then nobody listens.
        kept.catch(() => undefined);
        const result = await gateway.call(tool, args, options);
        // What is called off need not wait until it is kept.
        await (options?.signal === undefined ? kept : untilAborted(kept, options.signal));
        return result;
      };
      return { ...gateway, call };
    },
  };
}

/** Who is on call is asked for in the worst hour: the audit is waited for no longer than this. */
const SETTINGS_WITHIN_MS = 2_000;

/** Keeps that `duty.yaml` changed, or holds what cannot be used. Each process that reads it keeps its own reading. */
export async function keepSettings(audit: Pick<Audit, 'add'>, change: SettingsChange): Promise<void> {
  // The bot's own, not a team's: Slack need not say who the team is before anybody can be called.
  const { teamId } = SYSTEM_ACTOR;
  const entry = { kind: 'settings', teamId, subject: 'duty.yaml', details: { ...change } } as const;
  await audit.add(entry, { withinMs: SETTINGS_WITHIN_MS });
}

/** A timeline whose entries are in the audit as well: pages, acknowledgements, silences, incidents, actions, alerts. */
export function withKeptEntries(plain: Timeline, audit: Audit): Timeline {
  return {
    ...plain,
    add: async (thread, fact, entry) => {
      const { teamId, channel, threadTs } = thread;
      await audit.add({
        fact: `thread ${teamId} ${channel} ${threadTs} ${fact}`,
        kind: 'happened',
        teamId,
        subject: entry.kind,
        details: { channel: channel.startsWith('D') ? 'direct' : channel, threadTs, at: entry.at },
        words: entry.text,
      });
      await plain.add(thread, fact, entry);
    },
  };
}
