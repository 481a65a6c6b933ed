/** The API of products, items, quotations and campaign influence. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  campaignInfluenceSchema,
  campaignInfluencesInputSchema,
  itemSchema,
  itemsInputSchema,
  newQuotationSchema,
  productFilterSchema,
  productInputSchema,
  productSchema,
  quotationChangeSchema,
  quotationFilterSchema,
  quotationSchema,
} from '../contract/api/api.ts';
import type { Quotes } from '../sales/quotes/quotes.ts';
import type { CampaignInfluences } from '../sales/records/records.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged, taggedItems } from './session.ts';
import { documented, parse } from './validation.ts';

const kindsWithItems = { opportunities: 'opportunity', orders: 'order' } as const;
const influencedKinds = {
  leads: 'lead',
  opportunities: 'opportunity',
  tasks: 'task',
  people: 'person',
} as const;
const productNameSchema = z.strictObject({ name: z.string().trim().min(1).max(500) });

/** A list on one page. */
const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

/** The rooms these routes need. */
interface QuotationRooms {
  quotes: Quotes;
  records: CampaignInfluences;
}

export function registerQuotations(app: FastifyInstance, sales: QuotationRooms): void {
  registerProducts(app, sales);
  for (const [path, kind] of Object.entries(kindsWithItems)) registerItems(app, sales, path, kind);
  for (const [path, kind] of Object.entries(influencedKinds))
    registerCampaignInfluences(app, sales, path, kind);
  app.post<WithId>(
    '/opportunities/:id/quotations',
    docs('Make a quotation, and send it on request', {
      takes: ['Idempotency-Key'],
      body: documented(newQuotationSchema, 'input'),
      response: created(quotationSchema, 'The quotation'),
    }),
    async (request, reply) => {
      const wanted = parse(newQuotationSchema, request.body);
      const made = await sales.quotes.makeQuotation(request.params.id, wanted, actorOf(request));
      return reply.code(201).send(tagged(reply, made));
    },
  );
  app.get(
    '/quotations',
    docs('Quotations, newest first; "followUp=due" lists those to follow up', {
      querystring: documented(quotationFilterSchema, 'input'),
      response: answers(listOf(quotationSchema), 'A page of quotations'),
    }),
    async (request) =>
      sales.quotes.listQuotations(ofOwner(parse(quotationFilterSchema, request.query), request)),
  );
  app.get<WithId>(
    '/quotations/:id',
    docs('One quotation', { response: answers(quotationSchema, 'The quotation') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.quotes.quotation(params.id), `quotation "${params.id}"`)),
  );
  app.patch<WithId>(
    '/quotations/:id',
    docs('Send a quotation, move its follow-up date, or mark it accepted or declined', {
      takes: ['If-Match'],
      body: documented(quotationChangeSchema, 'input'),
      response: answers(quotationSchema, 'The quotation as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(quotationChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.quotes.changeQuotation(request.params.id, change, actorOf(request)));
    },
  );
}

function registerProducts(app: FastifyInstance, sales: Pick<QuotationRooms, 'quotes'>): void {
  app.get(
    '/products',
    docs('The price list, the latest added first', {
      querystring: documented(productFilterSchema, 'input'),
      response: answers(listOf(productSchema), 'A page of products'),
    }),
    async (request) => sales.quotes.listProducts(parse(productFilterSchema, request.query)),
  );
  app.get<{ Params: { name: string } }>(
    '/products/:name',
    docs('One product of the price list', { response: answers(productSchema, 'The product') }),
    async ({ params: { name } }, reply) =>
      tagged(reply, found(await sales.quotes.product(name), `product "${name}"`)),
  );
  app.put<{ Params: { name: string } }>(
    '/products/:name',
    docs('Add a product to the price list, or change its price (managers)', {
      takes: ['If-Match'],
      body: documented(productInputSchema, 'input'),
      response: { ...answers(productSchema, 'The product'), ...created(productSchema, 'The new product') },
    }),
    async (request, reply) => {
      const { name } = parse(productNameSchema, request.params);
      const input = { ...parse(productInputSchema, request.body), revision: revisionIn(request) };
      const { product, isNew } = await sales.quotes.putProduct(name, input, actorOf(request));
      return reply.code(isNew ? 201 : 200).send(tagged(reply, product));
    },
  );
}

function registerItems(
  app: FastifyInstance,
  sales: Pick<QuotationRooms, 'quotes'>,
  path: string,
  kind: (typeof kindsWithItems)[keyof typeof kindsWithItems],
): void {
  app.get<WithId>(
    `/${path}/:id/items`,
    docs(`The items of the ${kind}`, { response: answers(listOf(itemSchema), 'The items', ['ETag']) }),
    async ({ params }, reply) => whole(taggedItems(reply, await sales.quotes.items(kind, params.id))),
  );
  app.put<WithId>(
    `/${path}/:id/items`,
    docs(`Replace the items of the ${kind}; its amount follows unless it was set by hand`, {
      description: `\`If-Match\` is the ETag of the items, or that of the ${kind}.`,
      takes: ['If-Match'],
      body: documented(itemsInputSchema, 'input'),
      response: answers(listOf(itemSchema), 'The items as they are now', ['ETag']),
    }),
    async (request, reply) => {
      const input = { ...parse(itemsInputSchema, request.body), revision: revisionIn(request) };
      const items = await sales.quotes.putItems(kind, request.params.id, input, actorOf(request));
      return whole(taggedItems(reply, items));
    },
  );
}

function registerCampaignInfluences(
  app: FastifyInstance,
  sales: Pick<QuotationRooms, 'records'>,
  path: string,
  kind: (typeof influencedKinds)[keyof typeof influencedKinds],
): void {
  app.get<WithId>(
    `/${path}/:id/campaign-influences`,
    docs(`The campaigns that had a part in the ${kind}, the first touch first`, {
      response: answers(listOf(campaignInfluenceSchema), 'The campaigns', ['ETag']),
    }),
    async ({ params }, reply) =>
      whole(taggedItems(reply, await sales.records.campaignInfluencesOf(kind, params.id))),
  );
  app.put<WithId>(
    `/${path}/:id/campaign-influences`,
    docs(`Replace the campaigns that had a part in the ${kind}`, {
      takes: ['If-Match'],
      body: documented(campaignInfluencesInputSchema, 'input'),
      response: answers(listOf(campaignInfluenceSchema), 'The campaigns as they are now', ['ETag']),
    }),
    async (request, reply) => {
      const input = {
        ...parse(campaignInfluencesInputSchema, request.body),
        revision: revisionIn(request),
      };
      const { id } = request.params;
      const items = await sales.records.putCampaignInfluences(kind, id, input, actorOf(request));
      return whole(taggedItems(reply, items));
    },
  );
}
