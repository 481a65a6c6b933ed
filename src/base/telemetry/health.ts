/**
 * The operator's doors: `/metrics`, `/livez` (the process alone) and `/readyz` (its neighbours too). `/readyz?role=` is for one
 * role of several: a door can be ready while a store that it does not need is away.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, limits } from '../kernel/kernel.ts';
import type { Metrics } from './metrics.ts';
import { type Scrape, Scrapes } from './scrapes.ts';

/** One neighbour to check for readiness: returns null when well, else the reason in words. */
export interface HealthCheck {
  name: string;
  /** The roles that need it; all where absent. */
  roles?: readonly string[];
  check(): Promise<string | null>;
}

interface HealthOptions {
  metrics: Metrics;
  /** The roles of this process. */
  roles: readonly string[];
  checks: HealthCheck[];
  scrapes: Iterable<Scrape>;
  /** What goes on in words, though the process is ready; null when nothing does. */
  details?: () => string | null;
  /** What is worth knowing and hinders nothing, in words. */
  notes?: () => readonly string[];
}

/** What one process says of its health, whichever port asks. Each answer takes about a second at most, whatever is away. */
export interface Health {
  /** Readiness, of one role where it is named. Throws `invalid_request` for a role that does not run here. */
  ready(role?: string): Promise<Readiness>;
  /** The metrics as text for Prometheus. */
  scrape(): Promise<{ type: string; text: string }>;
}

/** Readiness as it is answered: 200, or 503 with the reasons. */
export interface Readiness {
  code: 200 | 503;
  body: { status: 'ok' | 'unavailable'; reasons: string[]; details?: string; notes?: readonly string[] };
}

export function openHealth(options: HealthOptions): Health {
  const { metrics, roles, checks } = options;
  const scrapes = new Scrapes(metrics, options.scrapes);
  return {
    ready: async (role) => {
      requireRole(roles, role);
      const needed = checks.filter((check) => role === undefined || (check.roles ?? roles).includes(role));
      const reasons = await reasonsOf(needed);
      const details = options.details?.() ?? null;
      const notes = options.notes?.() ?? [];
      return readinessOf(reasons, {
        ...(details !== null && { details }),
        ...(notes.length > 0 && { notes }),
      });
    },
    scrape: async () => {
      await scrapes.read();
      return { type: metrics.registry.contentType, text: await metrics.registry.metrics() };
    },
  };
}

/** Returns the answer for some reasons; none is readiness. */
function readinessOf(reasons: string[], more: Pick<Readiness['body'], 'details' | 'notes'> = {}): Readiness {
  const isReady = reasons.length === 0;
  return { code: isReady ? 200 : 503, body: { status: isReady ? 'ok' : 'unavailable', reasons, ...more } };
}

/** Throws `invalid_request` for a role that is none of these. */
export function requireRole(roles: readonly string[], role: string | undefined): void {
  if (role === undefined || roles.includes(role)) return;
  throw new ApiError(
    'invalid_request',
    `role "${role.slice(0, 80)}" does not run here; use ${roles.join(' or ')}`,
  );
}

/** Adds the three routes. `admitScrape` throws for a request that may not read the metrics. */
export function registerHealthRoutes(
  app: FastifyInstance,
  health: Health,
  admitScrape: (request: FastifyRequest) => void,
): void {
  app.get('/livez', async () => ({ status: 'ok' }));

  app.get<{ Querystring: { role?: unknown } }>('/readyz', async (request, reply) => {
    const { role } = request.query;
    const { code, body } = await health.ready(role === undefined ? undefined : String(role));
    return reply.code(code).send(body);
  });

  app.get('/metrics', async (request, reply) => {
    admitScrape(request);
    const { type, text } = await health.scrape();
    return reply.header('content-type', type).send(text);
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

/** Asks one check, for `checkMsMax` at most; returns null when it is well. */
export async function reasonOf(check: HealthCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${limits.checkMsMax} ms`), limits.checkMsMax);
  });
  const said = await Promise.race([
    check.check().catch((error: unknown) => (error instanceof Error ? error.message : String(error))),
    late,
  ]);
  clearTimeout(timer);
  return said;
}
