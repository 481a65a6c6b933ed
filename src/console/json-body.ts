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
      const parsed: typeof done = (error, value) =>
        error !== null && isJson(body) ? done(forbiddenKey) : done(error, value);
      void parse(request, body, parsed);
    },
  );
}

const forbiddenKey = new ApiError(
  'invalid_request',
  'the body has a key "__proto__", or a "prototype" in a "constructor": no field has these names; leave it out',
);

/** Whether a body that was refused is JSON: then it has a key that could change the objects of a program. */
function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
