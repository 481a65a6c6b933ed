/** The operator's doors: `/metrics`, `/livez` (the process alone) and `/readyz` (its neighbours too). */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import { type Scrape, Scrapes } from './scrapes.ts';

/** One neighbour to check for readiness: returns null when well, else the reason in words. */
export interface HealthCheck {
  name: string;
  check(): Promise<string | null>;
}

/** How long a neighbour may take to answer before it counts as unwell, ms. */
const checkMsMax = 1_000;

/** Adds the three routes; each answers within about a second, whatever is away. `scrapes` read gauges that are not counted. */
export function registerHealthRoutes(
  app: FastifyInstance,
  options: {
    metrics: Metrics;
    checks: HealthCheck[];
    scrapes: Iterable<Scrape>;
    /** What goes on in words, though the process is ready; null when nothing does. */
    details?: () => string | null;
  },
): void {
  const scrapes = new Scrapes(options.metrics, options.scrapes);
  app.get('/livez', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const reasons = await reasonsOf(options.checks);
    if (reasons.length > 0) reply.code(503);
    const details = options.details?.() ?? null;
    return {
      status: reasons.length === 0 ? 'ok' : 'unavailable',
      reasons,
      ...(details !== null && { details }),
    };
  });

  app.get('/metrics', async (_request, reply) => {
    await scrapes.read();
    reply.header('content-type', options.metrics.registry.contentType);
    return options.metrics.registry.metrics();
  });
}

/** The reasons why a process is not ready, one a neighbour; none when it is. */
export async function reasonsOf(checks: readonly HealthCheck[]): Promise<string[]> {
  const answers = await Promise.all(checks.map((check) => ask(check)));
  return answers.filter((answer) => answer !== null);
}

async function ask(check: HealthCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${checkMsMax} ms`), checkMsMax);
  });
  const said = await Promise.race([
    check.check().catch((error: unknown) => (error instanceof Error ? error.message : String(error))),
    late,
  ]);
  clearTimeout(timer);
  return said === null ? null : `${check.name}: ${said}`;
}
