import type { ErrorText } from './error-text.ts';

/** What each of them means, whoever prints it. */
const REFUSES = {
  meaning: 'refuses requests for their size (413)',
  cause: 'bad_config_change',
  blamed: 'writer',
  strength: 0.7,
  hint: true,
  fresh: true,
  refuses: true,
  recurs: 10,
} as const;

/**
 * What servers print that refuse a request for its size, by a limit of their own. Now and then somebody always sends too
 * much; where a time without it went before, the limit has come down or what is sent has grown. Source: nginx's
 * ngx_http_core_module (`client_max_body_size`, 413), Apache's core (`LimitRequestBody`, AH01587 and AH00588), ingress-nginx's
 * annotation `proxy-body-size`, Spring's MaxUploadSizeExceededException, body-parser's and Fastify's errors, Django's
 * RequestDataTooBig, PHP's `post_max_size` and `upload_max_filesize`, Kestrel's MaxRequestBodySize, Go's MaxBytesReader.
 */
export const SIZE_LIMITS: readonly ErrorText[] = [
  {
    id: 'nginx-body-too-large',
    pattern: String.raw`client intended to send too large (?:chunked )?body`,
    example:
      '[error] 20#25: *751684 client intended to send too large body: 1760643 bytes, client: 198.51.100.7, server: forms.test, request: "POST /attachments HTTP/2.0", host: "forms.test"',
    nearMiss: '[info] 20#25: *751684 client sent too long header line: "Cookie: a=b", client: 198.51.100.7',
    ...REFUSES,
    engine: 'nginx',
    settings: ['client_max_body_size', 'proxy-body-size', 'client-max-body-size'],
  },
  {
    id: 'server-body-too-large',
    pattern: String.raw`AH01587\b|AH00588\b|Requested content-length of \d+ is larger than the configured limit|MaxUploadSizeExceededException|Maximum upload size (?:of \d+ bytes )?exceeded|PayloadTooLargeError|FST_ERR_CTP_BODY_TOO_LARGE|RequestDataTooBig|Request body exceeded settings\.DATA_UPLOAD_MAX_MEMORY_SIZE|POST Content-Length of \d+ bytes exceeds the limit|Request body too large\. The max request body size|http: request body too large`,
    example: 'PayloadTooLargeError: request entity too large',
    nearMiss: 'upload of 1760643 bytes stored, limit 26214400',
    ...REFUSES,
    settings: [
      'LimitRequestBody',
      'max-file-size',
      'max-request-size',
      'bodyLimit',
      'DATA_UPLOAD_MAX_MEMORY_SIZE',
      'post_max_size',
      'upload_max_filesize',
      'MaxRequestBodySize',
    ],
  },
];
