import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { handler as create } from '../../aws/triggers/create-auth-challenge.ts';
import { handler as define } from '../../aws/triggers/define-auth-challenge.ts';
import { handler as verify } from '../../aws/triggers/verify-auth-challenge.ts';
import { AwsError, acceptRawBodies, readJsonObject, sendAwsError } from '../aws-json.ts';
import { createFaults, type Faults, lose, misbehave } from '../faults.ts';
import { createInputCheck, readServiceModel } from '../service-models/check.ts';
import { judgeSignature } from '../sigv4.ts';
import { type AuthTriggers, createCustomAuth } from './custom-auth.ts';
import { groupOperations } from './groups.ts';
import { registerHostedUi } from './hosted-ui.ts';
import type { Input } from './input.ts';
import { poolOperations } from './pool.ts';
import { signInOperations } from './sign-in.ts';
import { openPool } from './state.ts';
import { createTokenSigner } from './tokens.ts';
import { userOperations } from './users.ts';

export interface CognitoOptions {
  /** Where the pool and its key are kept. */
  readonly folder: string;
  readonly region: string;
  /** The address of this server without a slash at the end; the issuer is `<url>/<pool id>`. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Seconds an access token lives; an hour when absent. */
  readonly accessTokenSeconds?: number;
  /** Seconds a challenge may wait for its answer; 180 when absent, as in Cognito. */
  readonly sessionSeconds?: number;
  readonly triggers?: AuthTriggers;
  /** Where the hosted sign-in may send a browser back to; nowhere when absent. */
  readonly callbackUrls?: readonly string[];
  /** Seconds a code of the hosted sign-in may wait; 300 when absent, as in Cognito. */
  readonly codeSeconds?: number;
}

export interface CognitoServer {
  readonly app: FastifyInstance;
  readonly poolId: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly faults: Faults;
}

const REFUSALS = {
  throttle: new AwsError('TooManyRequestsException', 'Rate exceeded'),
  fail: new AwsError('InternalErrorException', 'Internal error.', 500),
};
const checkInput = createInputCheck(readServiceModel('cognito-idp'));
const PREFIX = 'AWSCognitoIdentityProviderService.';
/** Cognito takes this call without a signature. */
const UNSIGNED = ['RevokeToken'];

function checkSignature(request: FastifyRequest, options: CognitoOptions): void {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signed = { method: request.method, url: request.url, headers: request.headers, body };
  const verdict = judgeSignature(signed, { ...options, service: 'cognito-idp' });
  if (verdict === 'valid') return;
  if (verdict === 'missing') throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (verdict === 'unknown-key') {
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  throw new AwsError('InvalidSignatureException', `The request signature is refused: ${verdict}.`);
}

/** A stand-in for the Cognito user pool calls of this project, over the JSON 1.1 protocol of the real service. */
export async function createCognito(options: CognitoOptions): Promise<CognitoServer> {
  const store = openPool(join(options.folder, 'pool.json'), options.region);
  const { poolId, clientId } = store.state;
  const issuer = `${options.url}/${poolId}`;
  const lifetime = options.accessTokenSeconds ?? 3600;
  const signer = await createTokenSigner({ keyFile: join(options.folder, 'signing-key.pem'), issuer, lifetime });
  const auth = createCustomAuth({
    state: store.state,
    region: options.region,
    triggers: options.triggers ?? { define, create, verify },
    sessionSeconds: options.sessionSeconds ?? 180,
  });
  const operations: Record<string, (input: Input) => unknown> = {
    ...poolOperations(store, lifetime, options.callbackUrls ?? []),
    ...userOperations(store),
    ...groupOperations(store),
    ...signInOperations(store, auth, signer),
  };
  const faults = createFaults();
  const app = fastify({ forceCloseConnections: true });
  app.register(async (scope) => faults.register(scope));
  app.register(async (scope) => {
    acceptRawBodies(scope);
    scope.setErrorHandler((error, _request, reply) =>
      sendAwsError(
        reply,
        error instanceof AwsError ? error : new AwsError('InternalErrorException', 'Internal error.', 500),
      ),
    );
    scope.post('/', async (request, reply) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const name = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) throw new AwsError('UnknownOperationException', `No such operation: ${target}.`);
      const fault = await faults.take(name);
      if (fault && fault !== 'lose') return misbehave(reply, fault, REFUSALS);
      if (!UNSIGNED.includes(name)) checkSignature(request, options);
      const input = readJsonObject(request.body);
      const problems = checkInput(name, input);
      if (problems.length > 0) {
        const found = problems.map(
          ({ path, message }) => `Value at '${path}' failed to satisfy constraint: ${message}`,
        );
        const many = `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected`;
        throw new AwsError('InvalidParameterException', `${many}: ${found.join('; ')}`);
      }
      if (!UNSIGNED.includes(name) && input.UserPoolId !== poolId) {
        throw new AwsError('ResourceNotFoundException', `User pool ${String(input.UserPoolId)} does not exist.`);
      }
      const answer = await operation(input);
      if (fault === 'lose') return lose(reply);
      return reply
        .header('content-type', 'application/x-amz-json-1.1')
        .header('x-amzn-requestid', randomUUID())
        .send(JSON.stringify(answer));
    });
  });
  const { callbackUrls = [], codeSeconds } = options;
  app.register(async (scope) => registerHostedUi(scope, { store, signer, faults, callbackUrls, codeSeconds }));
  app.get(`/${poolId}/.well-known/jwks.json`, async () => ({ keys: [signer.jwk] }));
  app.get(`/${poolId}/.well-known/openid-configuration`, async () => ({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    authorization_endpoint: `${options.url}/oauth2/authorize`,
    token_endpoint: `${options.url}/oauth2/token`,
    revocation_endpoint: `${options.url}/oauth2/revoke`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
  }));
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/ready', async () => ({ status: 'ready' }));
  return { app, poolId, clientId, issuer, faults };
}
