import { createSign, generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';

export const CERT_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';

/** Amazon's side: a certificate and messages signed with its key. */
export async function amazon() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pems = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
    keySize: 2048,
    notBeforeDate: new Date('2026-01-01'),
    notAfterDate: new Date('2027-01-01'),
  });
  const sign = (fields: Record<string, string>, version: '1' | '2' = '2', key: string = pems.private) => {
    const names =
      fields.Type === 'Notification'
        ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = names.flatMap((name) => (fields[name] === undefined ? [] : [name, fields[name]])).join('\n');
    const signer = createSign(version === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(`${text}\n`);
    return { ...fields, SignatureVersion: version, Signature: signer.sign(key, 'base64'), SigningCertURL: CERT_URL };
  };
  return { certificate: pems.cert, sign, other: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}
