import type { ErrorText } from './error-text.ts';

/**
 * What NATS and its clients print of JetStream's limits. Source: nats-server, server/stream.go (`resourcesExceededError`,
 * processing of published messages), server/errors.json (codes), server/store.go.
 */
export const NATS: readonly ErrorText[] = [
  {
    id: 'nats-limits-exceeded',
    pattern: String.raw`JetStream resource limits exceeded for (?:server|account)|JetStream out of (?:\w+ )?(?:resources|space)`,
    example: '[1] 2026/03/04 05:31:56.673447 [ERR] JetStream resource limits exceeded for server',
    nearMiss: '[1] 2026/03/04 05:31:56.673447 [INF]   Max Storage:     10.00 GB',
    meaning: 'has reached its limit of storage and refuses what is published',
    cause: 'message_broker_alarm',
    blamed: 'writer',
    strength: 0.9,
    anyLevel: true,
  },
  {
    id: 'nats-publish-refused',
    pattern: String.raw`err_?code"?[=:] ?10023\b|insufficient resources \[10023\]|resource limits exceeded for account`,
    unless: 'JetStream resource limits exceeded',
    example: 'publish failed: nats: API error: code=503 err_code=10023 description=insufficient resources',
    nearMiss: 'publish failed: nats: API error: code=503 err_code=10008 description=system temporarily unavailable',
    meaning: 'has reached its limit of storage and refuses what is published',
    ofWriter: 'is refused what it publishes, as the broker has reached its limit of storage',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.8,
  },
  {
    // A stream that discards what is new (`discard: new`) once it is full.
    id: 'nats-stream-full',
    pattern: String.raw`maximum (?:bytes|messages|messages per subject) exceeded`,
    context: 'nats|jetstream|10077',
    example: 'nats: API error: code=503 err_code=10077 description=maximum bytes exceeded',
    nearMiss: 'nats: maximum payload exceeded',
    meaning: 'has a stream that is full and refuses what is published',
    cause: 'message_broker_alarm',
    blamed: 'database',
    strength: 0.8,
  },
  {
    id: 'nats-reservation-refused',
    pattern: String.raw`insufficient (?:storage|memory) resources available`,
    example:
      'ensure stream: nats: API error: code=500 err_code=10047 description=insufficient storage resources available',
    nearMiss: 'insufficient memory available',
    context: 'nats|jetstream|10047|10028',
    meaning: 'has less storage than its streams reserve',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.7,
  },
  {
    // nats-server, server/client.go (`authViolation`, `authTimeout`), clients' `ErrAuthorization`.
    id: 'nats-refused',
    pattern: String.raw`nats: Authorization Violation|nats: authentication expired|nats: Permissions Violation for (?:Publish|Subscription) to|\[ERR\][^\n]{0,80} - cid:\d+ - [^\n]{0,120}authentication error`,
    example: 'nats: error on connection: nats: Authorization Violation',
    nearMiss: 'nats: error on connection: nats: no servers available for connection',
    meaning: 'refuses a client what it asks with the credentials it uses',
    ofWriter: 'is refused by its broker what it asks with the credentials it uses',
    cause: 'database_credentials_invalid',
    blamed: 'client',
    strength: 0.8,
    recurs: 2,
  },
];
