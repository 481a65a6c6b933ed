/** The API of companies. */
import type { FastifyInstance } from 'fastify';
import {
  companyChangeSchema,
  companyFilterSchema,
  companySchema,
  companyUpsertSchema,
  newCompanySchema,
} from '../contract/api/api.ts';
import type { CompanyRecords } from '../sales/records/records.ts';
import { registerByExternalId } from './external-ids.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerCompanies(app: FastifyInstance, sales: { records: CompanyRecords }): void {
  app.post(
    '/companies',
    docs('Enter a company; people whose address is of its domain are linked to it', {
      takes: ['Idempotency-Key'],
      body: documented(newCompanySchema, 'input'),
      response: created(companySchema, 'The company'),
    }),
    async (request, reply) => {
      const made = await sales.records.makeCompany(parse(newCompanySchema, request.body), actorOf(request));
      return reply.code(201).send(tagged(reply, made));
    },
  );
  app.get(
    '/companies',
    docs('Companies, the latest entered first; the people of one: GET /people?company=', {
      querystring: documented(companyFilterSchema, 'input'),
      response: answers(listOf(companySchema), 'A page of companies'),
    }),
    async (request) =>
      sales.records.listCompanies(ofOwner(parse(companyFilterSchema, request.query), request)),
  );
  registerByExternalId(app, {
    path: '/companies',
    what: 'company',
    wanted: companyUpsertSchema,
    view: companySchema,
    find: sales.records.companyWith,
    upsert: sales.records.upsertCompany,
  });
  app.get<WithId>(
    '/companies/:id',
    docs('One company', { response: answers(companySchema, 'The company') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.company(params.id), `company "${params.id}"`)),
  );
  app.patch<WithId>(
    '/companies/:id',
    docs('Change a company; "doNotContact" marks every person of it, and can be taken back', {
      takes: ['If-Match'],
      body: documented(companyChangeSchema, 'input'),
      response: answers(companySchema, 'The company as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(companyChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.changeCompany(request.params.id, change, actorOf(request)));
    },
  );
}
