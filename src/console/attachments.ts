/** The API of attachments: uploaded to records, people and companies, or rendered; downloaded, and never shown in place. */
import type { FastifyInstance } from 'fastify';
import { ApiError, limits } from '../base/kernel/kernel.ts';
import {
  type AttachedKind,
  attachmentSchema,
  newDocumentSchema,
  uploadQuerySchema,
} from '../contract/api/api.ts';
import {
  type Attachments,
  dispositionOf,
  downloadTypes,
  uploadTypes,
} from '../sales/attachments/attachments.ts';
import type { Workflow } from '../sales/workflow/workflow.ts';
import {
  answers,
  answersFile,
  bytesOf,
  created,
  docs,
  found,
  listOf,
  nothing,
  type WithId,
} from './route-docs.ts';
import { actorOf } from './session.ts';
import { documented, parse } from './validation.ts';

/** The rooms these routes need. */
interface AttachmentRooms {
  attachments: Attachments;
  workflow: Pick<Workflow, 'makeDocument'>;
}

const kinds = {
  people: 'person',
  companies: 'company',
  campaigns: 'campaign',
  leads: 'lead',
  opportunities: 'opportunity',
  deals: 'deal',
  orders: 'order',
  jobs: 'job',
} as const satisfies Record<string, AttachedKind>;

export async function registerAttachments(root: FastifyInstance, sales: AttachmentRooms): Promise<void> {
  for (const [path, kind] of Object.entries(kinds)) registerList(root, sales, path, kind);
  // Bodies are bytes of any type here, so the parsers are of this scope alone.
  await root.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const [path, kind] of Object.entries(kinds)) registerUpload(app, sales, path, kind);
  });
  registerFiles(root, sales);
}

function registerList(app: FastifyInstance, sales: AttachmentRooms, path: string, kind: AttachedKind): void {
  app.get<WithId>(
    `/${path}/:id/attachments`,
    docs(`The files of the ${kind}, the earliest first`, {
      response: answers(listOf(attachmentSchema), 'The files'),
    }),
    async ({ params }) => {
      const items = found(await sales.attachments.list(kind, params.id), `${kind} "${params.id}"`);
      return { items, nextCursor: null };
    },
  );
  if (kind === 'person' || kind === 'company') return;
  app.post<WithId>(
    `/${path}/:id/documents`,
    docs(`Render a document of the sales process, and attach it to the ${kind}`, {
      body: documented(newDocumentSchema, 'input'),
      response: created(attachmentSchema, 'The file; the same words make the same file'),
    }),
    async (request, reply) => {
      const { document } = parse(newDocumentSchema, request.body);
      const id = await sales.workflow.makeDocument(kind, request.params.id, document, actorOf(request));
      // Rendered now, so that a document that cannot be is an error of this request.
      await sales.attachments.file(id);
      return reply.code(201).send(found(await sales.attachments.attachment(id), `attachment "${id}"`));
    },
  );
}

function registerUpload(
  app: FastifyInstance,
  sales: AttachmentRooms,
  path: string,
  kind: AttachedKind,
): void {
  app.post<WithId>(
    `/${path}/:id/attachments`,
    {
      bodyLimit: limits.attachmentBytesMax,
      ...docs(`Attach a file to the ${kind}`, {
        description: `The body is the file, with its \`Content-Type\`: ${uploadTypes.map((type) => `\`${type}\``).join(', ')}. \`name\` is its name, with the ending of that type.`,
        querystring: documented(uploadQuerySchema, 'input'),
        body: bytesOf(uploadTypes),
        takes: ['Idempotency-Key'],
        response: created(attachmentSchema, 'The file'),
      }),
    },
    async (request, reply) => {
      const { name } = parse(uploadQuerySchema, request.query);
      const { body } = request;
      if (!Buffer.isBuffer(body) || body.length === 0)
        throw new ApiError('invalid_request', 'the body is empty; send the bytes of the file');
      const contentType = request.headers['content-type'] ?? '';
      const file = { name, contentType, content: body };
      const made = await sales.attachments.upload(kind, request.params.id, file, actorOf(request));
      return reply.code(201).send(made);
    },
  );
}

function registerFiles(app: FastifyInstance, sales: AttachmentRooms): void {
  app.get<WithId>(
    '/attachments/:id',
    docs('One file', { response: answers(attachmentSchema, 'The file') }),
    async ({ params }) => found(await sales.attachments.attachment(params.id), `attachment "${params.id}"`),
  );
  app.get<WithId>(
    '/attachments/:id/content',
    docs('Download a file', {
      description: 'Always as a download: no browser shows it in place, and it may load and run nothing.',
      response: answersFile(downloadTypes, 'Its bytes, under its own content type'),
    }),
    async ({ params }, reply) => {
      const { name, contentType, content } = await sales.attachments.file(params.id);
      return reply.type(contentType).header('content-disposition', dispositionOf(name)).send(content);
    },
  );
  app.delete<WithId>(
    '/attachments/:id',
    docs('Remove a file from its record', { response: nothing('It is removed; its bytes go minutes later') }),
    async (request, reply) => {
      await sales.attachments.remove(request.params.id, actorOf(request));
      return reply.code(204).send();
    },
  );
}
