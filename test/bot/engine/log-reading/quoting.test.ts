import { expect, test } from '@jest/globals';
import { shortenMessage } from '../../../../bot/engine/log-reading/quoting.ts';

test('the digest of an image leaves room for the answer behind it', () => {
  const message = `Failed to pull image "quay/till:5.5": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/quay/till/manifests/sha256:${'0123456789abcdef'.repeat(4)}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.`;
  expect(shortenMessage(message)).toContain('toomanyrequests');
  expect(shortenMessage(message)).toContain('0123456789ab…: 429');
});
