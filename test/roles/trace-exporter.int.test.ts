/** Spans on their way to a collector: sent as OTLP, dropped while it is away; and nothing is loaded where no setting names one. */
import { expect, onTestFinished, test } from 'vitest';
import { startReceiver } from '../sales/delivery/receivers.ts';
import { startModule } from '../support/child-program.ts';
import { newPort } from '../support/ports.ts';
import { until } from '../support/until.ts';

/**
 * A process that opens tracing as the settings say, with all roles loaded. It says how many files of the packages it has loaded,
 * besides the API, which the metrics load too.
 */
const program = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({
    load(url, context, next) {
      if (url.includes('@opentelemetry/') && !url.includes('@opentelemetry/api/')) loaded.push(url);
      return next(url, context);
    },
  });
  await import('./src/roles/roles.ts');
  const { createLogger, openTracing } = await import('./src/base/telemetry/telemetry.ts');
  const { readEnvironment, traceSettingsOf } = await import('./src/environment.ts');
  const tracing = await openTracing(traceSettingsOf(readEnvironment()), createLogger('warn'));
  const attributes = { 'http.route': '/v1/track' };
  const request = tracing.request('POST /v1/track', { traceparent: undefined, isPublic: true, beganMs: Date.now(), attributes });
  request.end(200);
  await tracing.close();
  console.log(JSON.stringify({ isOn: tracing.isOn, carried: request.carried ?? null, packages: loaded.length }));
`;

const saidBy = (output: string) => JSON.parse(/\{"isOn".*\}/.exec(output)?.[0] ?? '{}');

test('without an exporter nothing of OpenTelemetry is loaded, and nothing is carried', async () => {
  const run = startModule(program);
  expect(await run.ended, run.output()).toBe(0);
  expect(saidBy(run.output())).toEqual({ isOn: false, carried: null, packages: 0 });
});

test('with one the collector gets the spans of a stop, with the headers and the service of the settings', async () => {
  const collector = await startReceiver();
  onTestFinished(collector.close);
  collector.answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  const run = startModule(program, {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=ours',
    OTEL_SERVICE_NAME: 'scoring',
  });
  expect(await run.ended, run.output()).toBe(0);
  const { carried, packages } = saidBy(run.output());
  expect(packages).toBeGreaterThan(3);
  const [{ path, headers, text } = { path: '', headers: {}, text: '{}' }] = collector.seen;
  expect([path, headers['x-tenant']]).toEqual(['/v1/traces', 'ours']);
  const [resourceSpans] = JSON.parse(text).resourceSpans;
  const attributes = resourceSpans.resource.attributes as { key: string; value: { stringValue?: string } }[];
  const said = Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
  expect(said).toMatchObject({ 'service.name': 'scoring', 'scoville.roles': 'ingest,worker,console' });
  const [span] = resourceSpans.scopeSpans[0].spans;
  expect([span.name, `00-${span.traceId}-${span.spanId}-01`]).toEqual(['POST /v1/track', carried]);
});

test.each([
  ['is away', async () => `http://127.0.0.1:${await newPort()}`],
  [
    'never answers',
    async () => {
      const silent = await startReceiver();
      onTestFinished(silent.close);
      silent.answer = () => undefined;
      return silent.url;
    },
  ],
])('a collector that %s does not hold up a stop', async (_how, address) => {
  const run = startModule(program, {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: await address(),
  });
  await until('the stop is over', () => run.output().includes('"isOn":true'));
  run.kill('SIGKILL');
});
