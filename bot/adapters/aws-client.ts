/** How long AWS may take, in milliseconds. */
export interface AwsPatience {
  /** For one try, until its answer begins; 8 s when absent. */
  readonly answerMs?: number;
  /** For silence within an answer that has begun; as `answerMs` when absent. */
  readonly silenceMs?: number;
  /** Tries in all; 3 when absent. The SDK repeats what is throttled, broken or lost, with pauses that grow. */
  readonly attempts?: number;
}

const ANSWER_MS = 8_000;
const CONNECT_MS = 3_000;

/**
 * The settings of every AWS client of this bot. The SDK by itself waits without end for a service that takes a
 * connection and then is silent; here each try is bounded, so that three of them end within half a minute.
 */
export function awsClientOptions(region: string, { answerMs = ANSWER_MS, silenceMs, attempts = 3 }: AwsPatience = {}) {
  return {
    region,
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs ?? answerMs,
    },
  };
}
