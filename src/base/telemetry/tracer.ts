/** Traces by OpenTelemetry. Only `openTracing` imports this file, where a setting names an exporter: the packages cost nothing else. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { limits } from '../kernel/kernel.ts';
import type { Logger } from './logger.ts';
import { Outage } from './outage.ts';
import { spanNameIn, traceparentOf } from './traceparent.core.ts';
import type { Carried, SpanAttributes, Step, TracedRequest, Tracing } from './tracing.ts';

/** The samplers of the standard. */
export type SamplerName =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

export interface TracerOptions {
  /** Where spans go when they end. */
  processor: SpanProcessor;
  sampler: SamplerName;
  /** The part that a ratio samples, 0 to 1. */
  ratio: number;
  /** What is said of this process with every span. */
  resource: SpanAttributes;
}

const serverError = 500;
const kinds = { consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT };

/** Returns spans to an OTLP collector, in batches. Its address and headers it reads from the standard variables. */
export function toCollector(logger: Logger): SpanProcessor {
  return new BatchSpanProcessor({ exporter: saidWhileAway(new OTLPTraceExporter(), logger) });
}

export function startTracer({ processor, sampler, ratio, resource }: TracerOptions): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes(resource),
    sampler: samplers[sampler](ratio),
    spanProcessors: [processor],
    spanLimits: { linkCountLimit: limits.tracesPerStepMax },
  });
  const tracer = provider.getTracer('scoville');
  return {
    isOn: true,
    request: (name, from) => requestOf(tracer, name, from),
    step: (name, carried, options = {}) => {
      const parents = parentsIn(carried);
      return new TracedStep(tracer, name, parents, {
        kind: kinds[options.kind ?? 'consumer'],
        attributes: options.attributes ?? {},
        startTime: momentOf(options.beganMs),
      });
    },
    begin: (name, { attributes = {}, beganMs } = {}) => {
      const span = tracer.startSpan(name, { attributes, startTime: momentOf(beganMs) }, ROOT_CONTEXT);
      return { carried: textOf(span.spanContext()), end: () => span.end() };
    },
    // A collector that is away must not hold up a stop.
    close: () =>
      Promise.race([provider.shutdown(), pause(limits.tracesCloseMsMax, undefined, { ref: false })]),
  };
}

const samplers: Record<SamplerName, (ratio: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio) => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
};

/** A date, since the library takes a number from before the start of the process for the time since that start. */
const momentOf = (ms: number = Date.now()) => new Date(ms);

function requestOf(
  tracer: Tracer,
  name: string,
  { traceparent, isPublic, beganMs, attributes }: Parameters<Tracing['request']>[1],
): TracedRequest {
  const sender = contextIn(traceparent);
  const parent = isPublic || sender === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, sender);
  const links: Link[] = isPublic && sender !== null ? [{ context: sender }] : [];
  const about = { kind: SpanKind.SERVER, attributes, links, startTime: momentOf(beganMs) };
  const span = tracer.startSpan(name, about, parent);
  return {
    carried: textOf(span.spanContext()),
    end: (status) => {
      span.setAttribute('http.response.status_code', status);
      if (status >= serverError) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

type About = { kind: SpanKind; attributes: SpanAttributes; startTime: Date };

class TracedStep implements Step {
  readonly #spans = new Map<string, Span>();

  constructor(tracer: Tracer, name: string, parents: ReadonlyMap<string, SpanContext>, about: About) {
    let first: Span | null = null;
    for (const [carried, parent] of parents) {
      const links: Link[] = first === null ? [] : [{ context: first.spanContext() }];
      const span = tracer.startSpan(name, { ...about, links }, trace.setSpanContext(ROOT_CONTEXT, parent));
      if (first !== null) first.addLink({ context: span.spanContext() });
      first ??= span;
      this.#spans.set(carried, span);
    }
  }

  next<C extends Carried>(carried: C): C {
    const span = this.#spans.get(carried ?? '');
    return span === undefined ? carried : (textOf(span.spanContext()) as C);
  }

  end(done: Iterable<Carried> = this.#spans.keys(), error: string | null = null): void {
    for (const carried of new Set(done)) {
      const span = this.#spans.get(carried ?? '');
      if (error !== null) span?.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span?.end();
    }
  }
}

/** Of what is carried, each once, at most `tracesPerStepMax`. */
function parentsIn(all: Iterable<Carried>): Map<string, SpanContext> {
  const parents = new Map<string, SpanContext>();
  for (const carried of all) {
    if (carried === undefined || parents.has(carried)) continue;
    if (parents.size === limits.tracesPerStepMax) break;
    const context = contextIn(carried);
    if (context !== null) parents.set(carried, context);
  }
  return parents;
}

function contextIn(text: string | undefined): SpanContext | null {
  const named = spanNameIn(text);
  if (named === null) return null;
  const { traceId, spanId, isSampled } = named;
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}

/** What is carried of a span: nothing where it is not sampled. */
function textOf({ traceId, spanId, traceFlags }: SpanContext): Carried {
  const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  return isSampled ? traceparentOf({ traceId, spanId, isSampled }) : undefined;
}

/** The same exporter, which logs once that its collector is away. */
function saidWhileAway(exporter: SpanExporter, logger: Logger): SpanExporter {
  const outage = new Outage(
    logger,
    'spans are dropped: the collector of OTEL_EXPORTER_OTLP_ENDPOINT takes none',
    'the collector takes spans again',
  );
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error === undefined) outage.worked();
        else outage.failed(result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
