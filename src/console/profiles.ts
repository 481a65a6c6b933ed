/** The API of profiles: scores as of now, and why they are what they are. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Profiles } from '../processing/processing.ts';
import { found } from './sales.ts';
import { documented, parse } from './validation.ts';

const explanationQuerySchema = z.strictObject({ programme: z.string().min(1).optional() });

export function registerProfiles(app: FastifyInstance, profiles: Profiles): void {
  app.get<{ Params: { key: string } }>(
    '/profiles/:key',
    { config: { docs: { summary: 'A profile by anonymous id, user id, e-mail address or profile id' } } },
    async ({ params }) => found(await profiles.profile(params.key), `profile "${params.key}"`),
  );
  app.get<{ Params: { key: string } }>(
    '/profiles/:key/explanation',
    {
      config: {
        docs: {
          summary: 'Why a score is what it is: contributions that sum to it, and refusals',
          querystring: documented(explanationQuerySchema, 'input'),
        },
      },
    },
    async ({ params, query }) => {
      const { programme } = parse(explanationQuerySchema, query);
      const what =
        programme === undefined
          ? `profile "${params.key}"`
          : `profile "${params.key}" or no programme "${programme}"`;
      return found(await profiles.explanation(params.key, programme), what);
    },
  );
}
