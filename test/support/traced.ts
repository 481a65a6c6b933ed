/** Tracing that keeps its spans in memory, and a look at them. */
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { Tracing } from '../../src/base/telemetry/telemetry.ts';
import { type SamplerName, startTracer } from '../../src/base/telemetry/tracer.ts';

export interface KeptTracing extends Tracing {
  /** The spans that have ended, in the order of their beginning. */
  spans(): ReadableSpan[];
}

export function keptTracing(sampler: SamplerName = 'parentbased_always_on', ratio = 1): KeptTracing {
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor({ exporter });
  const tracing = startTracer({ processor, sampler, ratio, resource: { 'service.name': 'tested' } });
  const beganAt = ({ startTime: [seconds, nanos] }: ReadableSpan) => seconds * 1e9 + nanos;
  return {
    ...tracing,
    spans: () => exporter.getFinishedSpans().toSorted((one, other) => beganAt(one) - beganAt(other)),
  };
}

/** The `traceparent` of a span. */
export function textOfSpan(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

/** Of which span a span is part; null of the first. */
export const parentOf = ({ parentSpanContext }: ReadableSpan): string | null =>
  parentSpanContext?.spanId ?? null;

/** The spans that a span links to. */
export const linksOf = ({ links }: ReadableSpan): string[] =>
  links.map(({ context }) => context.spanId).sort();
