/** Spans of requests and steps: whose they are part of, which are linked, which are never shown, and who decides what is sampled. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { keptTracing, linksOf, parentOf, textOfSpan } from '../../../test/support/traced.ts';
import { limits } from '../kernel/kernel.ts';
import { noTracing } from './tracing.ts';

const ofSender = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const notSampled = ofSender.replace(/01$/, '00');
const traceOf = (text: string) => text.split('-')[1];
const from = (traceparent: string | undefined, isPublic: boolean) => ({
  ...{ traceparent, isPublic, beganMs: 1_000, attributes: { 'http.route': '/v1/track' } },
});
/** Contexts of different traces. */
const carried = (count: number) =>
  Array.from({ length: count }, (_, at) => `00-${String(at + 1).padStart(32, 'a')}-00f067aa0ba902b7-01`);

describe('a request', () => {
  test('of a server is part of its trace', () => {
    const tracing = keptTracing();
    const request = tracing.request('POST /v1/track', from(ofSender, false));
    request.end(200);
    const [span] = tracing.spans();
    if (span === undefined) throw new Error('no span');
    expect(request.carried).toBe(textOfSpan(span));
    expect([span.name, span.kind, parentOf(span), span.status.code]).toEqual([
      ...['POST /v1/track', SpanKind.SERVER, '00f067aa0ba902b7', SpanStatusCode.UNSET],
    ]);
    expect(span.attributes).toEqual({ 'http.route': '/v1/track', 'http.response.status_code': 200 });
  });

  test('of a server that does not sample is not sampled, and carries nothing', () => {
    const tracing = keptTracing();
    const request = tracing.request('POST /v1/track', from(notSampled, false));
    request.end(200);
    expect([request.carried, tracing.spans()]).toEqual([undefined, []]);
  });

  test.each([
    [0, ofSender],
    [1, notSampled],
  ])('of a page is sampled by the ratio %d alone, whatever its header says', (ratio, header) => {
    const tracing = keptTracing('parentbased_traceidratio', ratio);
    const request = tracing.request('POST /v1/track', from(header, true));
    request.end(200);
    expect(tracing.spans()).toHaveLength(ratio);
    expect(request.carried === undefined).toBe(ratio === 0);
    for (const span of tracing.spans()) {
      expect(span.spanContext().traceId, 'a trace id of its choice').not.toBe(traceOf(header));
      expect([parentOf(span), linksOf(span)]).toEqual([null, ['00f067aa0ba902b7']]);
    }
  });

  test.each([
    [499, SpanStatusCode.UNSET],
    [500, SpanStatusCode.ERROR],
  ])('that is answered %d', (status, code) => {
    const tracing = keptTracing();
    tracing.request('POST /v1/track', from('nonsense', false)).end(status);
    expect(tracing.spans().map((span) => [span.status.code, parentOf(span)])).toEqual([[code, null]]);
  });
});

describe('a step', () => {
  test('of several traces has a span in each; the first links to the others, and they to it', () => {
    const tracing = keptTracing();
    const [one = '', two = '', three = ''] = carried(3);
    const step = tracing.step('score', [undefined, one, two, one, three, 'nonsense']);
    expect([step.next(undefined), step.next('nonsense')]).toEqual([undefined, 'nonsense']);
    step.end();
    const spans = tracing.spans();
    expect(spans.map(textOfSpan).sort()).toEqual([one, two, three].map(step.next.bind(step)).sort());
    const idOf = (text: string) => step.next(text).split('-')[2] ?? '';
    const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    expect(spans.map((span) => traceOf(textOfSpan(span))).sort()).toEqual(
      [one, two, three].map(traceOf).sort(),
    );
    const linked = [one, two, three].map((text) => linksOf(byId.get(idOf(text)) ?? (spans[0] as never)));
    expect(linked).toEqual([[idOf(two), idOf(three)].sort(), [idOf(one)], [idOf(one)]]);
  });

  test('shows what was done alone', () => {
    const tracing = keptTracing();
    const [one = '', two = ''] = carried(2);
    const step = tracing.step('score', [one, two]);
    step.end([two, undefined]);
    expect(tracing.spans().map(textOfSpan)).toEqual([step.next(two)]);
    const failing = tracing.step('deliver', [one], { kind: 'client' });
    failing.end(undefined, 'it answered 500');
    const { status, kind } = tracing.spans().find(({ name }) => name === 'deliver') ?? {};
    expect([status, kind]).toEqual([
      { code: SpanStatusCode.ERROR, message: 'it answered 500' },
      SpanKind.CLIENT,
    ]);
  });

  test.each([limits.tracesPerStepMax - 1, limits.tracesPerStepMax, limits.tracesPerStepMax + 1])(
    'of %d traces has at most so many spans, and passes on the rest',
    (count) => {
      const tracing = keptTracing();
      const all = carried(count);
      const step = tracing.step('score', all);
      step.end();
      const most = Math.min(count, limits.tracesPerStepMax);
      expect(tracing.spans()).toHaveLength(most);
      expect(all.filter((one) => step.next(one) !== one)).toHaveLength(most);
    },
  );

  test('passes on what it got where nothing is traced', () => {
    const step = noTracing.step('score', [ofSender]);
    step.end();
    expect([noTracing.isOn, step.next(ofSender)]).toEqual([false, ofSender]);
    expect(noTracing.request('POST /v1/track', from(ofSender, false)).carried).toBeUndefined();
  });
});

describe('what time alone makes', () => {
  test('begins a trace of its own, shown once it has happened', () => {
    const tracing = keptTracing();
    tracing.begin('escalate');
    const act = tracing.begin('escalate', { beganMs: 1_000, attributes: { 'scoville.cause': 'time' } });
    expect(tracing.spans()).toEqual([]);
    act.end();
    const [span, ...others] = tracing.spans();
    if (span === undefined) throw new Error('no span');
    expect([act.carried, others]).toEqual([textOfSpan(span), []]);
    expect([span.name, span.kind, parentOf(span), linksOf(span)]).toEqual([
      ...['escalate', SpanKind.INTERNAL, null, []],
    ]);
    expect([span.attributes, span.startTime]).toEqual([{ 'scoville.cause': 'time' }, [1, 0]]);
  });

  test.each(['parentbased_always_off', 'always_off'] as const)('is not sampled by %s', (sampler) => {
    const tracing = keptTracing(sampler);
    const act = tracing.begin('escalate');
    act.end();
    expect([act.carried, tracing.spans(), noTracing.begin('escalate').carried]).toEqual([
      undefined,
      [],
      undefined,
    ]);
  });
});
