import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The cluster's name server. */
export interface DnsServer {
  /** `address:port`. */
  readonly address: string;
  /** Names without the cluster's domain that are not known, such as `payments`; for the fault of that kind. */
  readonly forgotten: Set<string>;
  stop(): Promise<void>;
}

const TYPE_A = 1;
const NO_ERROR = 0;
const NAME_ERROR = 3;
const TTL_SECONDS = 5;

/** Answers A queries for `<service>.<domain>` over UDP (RFC 1035); every other name does not exist. */
export async function startDnsServer(
  host: string,
  domain: string,
  addressOf: (service: string) => string | undefined,
): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const forgotten = new Set<string>();
  socket.on('message', (query, from) => {
    const question = readQuestion(query);
    if (question === undefined) return;
    const [service, ...rest] = question.name.split('.');
    const known = rest.join('.') === domain && service !== undefined && !forgotten.has(service);
    const address = known ? addressOf(service) : undefined;
    socket.send(answerTo(query, question, address), from.port, from.address);
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return {
    address: `${host}:${socket.address().port}`,
    forgotten,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where the question ends. */
  readonly end: number;
}

function readQuestion(query: Buffer): Question | undefined {
  const labels: string[] = [];
  let at = 12;
  while (at < query.length && query[at] !== 0) {
    const length = query[at] ?? 0;
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += length + 1;
  }
  if (at + 5 > query.length) return undefined;
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, { type, end }: Question, address: string | undefined): Buffer {
  const answers = address !== undefined && type === TYPE_A ? 1 : 0;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // A response, authoritative, recursion available; the name's existence in the last four bits.
  header.writeUInt16BE(0x8580 | (address === undefined ? NAME_ERROR : NO_ERROR), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  const question = query.subarray(12, end);
  if (answers === 0) return Buffer.concat([header, question]);
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc00c, 0); // The name of the question.
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(TTL_SECONDS, 6);
  record.writeUInt16BE(4, 10);
  for (const [index, part] of (address as string).split('.').entries()) record.writeUInt8(Number(part), 12 + index);
  return Buffer.concat([header, question, record]);
}
