/**
 * Traces: one from the request that brought an event to the delivery of its alert, over all processes.
 *
 * What is carried between steps is a `traceparent`, and only of what is sampled: nothing else grows by a byte. A step that is not
 * traced passes on what it got. So processes with and without tracing work side by side, and a trace has gaps at most.
 */

export type SpanAttributes = Record<string, string | number | boolean>;

/** A `traceparent` on its way; undefined where nothing is sampled. */
export type Carried = string | undefined;

/** A request while it is answered. */
export interface TracedRequest {
  /** What its events carry; undefined where it is not sampled. */
  readonly carried: Carried;
  /** Ends the span. A status of 500 or more marks it as failed. */
  end(status: number): void;
}

/** One step of what is carried: a span for each trace in it. */
export interface Step {
  /** Returns what goes on in place of what came: the span of this step, or the same where it has none. */
  next<C extends Carried>(carried: C): C;
  /** Ends the spans of these, of all where none are named. The others did not happen, and are never shown. */
  end(done?: Iterable<Carried>, error?: string | null): void;
}

/** Something that no request is behind, while it is done. */
export interface TracedAct {
  /** What follows from it carries; undefined where it is not sampled. */
  readonly carried: Carried;
  /** Ends the span. One that is not ended did not happen, and is never shown. */
  end(): void;
}

export interface StepOptions {
  /** `client` where another server is asked. */
  kind?: 'consumer' | 'client';
  /** When it began, ms since the epoch; now when not said. */
  beganMs?: number;
  attributes?: SpanAttributes;
}

export interface Tracing {
  /** Whether spans are made at all: else nobody needs to look for what is carried. */
  readonly isOn: boolean;
  /**
   * Begins the span of a request. It is part of the sender's trace, sampled or not as that says. One from a page begins a trace of its
   * own, linked to the page's: no visitor decides what is sampled.
   */
  request(
    name: string,
    from: { traceparent: string | undefined; isPublic: boolean; beganMs: number; attributes: SpanAttributes },
  ): TracedRequest;
  /**
   * Begins a step of all that is carried in a batch: a span in each of its traces, at most `tracesPerStepMax`. The first links to the
   * others, and they to it.
   */
  step(name: string, carried: Iterable<Carried>, options?: StepOptions): Step;
  /** Begins a trace of what time alone makes. */
  begin(name: string, options?: Omit<StepOptions, 'kind'>): TracedAct;
  /** Sends what waits, within `tracesCloseMsMax`. */
  close(): Promise<void>;
}

/** A step that passes on what it got. */
const passing: Step = { next: (carried) => carried, end: () => undefined };
const unseen = { carried: undefined, end: () => undefined };

/** Traces nothing, and passes on what others trace. */
export const noTracing: Tracing = {
  isOn: false,
  request: () => unseen,
  step: () => passing,
  begin: () => unseen,
  close: async () => undefined,
};

/** Returns what is carried by some records, without those that carry nothing. */
export function carriedBy(records: Iterable<{ trace?: Carried }>): string[] {
  const all: string[] = [];
  for (const { trace } of records) if (trace !== undefined) all.push(trace);
  return all;
}
