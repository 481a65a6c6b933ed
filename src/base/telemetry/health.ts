/** The operator's doors: `/metrics`, `/livez` (the process alone) and `/readyz` (its neighbours too). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemOf } from '../kernel/kernel.ts';
import type { Metrics } from './metrics.ts';
import { type Scrape, Scrapes } from './scrapes.ts';

/** One neighbour to check for readiness: returns null when well, else the reason in words. */
export interface HealthCheck {
  name: string;
  /** The roles that need it; all where absent. */
  roles?: readonly string[];
  check(): Promise<string | null>;
}

/** How long a neighbour may take to answer before it counts as unwell, ms. */
const checkMsMax = 1_000;

interface HealthOptions {
  metrics: Metrics;
  /** The roles of this process. */
  roles: readonly string[];
  checks: HealthCheck[];
  scrapes: Iterable<Scrape>;
  /** Throws for a request that may not read the metrics. */
  admitScrape: (request: FastifyRequest) => void;
  /** What goes on in words, though the process is ready; null when nothing does. */
  details?: () => string | null;
  /** What is worth knowing and hinders nothing, in words. */
  notes?: () => readonly string[];
}

/**
 * Adds the three routes; each answers within about a second, whatever is away. `scrapes` read gauges that are not counted.
 * `/readyz?role=` is for one role of several: a door can be ready while a store that it does not need is away.
 */
export function registerHealthRoutes(app: FastifyInstance, options: HealthOptions): void {
  const { metrics, roles, checks } = options;
  const scrapes = new Scrapes(metrics, options.scrapes);
  app.get('/livez', async () => ({ status: 'ok' }));

  app.get<{ Querystring: { role?: unknown } }>('/readyz', async (request, reply) => {
    const { role } = request.query;
    if (role !== undefined && !roles.includes(String(role)))
      return reply
        .code(400)
        .type('application/problem+json')
        .send(
          problemOf(
            'invalid_request',
            `role "${String(role).slice(0, 80)}" does not run here; use ${roles.join(' or ')}`,
            request.id,
          ),
        );
    const needed = checks.filter(
      (check) => role === undefined || (check.roles ?? roles).includes(String(role)),
    );
    const reasons = await reasonsOf(needed);
    if (reasons.length > 0) reply.code(503);
    const details = options.details?.() ?? null;
    const notes = options.notes?.() ?? [];
    return {
      status: reasons.length === 0 ? 'ok' : 'unavailable',
      reasons,
      ...(details !== null && { details }),
      ...(notes.length > 0 && { notes }),
    };
  });

  app.get('/metrics', async (request, reply) => {
    options.admitScrape(request);
    await scrapes.read();
    reply.header('content-type', metrics.registry.contentType);
    return metrics.registry.metrics();
  });
}

/** The reasons why a process is not ready, one a neighbour; none when it is. */
export async function reasonsOf(checks: readonly HealthCheck[]): Promise<string[]> {
  const answers = await Promise.all(
    checks.map(async (check) => {
      const reason = await reasonOf(check);
      return reason === null ? null : `${check.name}: ${reason}`;
    }),
  );
  return answers.filter((answer) => answer !== null);
}

/** Asks one check, for about a second at most; returns null when it is well. */
export async function reasonOf(check: HealthCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${checkMsMax} ms`), checkMsMax);
  });
  const said = await Promise.race([
    check.check().catch((error: unknown) => (error instanceof Error ? error.message : String(error))),
    late,
  ]);
  clearTimeout(timer);
  return said;
}
