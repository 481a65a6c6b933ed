/** The one table of errors a caller can be told, with their HTTP status. */

/** Each code that may stand in a problem+json answer: its status and its title. */
export const errorCodes = {
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  invalid_event: { status: 400, title: 'The event is not valid' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  no_user_anon_id: { status: 400, title: 'The event names neither userId nor anonymousId' },
  invalid_write_key: { status: 401, title: 'The write key is unknown' },
  unauthenticated: { status: 401, title: 'Log in or send a bearer token' },
  forbidden: { status: 403, title: 'This log-in may not do that' },
  not_found: { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'The change does not fit the present state' },
  revision_mismatch: { status: 412, title: 'The record was changed meanwhile' },
  body_too_large: { status: 413, title: 'The body is over its limit' },
  unsupported_encoding: { status: 415, title: 'The content encoding is not supported' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The server failed; the error is logged under the request id' },
  stream_unavailable: { status: 503, title: 'The event stream cannot take events now' },
  stream_backlog: { status: 503, title: 'The event stream is over its backlog limit' },
  store_unavailable: { status: 503, title: 'The pipeline store cannot be reached now' },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A failure with a code from the table; the doors turn it into problem+json. `detail` names the bad value and the remedy. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'ApiError';
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}
