/** The context of a span as text: the header `traceparent` of W3C Trace Context, and what is carried between steps. Pure. */

/** Names one span of one trace. */
export interface SpanName {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

const form = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const zeros = /^0+$/;
const sampledFlag = 1;

/**
 * Returns the span that a text names; null for one that is no `traceparent`. Of versions after 00 it reads what 00 has, as the
 * standard asks.
 */
export function spanNameIn(text: string | undefined): SpanName | null {
  const [, version, traceId = '', spanId = '', flags = '', more] = form.exec(text ?? '') ?? [];
  if (version === undefined || (version === '00' && more !== undefined)) return null;
  if (zeros.test(traceId) || zeros.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) !== 0 };
}

/** Returns the text of a span, 55 characters. */
export function traceparentOf({ traceId, spanId, isSampled }: SpanName): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
