import { expect, test } from '@jest/globals';
import { parseLogEntries } from '../../../../backends/logs/patterns/index.ts';

const read = (text: string) => [...parseLogEntries(text, { recordedAt: new Date('2026-12-31T00:00:00Z') })];
const at = (text: string): number => Date.parse(text);

test.each([
  // Asterisk, main/logger.c: level, thread, file and line.
  ["[2026-03-04 05:06:07] NOTICE[1702] chan_sip.c:28 handle: Registration from '<sip:7@192.0.2.7>' failed", 'info'],
  ['[2026-03-04 05:06:07] ERROR[1702] chan_sip.c:28 handle: no free port', 'error'],
  ['[2026-03-04 05:06:07] WARNING[88][C-0000001f] chan_sip.c:28 handle: Unable to send BYE', 'warn'],
  // unbound, util/log.c: seconds since 1970, program, process and thread in hex, level.
  ['[1772600767] unbound[811:a] info: validation failure <www.acme.example. A IN>: no signatures', 'info'],
  ['[1772600767] unbound[811:0] error: cannot open /etc/unbound/root.key', 'error'],
  ['[1772600767] unbound[811:0] fatal error: could not open ports', 'fatal'],
  // ClickHouse: dots in the date.
  ['2026.03.04 05:06:07.125000 [ 76 ] {63fc} <Error> executeQuery: Code: 60. Table carts does not exist', 'error'],
  ['2026.03.04 05:06:07.125000 [ 76 ] {} <Debug> MergeTask: Merged 3 parts, no failed one', 'debug'],
  // WebSphere and Liberty: month first, milliseconds behind a colon, a letter for the type of event.
  ['[3/4/26, 5:06:07:125 UTC] 000000f2 com.acme.util.Head      W ACME8094W: Cannot set header.', 'warn'],
  ['[3/4/26 6:06:07:125 CET] 000000f2 com.acme.util.Head      E ACME8095E: no such head', 'error'],
  ['[3/4/26, 5:06:07:125 UTC] 000000f2 SystemOut      O cannot say', 'info'],
  // WebLogic: the time in its server's language, and again in milliseconds; its users stand in brackets of their own.
  [
    "####<Mar 4, 2026, 6:06:07,125 AM CET> <Error> <JDBC> <rack-2> <till_srv> <[ACTIVE] ExecuteThread: '3' for queue: 'weblogic.kernel.Default (self-tuning)'> <<anonymous>> <> <b1c2> <1772600767125> <[severity-value: 8] [rid: 0] [partition-name: DOMAIN] > <BEA-001112> <Test failed for pool tills.>",
    'error',
  ],
  [
    '####<04.03.2026 06:06 Uhr MEZ> <Notice> <Server> <rack-2> <till_srv> <main> <<WLS Kernel>> <> <> <1772600767125> <BEA-002613> <Channel open.>',
    'info',
  ],
  // .NET's JsonConsoleFormatter with a `TimestampFormat`; Serilog's JsonFormatter.
  [
    '{"Timestamp":"2026-03-04T05:06:07.125Z","EventId":0,"LogLevel":"Error","Category":"Acme.Till","Message":"no drawer"}',
    'error',
  ],
  ['{"Timestamp":"2026-03-04T06:06:07.125+01:00","Level":"Warning","MessageTemplate":"no {Drawer}"}', 'warn'],
])('reads time and level as their programs write them: %s', (line, level) => {
  const [entry] = read(line);
  expect(entry).toMatchObject({ level });
  expect(Math.floor(entry!.timestamp! / 1000) * 1000).toBe(at('2026-03-04T05:06:07Z'));
});

test('tells what a line of WebLogic says without its frame', () => {
  const frame = '####<Mar 4, 2026 5:06:07 AM UTC> <Error> <JDBC> <rack-2> <till_srv> <main> <<anonymous>> <> <>';
  expect(read(`${frame} <1772600767125> <BEA-001112> <Test <a> failed.>`)[0]?.text).toBe(
    'JDBC BEA-001112: Test <a> failed.',
  );
  expect(read(`${frame} <soon> <BEA-001112> <Test failed.>`)[0]?.timestamp).toBeUndefined();
});

test('takes neither a number in brackets for a time nor a day first for a month', () => {
  for (const line of ['[1772600] unbound is up', '[12345678901] is a serial number', '[31/12/26, 5:06:07:125 UTC] x'])
    expect(read(line)[0]?.timestamp).toBeUndefined();
});

test.each([
  ['log4j, its level padded', 'ERROR  2026-03-04 05:06:07.089 [queue 3] com.acme.Sender: sending failed', 'error'],
  ['log4j, a short level', 'INFO   2026-03-04 05:06:07,089 [main] com.acme.App - started', 'info'],
  ['Python, a colon behind it', 'WARNING: 2026-03-04 05:06:07,089 disk is slow', 'warn'],
  ['brackets around it', '[ERROR] 2026-03-04T05:06:07.089Z no route', 'error'],
  ['a time of syslog', 'SEVERE Mar 04 05:06:07 no route', 'error'],
])('a level before the time is read, and the time: %s', (_, line, level) => {
  const [entry] = [...parseLogEntries(line, { recordedAt: new Date('2026-03-04T06:00:00Z') })];
  expect(entry).toMatchObject({ level });
  expect(Math.floor(entry!.timestamp! / 1000)).toBe(Date.parse('2026-03-04T05:06:07Z') / 1000);
});

test.each(['ERROR 404 for /basket', 'INFO 3 of 5 done', 'WARNING Disk is slow'])(
  'what follows a level is no time: %s',
  (line) => {
    expect([...parseLogEntries(line)]).toMatchObject([{ timestamp: undefined, text: line }]);
  },
);
