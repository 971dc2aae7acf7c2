import type { IncidentDesk } from '../incidents/incident-desk.ts';
import type { Pager } from '../oncall/pager.ts';
import type { ActionPort } from '../ports/action.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { Timeline } from '../ports/timeline.ts';

// What people say to the duty desks, and what systems answer them, without secrets: before it is kept, shown or logged.

/** Calls for help whose reasons hold no secrets. */
export function withRedactedCalls(plain: Pager, redaction: Redaction): Pager {
  return {
    ...plain,
    page: async (request) =>
      plain.page({ ...request, reason: await redaction.of(`page:${request.id}`).redact(request.reason) }),
  };
}

/** Incidents whose titles hold no secrets. */
export function withRedactedIncidents(plain: IncidentDesk, redaction: Redaction): IncidentDesk {
  return {
    ...plain,
    declare: async (actor, declaration) => {
      const title = await redaction.of(`incident:${declaration.deliveryId}`).redact(declaration.title);
      return plain.declare(actor, { ...declaration, title });
    },
    change: async (id, change, actor) => {
      if (change.title === undefined) return plain.change(id, change, actor);
      return plain.change(id, { ...change, title: await redaction.of(`incident:${id}`).redact(change.title) }, actor);
    },
  };
}

/** A timeline whose entries hold no secrets. */
export function withRedactedEntries(plain: Timeline, redaction: Redaction): Timeline {
  return {
    ...plain,
    add: async (thread, fact, entry) => {
      const text = await redaction.of(`thread:${thread.channel}:${thread.threadTs}`).redact(entry.text);
      return plain.add(thread, fact, { ...entry, text });
    },
  };
}

/** An action's port whose previews and outcomes hold no secrets, as a manifest may. */
export function withRedactedPreviews(plain: ActionPort, redaction: Redaction): ActionPort {
  return {
    preview: async (request, signal) => {
      const { effect, diff, ...rest } = await plain.preview(request, signal);
      const session = `action:${request.namespace}/${request.name}`;
      return { ...rest, ...(await redaction.of(session).redact({ effect, diff })) };
    },
    act: async (request, approval, signal) => {
      const outcome = await plain.act(request, approval, signal);
      return redaction.of(`action:${request.namespace}/${request.name}`).redact(outcome);
    },
  };
}
