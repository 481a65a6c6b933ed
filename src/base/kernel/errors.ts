/** The one table of errors a caller can receive, with their HTTP status and remedy. `docs/errors.md` is printed from it. */

/** Each code that may stand in a problem+json answer: its status, its title, and what the caller can do. */
export const errorCodes = {
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    remedy: 'Send the body as UTF-8 JSON; the detail names the position.',
  },
  invalid_event: {
    status: 400,
    title: 'The event is not valid',
    remedy: 'Correct the field that the detail names. Sending the same event again fails again.',
  },
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    remedy: 'Correct the field that the detail names; GET /api/v1/openapi.json has every shape.',
  },
  no_user_anon_id: {
    status: 400,
    title: 'The event names neither userId nor anonymousId',
    remedy: 'Set userId, anonymousId or both in every event.',
  },
  invalid_write_key: {
    status: 401,
    title: 'The write key is unknown',
    remedy:
      'Use the write key that Scoville prints when it starts. The API token is none: it belongs to /api/v1.',
  },
  mail_not_proven: {
    status: 401,
    title: 'The request does not prove that the mail provider sent it',
    remedy:
      'Connect the provider with the secret it shows (scoville mail connect); docs/mail.md has the steps.',
  },
  unauthenticated: {
    status: 401,
    title: 'Log in or send a bearer token',
    remedy: 'Log in again, or send Authorization: Bearer with the API token. A write key is none.',
  },
  second_factor_required: {
    status: 401,
    title: 'The log-in needs a code of the second factor',
    remedy:
      'Send the code that your authenticator app shows, or a recovery code, as "code" with the password.',
  },
  second_factor_missing: {
    status: 403,
    title: 'This role needs a second factor',
    remedy: 'Set one up in the console, or by POST /api/v1/users/me/second-factor.',
  },
  forbidden: {
    status: 403,
    title: 'This log-in may not do that',
    remedy: 'Ask a user with one of the roles that the detail names.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The write key is not for this page',
    remedy: 'Add the origin of the page to the key, or use a key that is for it.',
  },
  secret_key_in_page: {
    status: 403,
    title: 'A page sent a secret key',
    remedy: 'Revoke the key, because everybody who opens the page has it. Use a public key in pages.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    remedy: 'Check the id in the path; the list of that kind has the valid ones.',
  },
  client_script_missing: {
    status: 404,
    title: 'The script of that client is not installed here',
    remedy:
      'Install the npm package that the detail names beside Scoville, or load the script from your own site.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not arrive in time',
    remedy: 'Send the request whole; on a slow line send smaller batches.',
  },
  conflict: {
    status: 409,
    title: 'The change does not fit the present state',
    remedy: 'Read the record again and apply the change to its present state.',
  },
  record_voided: {
    status: 409,
    title: 'The record is voided',
    remedy:
      'Work on another record: what opened this one was undone, or another one goes on for it. Its history can still be read.',
  },
  revision_mismatch: {
    status: 412,
    title: 'The record was changed meanwhile',
    remedy: 'Read the record again and repeat the change with its new revision.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is over its limit',
    remedy: 'Send smaller batches or smaller events; docs/limits.md has the limits.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has a content type that is not read',
    remedy: 'Send the type that the detail names.',
  },
  unsupported_encoding: {
    status: 415,
    title: 'The encoding or charset of the body is not supported',
    remedy: 'Send the body with gzip, deflate or br, or uncompressed, in UTF-8.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the seconds in Retry-After, then retry.',
  },
  overloaded: {
    status: 429,
    title: 'The door is past its capacity',
    remedy:
      'Send again after the seconds in Retry-After. Duplicates are harmless. If it persists, an operator adds processes, as docs/operate.md (Overload) says.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are over their limit',
    remedy: 'Send fewer or shorter headers; send a long event as a body.',
  },
  internal: {
    status: 500,
    title: 'The server failed; the error is logged under the request id',
    remedy: 'Search the log for the request id and report the error.',
  },
  stream_unavailable: {
    status: 503,
    title: 'The event stream cannot take events now',
    remedy: 'Retry after the seconds in Retry-After. Duplicates are harmless.',
  },
  stream_backlog: {
    status: 503,
    title: 'The event stream is over its backlog limit',
    remedy: 'Retry after the seconds in Retry-After. If it persists, start more workers.',
  },
  replicas_behind: {
    status: 503,
    title: 'Too few Redis replicas have the events',
    remedy:
      'Retry after the seconds in Retry-After. Duplicates are harmless. If it persists, repair the replicas or lower REDIS_REPLICAS_ACK.',
  },
  foreign_installation: {
    status: 503,
    title: 'Redis belongs to another installation',
    remedy:
      'An operator corrects REDIS_URL, or restarts the process where the installation was replaced. Retry after the seconds in Retry-After.',
  },
  provider_unavailable: {
    status: 503,
    title: 'The mail provider cannot be asked now',
    remedy:
      'Retry after the seconds in Retry-After. If it persists, let the ingest process reach the host of the detail.',
  },
  profile_unreadable: {
    status: 503,
    title: 'What is stored of this profile cannot be read',
    remedy:
      'An operator restores the profile from the history, as docs/operate.md (Failing profiles) says. Its events and the other profiles go on.',
  },
  history_behind: {
    status: 503,
    title: 'The history does not have all accepted events yet',
    remedy:
      'Retry after the seconds in Retry-After. If it persists, look at scoville_history_lag_entries: a worker copies to the history.',
  },
  attachment_missing: {
    status: 503,
    title: 'The bytes of the attachment are not in the folder',
    remedy:
      'An operator lets every process share ATTACHMENTS_DIR, or restores it from a backup. Its row names the file; the other attachments go on.',
  },
  store_unavailable: {
    status: 503,
    title: 'The sales store cannot be reached now',
    remedy: 'Retry after the seconds in Retry-After; nothing was changed.',
  },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A failure with a code from the table; the doors turn it into problem+json. `detail` names the bad value and the remedy. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  /** When to send again, where the code alone does not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, retryAfterSeconds?: number) {
    super(`${code}: ${detail}`);
    this.name = 'ApiError';
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** The type of a problem: a URN, since the pages of an installation have no address of their own. */
export const problemTypeOf = (code: ErrorCode) => `urn:scoville:error:${code}`;

/** Returns the body of a problem+json answer (RFC 9457), with `code` and `message` for clients that read them. */
export function problemOf(code: ErrorCode, detail: string, requestId: string) {
  const { status, title } = errorCodes[code];
  return { type: problemTypeOf(code), title, status, detail, code, message: detail, request_id: requestId };
}
