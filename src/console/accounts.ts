/** The API of the scores of companies. */
import type { FastifyInstance } from 'fastify';
import { accountSchema } from '../contract/api/api.ts';
import type { Leads } from '../sales/leads/leads.ts';
import { answers, docs, found, type WithId } from './route-docs.ts';

export function registerAccounts(app: FastifyInstance, { leads }: { leads: Pick<Leads, 'accounts'> }): void {
  app.get<WithId>(
    '/accounts/:id',
    docs('The scores of a company, each with the people who make it. `id`: that of the company', {
      response: answers(accountSchema, 'The scores; none where no programme scores companies'),
    }),
    async ({ params }) => found(await leads.accounts.account(params.id), `company "${params.id}"`),
  );
}
