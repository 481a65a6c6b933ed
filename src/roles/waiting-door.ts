/** The door of a process that waits for its installation: it listens, and answers 503 with the reason. */
import { limits, problemOf } from '../base/kernel/kernel.ts';
import { type Metrics, openHealth, registerHealthRoutes } from '../base/telemetry/telemetry.ts';
import type { Environment } from '../environment.ts';
import { listen } from './listening.ts';
import { publicMetricsAccess } from './metrics-access.ts';
import { createServer } from './server.ts';

/** Listens until it is closed; `reason` is in words. Throws when the address cannot be used. */
export async function openWaitingDoor(
  environment: Environment,
  metrics: Metrics,
  reason: string,
): Promise<{ close(): Promise<void> }> {
  const app = createServer(environment.TRUST_PROXY);
  const checks = [{ name: 'installation', check: async () => reason }];
  const health = openHealth({ metrics, roles: environment.ROLES, checks, scrapes: [] });
  registerHealthRoutes(app, health, publicMetricsAccess(environment));
  // Before a body is read: no client has to send one that is not taken.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    reply.code(503).header('retry-after', limits.retryAfterSeconds).type('application/problem+json');
    return reply.send(problemOf('stream_unavailable', reason, request.id));
  });
  await listen(app, environment);
  return { close: async () => app.close() };
}
