import type { AnyMiddlewareArgs, BlockAction, Middleware, RespondFn, webApi } from '@slack/bolt';
import { hasRole } from '../../domain/actor.ts';
import { SreError, toSreError } from '../../domain/errors.ts';
import { HOME, type Needed, neededForForm, neededForPress } from '../authorization.ts';
import type { SlackDeps } from '../deps.ts';
import { replyBy } from '../handlers/press.ts';
import { type GateDelivery, keepPassed, keepRefusal } from '../keeping.ts';
import { callSlack } from '../transport/call.ts';
import { noEvidenceView } from '../views/evidence.ts';
import { refusedHomeView } from '../views/home.ts';
import { refused } from '../views/notices.ts';

/** A trigger lives three seconds: who somebody is has to be known well before. */
const PERSON_WITHIN_MS = 2_000;
const NOT_LISTED = 'Nobody may do that here.';
const NOT_KEPT = 'I could not write that down, so nothing was done. Please try again.';
const LATE = 'I could not check who you are in time, so nothing was done. Please try again.';

type Who = GateDelivery['who'];

/** One delivery that the gate judges: who, what it needs, and how a refusal is told. */
interface Attempt extends GateDelivery {
  readonly needed: Needed | undefined;
  readonly refuse: (wording: string) => Promise<void>;
}

/**
 * Stands before every press, form and Home tab: looks the person up, and lets nothing through that the table does not
 * give them. What is refused is acknowledged and told in words; what passes is in the audit before it is done. Commands
 * and messages are judged by their own rows, in `asActor`, because what they ask is known only once it is read.
 */
export function gate(
  deps: Pick<SlackDeps, 'people' | 'identity' | 'audit' | 'log' | 'personWithinMs'>,
): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    const attempt = attemptOf(args);
    if (attempt === undefined || attempt.needed === 'anyone') return args.next();
    const { who, needed } = attempt;
    const refusal = needed === undefined ? NOT_LISTED : await refusalOf(deps, who, needed);
    if (refusal === undefined) {
      const problem = await keepPassed(deps, attempt);
      if (problem === undefined) return args.next();
      deps.log.error({ err: problem }, 'not done, as it could not be kept in the audit');
    } else {
      deps.log.info({ user: who.userId, needed }, 'refused at the gate');
      keepRefusal(deps, who, attempt.what);
    }
    // Throws where it cannot be told: the delivery then comes again, so that no press ends in silence.
    await attempt.refuse(refusal ?? NOT_KEPT);
  };
}

async function refusalOf(
  {
    people,
    identity,
    log,
    personWithinMs = PERSON_WITHIN_MS,
  }: Pick<SlackDeps, 'people' | 'identity' | 'log' | 'personWithinMs'>,
  { teamId, userId }: Who,
  needed: Exclude<Needed, 'anyone'>,
): Promise<string | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new SreError('timeout', 'the person was not known in time')),
    personWithinMs,
  );
  try {
    const actor = await Promise.race([people.find(teamId, userId).then((one) => identity.resolve(one)), late.promise]);
    return hasRole(actor, needed) ? undefined : `That needs the role ${needed} or above; /sre whoami shows yours.`;
  } catch (thrown) {
    const error = toSreError(thrown, 'the person was not looked up');
    if (error.kind === 'timeout') return LATE;
    if (error.kind !== 'forbidden') log.error({ err: error, user: userId }, 'person not looked up');
    // A refusal's message is written for the person; any other may quote an upstream.
    return error.kind === 'forbidden' ? error.message : error.wording;
  } finally {
    clearTimeout(timer);
  }
}

function attemptOf(args: AnyMiddlewareArgs & { client: webApi.WebClient }): Attempt | undefined {
  const body = args.body as unknown as Record<string, unknown> & {
    team?: { id?: string } | null;
    team_id?: string;
    user?: { id?: string; team_id?: string };
    trigger_id?: string;
    event_id?: string;
    channel?: { id?: string };
    container?: { channel_id?: string };
  };
  const teamId = body.team?.id ?? body.team_id ?? body.user?.team_id ?? '';
  if ('action' in args && args.action !== undefined && 'action_id' in args.action) {
    const { ack, respond } = args as unknown as { ack: () => Promise<void>; respond: RespondFn };
    return {
      who: { teamId, userId: body.user?.id ?? '' },
      what: args.action.action_id,
      action: args.action as unknown as Readonly<Record<string, unknown>>,
      channel: body.channel?.id ?? body.container?.channel_id,
      deliveryId: body.trigger_id,
      needed: neededForPress(args.action.action_id),
      async refuse(wording) {
        await ack();
        await replyBy(respond, args.body as BlockAction)(refused(wording));
      },
    };
  }
  if ('view' in args && args.view !== undefined && body.type === 'view_submission') {
    const { ack } = args as unknown as { ack: (response: object) => Promise<void> };
    return {
      who: { teamId, userId: body.user?.id ?? '' },
      what: args.view.callback_id,
      values: args.view.state?.values,
      deliveryId: body.trigger_id ?? args.view.id,
      needed: neededForForm(args.view.callback_id),
      refuse: (wording) => ack({ response_action: 'update', view: noEvidenceView(wording) }),
    };
  }
  if ('event' in args && args.event?.type === 'app_home_opened') {
    const { user } = args.event;
    return {
      who: { teamId, userId: user },
      what: 'home',
      deliveryId: body.event_id,
      needed: HOME,
      async refuse(wording) {
        const publish = () => args.client.views.publish({ user_id: user, view: refusedHomeView(wording) });
        await callSlack(publish, { repeatable: true });
      },
    };
  }
  return undefined;
}
