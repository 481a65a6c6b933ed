/** JSON bodies of the API: parsed only when they do not nest too deep, because validation recurses over them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, limits, textIsDeeperThan } from '../base/kernel/kernel.ts';

/** Replaces the parsers of bodies in this scope by one of JSON. A body over `jsonDepthMax` is answered `invalid_request`. */
export function parseJsonWithinDepth(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request: FastifyRequest, body, done) => {
      // Clients name the type of every body, of one that is not there too; a route that needs one says so.
      if (body === '') {
        done(null, undefined);
        return;
      }
      if (textIsDeeperThan(body, limits.jsonDepthMax)) {
        done(
          new ApiError(
            'invalid_request',
            `the body nests over ${limits.jsonDepthMax} levels deep; send it flatter`,
          ),
        );
        return;
      }
      void parse(request, body, done);
    },
  );
}
