import { randomBytes } from 'node:crypto';
import type {
  CreateAuthChallengeTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from 'aws-lambda';
import { AwsError } from '../aws-json.ts';
import type { PoolState, PoolUser } from './state.ts';

/** The pool's Lambda triggers, called in process as Cognito calls them. */
export interface AuthTriggers {
  define(event: DefineAuthChallengeTriggerEvent): Promise<DefineAuthChallengeTriggerEvent>;
  create(event: CreateAuthChallengeTriggerEvent): Promise<CreateAuthChallengeTriggerEvent>;
  verify(event: VerifyAuthChallengeResponseTriggerEvent): Promise<VerifyAuthChallengeResponseTriggerEvent>;
}

type Steps = DefineAuthChallengeTriggerEvent['request']['session'];

/** A sign-in waiting for its answer. */
interface Pending {
  readonly username: string;
  readonly steps: Steps;
  readonly privateParameters: Record<string, string>;
  readonly metadata: string;
  readonly expiresAt: number;
}

/** Either a question to answer, or done: tokens may be issued. */
export type AuthStep =
  | { readonly done: true }
  | { readonly done: false; readonly session: string; readonly parameters: Record<string, string> };

export interface CustomAuth {
  begin(username: string, user: PoolUser | undefined, clientMetadata: Record<string, string>): Promise<AuthStep>;
  /** Consumes the session, right or wrong. Throws NotAuthorizedException for a session unknown, used or too old. */
  respond(
    session: string,
    answer: string,
    username: string,
    user: PoolUser | undefined,
    clientMetadata: Record<string, string>,
  ): Promise<AuthStep>;
}

const WRONG = 'Incorrect username or password.';
const MAX_PENDING = 10_000;

const refused = (message: string) => new AwsError('NotAuthorizedException', message);

async function run<T>(trigger: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    throw new AwsError('UserLambdaValidationException', `${trigger} failed with error ${message}`);
  }
}

/** The CUSTOM_AUTH flow: define, create, verify, define again. Sessions last `sessionSeconds` and serve once. */
export function createCustomAuth(options: {
  readonly state: PoolState;
  readonly region: string;
  readonly triggers: AuthTriggers;
  readonly sessionSeconds: number;
}): CustomAuth {
  const { state, region, triggers } = options;
  const pending = new Map<string, Pending>();

  const shared = (username: string) => ({
    version: '1',
    region,
    userPoolId: state.poolId,
    userName: username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: state.clientId },
  });
  const about = (user: PoolUser | undefined, clientMetadata: Record<string, string>) => ({
    userAttributes: user ? { ...user.attributes, 'cognito:user_status': user.status } : {},
    userNotFound: user === undefined,
    clientMetadata,
  });

  async function next(
    username: string,
    user: PoolUser | undefined,
    steps: Steps,
    metadata: Record<string, string>,
  ): Promise<AuthStep> {
    const request = { ...about(user, metadata), session: steps };
    const defined = await run('DefineAuthChallenge', () =>
      triggers.define({
        ...shared(username),
        triggerSource: 'DefineAuthChallenge_Authentication',
        request,
        response: { issueTokens: false, failAuthentication: false },
      }),
    );
    if (defined.response.failAuthentication) throw refused(WRONG);
    if (defined.response.issueTokens) return { done: true };
    const challengeName = defined.response.challengeName ?? '';
    const { response } = await run('CreateAuthChallenge', () =>
      triggers.create({
        ...shared(username),
        triggerSource: 'CreateAuthChallenge_Authentication',
        request: { ...request, challengeName },
        response: { publicChallengeParameters: {}, privateChallengeParameters: {}, challengeMetadata: '' },
      }),
    );
    const session = randomBytes(96).toString('base64url');
    const oldest = pending.keys().next().value;
    if (pending.size >= MAX_PENDING && oldest !== undefined) pending.delete(oldest);
    pending.set(session, {
      username,
      steps,
      privateParameters: response.privateChallengeParameters,
      metadata: response.challengeMetadata,
      expiresAt: Date.now() + options.sessionSeconds * 1000,
    });
    return { done: false, session, parameters: { ...response.publicChallengeParameters, USERNAME: username } };
  }

  return {
    begin: (username, user, metadata) => next(username, user, [], metadata),
    respond: async (session, answer, username, user, metadata) => {
      const waiting = pending.get(session);
      pending.delete(session);
      if (!waiting || waiting.username.toLowerCase() !== username.toLowerCase()) {
        throw refused('Invalid session for the user.');
      }
      if (Date.now() > waiting.expiresAt) throw refused('Invalid session for the user, session is expired.');
      const { response } = await run('VerifyAuthChallengeResponse', () =>
        triggers.verify({
          ...shared(waiting.username),
          triggerSource: 'VerifyAuthChallengeResponse_Authentication',
          request: {
            ...about(user, metadata),
            privateChallengeParameters: waiting.privateParameters,
            challengeAnswer: answer,
          },
          response: { answerCorrect: false },
        }),
      );
      const challengeResult = response.answerCorrect === true;
      const step = { challengeName: 'CUSTOM_CHALLENGE' as const, challengeResult, challengeMetadata: waiting.metadata };
      return next(waiting.username, user, [...waiting.steps, step], metadata);
    },
  };
}
