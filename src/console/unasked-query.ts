/** Parameters of a query where an address takes none: refused by their names, as unknown ones are where it takes some. */
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../base/kernel/kernel.ts';

/** A list that is whole has no next page: a cursor would be answered with its first rows again, for ever. */
export function refuseUnaskedQueries(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ method, query, routeOptions }) => {
    const { docs } = routeOptions.config;
    if (method !== 'GET' || docs === undefined || docs['querystring'] !== undefined) return;
    const names = Object.keys(query as object).map((name) => `"${name}"`);
    if (names.length > 0)
      throw new ApiError(
        'invalid_request',
        `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not known here: this address takes no parameters; leave ${names.length === 1 ? 'it' : 'them'} out`,
      );
  });
}
