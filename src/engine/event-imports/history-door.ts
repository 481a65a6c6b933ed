/** `POST /v1/history`: an import of events in one request, by a secret key. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../base/kernel/kernel.ts';
import { movingBody } from '../../base/network/network.ts';
import type { Logger, Metrics } from '../../base/telemetry/telemetry.ts';
import { historyQuerySchema } from '../../contract/api/api.ts';
import { keyOfRequest, problemHandler } from '../ingest/ingest.ts';
import type { KeyRegistry } from '../keys/keys.ts';
import type { EventImports } from './event-imports.ts';

interface Options {
  keys: KeyRegistry;
  eventImports: EventImports;
  metrics: Metrics;
  logger: Logger;
}

/** Adds the route in a scope of its own: its body is taken as it arrives. */
export async function registerHistoryDoor(root: FastifyInstance, options: Options): Promise<void> {
  const { keys, eventImports, metrics, logger } = options;
  await root.register(async (app) => {
    app.setErrorHandler(problemHandler(metrics, logger));
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, body, done) => done(null, body));
    app.post('/v1/history', async (request, reply) => {
      const key = await keyOfRequest(request, null, keys);
      if (key.kind !== 'secret')
        throw new ApiError(
          'invalid_write_key',
          'the key is public, and anybody may have it; events of before need a secret key, which "scoville keys" lists',
        );
      const query = historyQuerySchema.safeParse(request.query);
      if (!query.success)
        throw new ApiError(
          'invalid_request',
          query.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`).join('; '),
        );
      if (!(request.body instanceof Readable))
        throw new ApiError('invalid_request', 'the body is empty; send events as NDJSON or CSV, one a line');
      const { alertSince, format, type, file } = query.data;
      const label = file || 'POST /v1/history';
      const { view } = await eventImports.open(
        { label, ...(alertSince !== undefined && { alertSince }) },
        `key ${key.id}`,
      );
      const body = movingBody(request.raw.socket, request.body);
      try {
        await eventImports.load(view.id, { part: 0, line: 0, format, type, file }, body);
      } catch (error) {
        // Half of a body is no import: its sender sends it again.
        await eventImports.undo(view.id);
        throw error;
      }
      const finished = await eventImports.finish(view.id);
      return reply.code(202).header('location', `/api/v1/event-imports/${view.id}`).send(finished);
    });
  });
}
