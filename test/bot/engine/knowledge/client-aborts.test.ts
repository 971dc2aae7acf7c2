import { expect, test } from '@jest/globals';
import { isClientAbort } from '../../../../bot/engine/knowledge/client-aborts.ts';

test.each([
  '2026/01/05 10:00:00 [info] 7#7: *12 client prematurely closed connection, client: 10.0.0.9, server: _',
  'org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe',
  'http: error writing response: write tcp 10.0.0.1:8080->10.0.0.9:41022: write: broken pipe',
  'request aborted by client',
  'INFO: client disconnected before the response was complete',
  'LOG:  could not send data to client: Broken pipe',
  'FATAL:  connection to client lost',
  'Exception while writing response: java.io.IOException: Connection reset by peer',
  'rpc error: code = Canceled desc = context canceled',
  'http2: stream 41 ended: client reset stream',
  'OSError: [Errno 104] client reset',
  'Microsoft.AspNetCore.Server.Kestrel.Core.BadHttpRequestException: Unexpected end of request content.',
  'BadHttpRequestException: Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate.',
])('somebody went away: %s', (line) => {
  expect(isClientAbort(line)).toBe(true);
});

test.each([
  'upstream prematurely closed connection while reading response header from upstream',
  'dial tcp 10.0.0.7:5432: connect: connection refused',
  'read tcp 10.0.0.1:41022->10.0.0.7:6379: read: connection reset by peer',
  'call to payments failed: broken pipe',
  'context deadline exceeded',
  'redis client reset after 3 failed commands',
  'Microsoft.AspNetCore.Server.Kestrel.Core.BadHttpRequestException: Request body too large. The max request body size is 30000000 bytes.',
  'could not receive data from server: Connection timed out',
])('it failed: %s', (line) => {
  expect(isClientAbort(line)).toBe(false);
});
