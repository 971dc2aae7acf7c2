import type { ReceiverEvent, webApi } from '@slack/bolt';
import { SreError } from '../../domain/errors.ts';
import { redactedBody } from '../../redaction/outgoing.ts';
import { fetchObeying } from '../transport/call.ts';
import { postInTurn } from '../transport/poster.ts';
import type { SlackMessage } from '../views/message.ts';
import { LEFT_OFF, NOT_TAKEN, notTakenView, said } from '../views/notices.ts';
import type { DeliveryForm } from './delivery.ts';

/** What is left of Slack's three seconds for words by another way. */
const SAY_WITHIN_MS = 600;

interface Body {
  readonly response_url?: string;
  readonly user_id?: string;
  readonly user?: { readonly id?: string };
  readonly event?: { readonly user?: string };
  readonly view?: {
    readonly blocks?: readonly { readonly type?: string; readonly block_id?: string }[];
    readonly title?: unknown;
  };
}

/**
 * Says of a delivery that it is not taken, and answers it. Throws SreError `unavailable` where Slack itself is to show
 * that (a press without an address to answer to) or to repeat it (an event).
 */
export async function refuseDelivery(
  client: webApi.WebClient,
  form: DeliveryForm,
  event: Pick<ReceiverEvent, 'ack'> & { readonly body: Readonly<Record<string, unknown>> },
): Promise<undefined> {
  const body = event.body as Body;
  const { text, blocks } = said(NOT_TAKEN);
  switch (form) {
    case 'command':
      await event.ack({ response_type: 'ephemeral', text, blocks: [...blocks] });
      return;
    case 'form':
      // The form stays open, with what was written in it.
      await event.ack(refusedForm(body));
      return;
    case 'press':
      if (body.response_url === undefined) {
        // Slack shows that the press failed, and does so at once; the words come beside.
        const told = tellDirectly(client, body, { text, blocks });
        told.catch(() => undefined);
        break;
      }
      await respond(body.response_url, { text, blocks }, SAY_WITHIN_MS);
      await event.ack();
      return;
    case 'event':
  }
  throw new SreError('unavailable', 'a delivery could not be recorded');
}

/** Says to who asked that nothing came of it. Throws when they cannot be told. */
export async function tellGivenUp(client: webApi.WebClient, delivery: Readonly<Record<string, unknown>>) {
  const body = delivery as Body;
  const { text, blocks } = said(LEFT_OFF);
  if (body.response_url !== undefined) {
    const told = await respond(body.response_url, { text, blocks }).then(
      () => true,
      () => false,
    );
    if (told) return;
  }
  await tellDirectly(client, body, { text, blocks });
}

async function tellDirectly(client: webApi.WebClient, body: Body, message: SlackMessage): Promise<void> {
  const channel = body.user_id ?? body.user?.id ?? body.event?.user;
  if (channel === undefined) return;
  await postInTurn(client, { channel, text: message.text, blocks: [...message.blocks] });
}

function refusedForm({ view }: Body) {
  const input = view?.blocks?.find(({ type }) => type === 'input')?.block_id;
  if (input !== undefined) return { response_action: 'errors' as const, errors: { [input]: NOT_TAKEN } };
  return { response_action: 'update' as const, view: notTakenView() };
}

async function respond(url: string, message: { text: string; blocks: readonly unknown[] }, withinMs = 10_000) {
  const response = await fetchObeying(
    url,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: redactedBody(JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message })),
    },
    withinMs,
  );
  if (!response.ok) throw new SreError('unavailable', `Slack answered ${response.status} to a reply`);
}
