import { createVerify, X509Certificate } from 'node:crypto';
import { SreError } from '../domain/errors.ts';
import { type Row, rowAt, textAt, textIn } from './facts.ts';

export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly id: string;
  readonly topicArn: string;
  readonly message: string;
  /** Set for the two confirmations. */
  readonly subscribeUrl?: string;
}

/** Fetches over HTTPS; the test's own stands in for the Internet. */
export type FetchText = (url: string, signal: AbortSignal) => Promise<string>;

export interface SnsOptions {
  /** Topics whose messages are taken; every other is refused. */
  readonly topicArns: readonly string[];
  readonly fetchText: FetchText;
  readonly clock: { now(): Date };
}

/** SNS signs messages from before; older than this they are replays. */
const OLDEST_MS = 60 * 60_000;
const FETCH_MS = 5_000;
/** `sns.<region>.amazonaws.com`, and China's ending. */
const HOST = /^sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?$/;
/** The fields that are signed, in this order (Amazon SNS, "Verifying the signatures of Amazon SNS messages"). */
const SIGNED: Readonly<Record<SnsMessage['type'], readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** Reads and proves SNS messages; certificates are fetched once from Amazon's own hosts. */
export function createSnsReader(options: SnsOptions) {
  const certificates = new Map<string, Promise<X509Certificate>>();

  function certificateAt(url: string): Promise<X509Certificate> {
    const known = certificates.get(url);
    if (known) return known;
    const fetched = options.fetchText(url, AbortSignal.timeout(FETCH_MS)).then((pem) => new X509Certificate(pem));
    // A failure is not kept, or one lost packet would refuse the topic until the next start.
    fetched.catch(() => certificates.delete(url));
    if (certificates.size > 20) certificates.clear();
    certificates.set(url, fetched);
    return fetched;
  }

  return {
    /** Throws SreError `unauthenticated` for what SNS did not sign, `invalid-input` for what is no SNS message. */
    async read(payload: unknown): Promise<SnsMessage> {
      const row = rowAt(payload, 'the body');
      const type = textAt(row, 'Type') as SnsMessage['type'];
      if (!Object.hasOwn(SIGNED, type)) throw new SreError('invalid-input', 'Type is no type of SNS message');
      const topicArn = textAt(row, 'TopicArn');
      if (!options.topicArns.includes(topicArn)) throw new SreError('unauthenticated', 'this topic is not expected');
      const age = options.clock.now().getTime() - Date.parse(textAt(row, 'Timestamp'));
      if (!(Math.abs(age) <= OLDEST_MS)) throw new SreError('unauthenticated', 'Timestamp is too far from now');
      const url = addressOfSns(textIn(row, 'SigningCertURL', 'SigningCertUrl'), 'SigningCertURL');
      if (!url.pathname.endsWith('.pem')) throw new SreError('unauthenticated', 'SigningCertURL is no certificate');
      await prove(row, type, await certificateAt(url.href).catch(notFetched), options.clock.now());
      const subscribeUrl = type === 'Notification' ? undefined : textAt(row, 'SubscribeURL');
      return {
        type,
        id: textAt(row, 'MessageId'),
        topicArn,
        message: typeof row.Message === 'string' ? row.Message : '',
        ...(subscribeUrl && { subscribeUrl: addressOfSns(subscribeUrl, 'SubscribeURL').href }),
      };
    },

    /** Confirms a subscription by visiting its address, which is one of Amazon's. */
    async confirm(message: SnsMessage): Promise<void> {
      if (message.type !== 'SubscriptionConfirmation' || message.subscribeUrl === undefined) return;
      await options.fetchText(message.subscribeUrl, AbortSignal.timeout(FETCH_MS));
    },
  };
}

function addressOfSns(text: string, field: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAmazon = url?.protocol === 'https:' && url.port === '' && url.username === '' && HOST.test(url.hostname);
  if (!url || !isAmazon) throw new SreError('unauthenticated', `${field} is not an address of Amazon SNS`);
  return url;
}

async function prove(row: Row, type: SnsMessage['type'], certificate: X509Certificate, now: Date): Promise<void> {
  const until = Date.parse(certificate.validTo);
  if (Date.parse(certificate.validFrom) > now.getTime() || until < now.getTime()) {
    throw new SreError('unauthenticated', 'the signing certificate is not valid today');
  }
  const version = textAt(row, 'SignatureVersion');
  if (version !== '1' && version !== '2') throw new SreError('invalid-input', 'SignatureVersion is neither 1 nor 2');
  const signed = SIGNED[type].flatMap((field) => (typeof row[field] === 'string' ? [field, row[field]] : []));
  const verify = createVerify(version === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(`${signed.join('\n')}\n`);
  if (!verify.verify(certificate.publicKey, textIn(row, 'Signature'), 'base64')) {
    throw new SreError('unauthenticated', 'the signature does not fit the message');
  }
}

function notFetched(error: unknown): never {
  throw new SreError('unavailable', 'the signing certificate cannot be fetched', { cause: error });
}
