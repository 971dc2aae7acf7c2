import { expect, test } from '@jest/globals';
import { isClientFault } from '../../../../bot/engine/knowledge/client-faults.ts';

test.each([
  'order rejected: quantity must be positive (422 to the client)',
  'POST /signup answered 409 Conflict',
  'org.springframework.web.bind.MethodArgumentNotValidException: Validation failed for argument [0]',
  'rpc error: code = InvalidArgument desc = page size out of bounds',
  'ERROR:  duplicate key value violates unique constraint "orders_pkey"',
  'ERROR:  canceling statement due to user request',
  "ERROR 1062 (23000): Duplicate entry '7' for key 'PRIMARY'",
  "Logon       Login failed for user 'audit'. Reason: Could not find a login matching the name provided. [CLIENT: 10.0.0.9]",
  'Mar  4 05:12:01 vm3 sshd[812]: Invalid user oracle from 203.0.113.9 port 40012',
  '[crit] 7#7: *1 SSL_do_handshake() failed (SSL: error:141CF06C) while SSL handshaking, client: 203.0.113.9, server: 0.0.0.0:443',
  'http: TLS handshake error from 203.0.113.9:5123: EOF',
  'ActionController::BadRequest (Invalid query parameters: invalid %-encoding (%E0%))',
  'ActionController::RoutingError (No route matches [GET] "/wp-login.php")',
  '[error] 7#7: *1 open() "/srv/www/.env" failed (2: No such file or directory), client: 203.0.113.9, server: _',
  'WARN till.intake Validation failed for argument [1]: field crate, rejected value [null]',
  'ActiveRecord::RecordInvalid: Validation failed: Name is too short (minimum is 3 characters)',
  'ERROR stall.api bad request from user 7: weight is missing',
  'ws read: websocket: close 1006 (abnormal closure): unexpected EOF',
  'websocket: close 1001 (going away)',
])('its sender got it wrong: %s', (line) => {
  expect(isClientFault(line)).toBe(true);
});

test.each([
  'ERROR:  canceling statement due to statement timeout',
  'ActionView::Template::Error (undefined method `name` for nil)',
  'ERROR:  could not serialize access due to concurrent update',
  'open() "/srv/www/index.html" failed (13: Permission denied), client: 203.0.113.9',
  'SSL_do_handshake() failed (SSL: error:14094410) while SSL handshaking to upstream, client: 10.0.0.9',
  'GET http://rates/v1: 503 Service Unavailable',
  'order 400 of client 7 failed',
  'token validation failed for every caller since the key was rotated',
  'rates answered: bad request',
  'rpc error: code = Unavailable desc = connection error',
  'websocket: close 1011 (internal server error): feed is gone',
])('somebody else did: %s', (line) => {
  expect(isClientFault(line)).toBe(false);
});
