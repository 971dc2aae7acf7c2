import type { Core } from '../core/core.ts';
import type { Block } from '../state/records.ts';

/** Escapes the three characters that Slack's markup reserves. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const reference =
  /<(@|#|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>|(?<![\w.@])@([a-z0-9._-]*[a-z0-9_-])|(?<![\w&])#([a-z0-9_-]+)|https?:\/\/[^\s<>]+/g;

/**
 * What a person typed as the message's text: references to known people, groups and channels (`@name`, `#name`, or
 * `<@U…>` itself) and links become markup, everything else is escaped. `command` gives them as slash commands do, with
 * the name: `<@U…|name>`.
 */
export function markUp(core: Core, typed: string, command = false): string {
  let result = '';
  let last = 0;
  for (const match of typed.matchAll(reference)) {
    const marked = markedReference(core, match, command);
    if (marked === undefined) continue;
    result += escapeText(typed.slice(last, match.index)) + marked;
    last = match.index + match[0].length;
  }
  return result + escapeText(typed.slice(last));
}

function markedReference(core: Core, match: RegExpMatchArray, command: boolean): string | undefined {
  const [whole, sigil, id, handle, channelName] = match;
  if (whole.startsWith('http')) return `<${whole.replaceAll('&', '&amp;')}>`;
  const person =
    sigil === '@'
      ? core.store.people.get(id!)
      : handle !== undefined
        ? core.store.people.list().find((one) => one.name === handle)
        : undefined;
  if (person !== undefined) return command ? `<@${person.id}|${person.name}>` : `<@${person.id}>`;
  const group = core.store.userGroups
    .list()
    .find((one) => (sigil === '!subteam^' ? one.id === id : one.handle === handle));
  if (group !== undefined) return `<!subteam^${group.id}|@${group.handle}>`;
  const channel =
    sigil === '#'
      ? core.store.channels.get(id!)
      : channelName !== undefined
        ? core.store.channels.list().find((one) => one.name === channelName)
        : undefined;
  return channel === undefined ? undefined : `<#${channel.id}|${channel.name}>`;
}

/** The `rich_text` block that Slack's own client sends with what a person typed. */
export function typedBlock(text: string, ts: string): Block {
  const elements = text
    .split(/(<(?:@|#|!subteam\^)[A-Z0-9]+(?:\|[^>]*)?>|<https?:[^>]+>)/)
    .flatMap((part): unknown[] => {
      const reference = /^<(@|#|!subteam\^)([A-Z0-9]+)/.exec(part);
      if (reference?.[1] === '@') return [{ type: 'user', user_id: reference[2] }];
      if (reference?.[1] === '#') return [{ type: 'channel', channel_id: reference[2] }];
      if (reference?.[1] === '!subteam^') return [{ type: 'usergroup', usergroup_id: reference[2] }];
      if (part.startsWith('<http')) return [{ type: 'link', url: unescapeText(part.slice(1, -1)) }];
      return part === '' ? [] : [{ type: 'text', text: unescapeText(part) }];
    });
  return { type: 'rich_text', block_id: `t${ts.slice(-5)}`, elements: [{ type: 'rich_text_section', elements }] };
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
