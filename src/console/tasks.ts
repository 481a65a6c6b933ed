/** The API of tasks: contact tasks, tasks of stages, and tasks by hand. */
import type { FastifyInstance } from 'fastify';
import {
  agendaFilterSchema,
  agendaSchema,
  newTaskSchema,
  taskChangeSchema,
  taskFilterSchema,
  taskSchema,
} from '../contract/api/api.ts';
import type { TaskRecords } from '../sales/records/records.ts';
import { answers, created, docs, found, listOf, type WithId } from './route-docs.ts';
import { actorOf, ofOwner, revisionIn, tagged } from './session.ts';
import { documented, parse } from './validation.ts';

export function registerTasks(app: FastifyInstance, sales: { records: TaskRecords }): void {
  app.get(
    '/tasks',
    docs('Tasks, newest first unless sorted otherwise', {
      querystring: documented(taskFilterSchema, 'input'),
      response: answers(listOf(taskSchema), 'A page of tasks'),
    }),
    async (request) =>
      sales.records.listTasks(
        ofOwner(parse(taskFilterSchema, request.query), request),
        actorOf(request).name,
      ),
  );
  app.get(
    '/tasks/agenda',
    docs('How many open tasks are due by when, and until when one may be snoozed', {
      description: 'Days and weeks are those of the caller. Counts stop at a limit.',
      operationId: 'taskAgenda',
      querystring: documented(agendaFilterSchema, 'input'),
      response: answers(agendaSchema, 'The agenda of the caller'),
    }),
    async (request) =>
      sales.records.agenda(ofOwner(parse(agendaFilterSchema, request.query), request), actorOf(request).name),
  );
  app.post(
    '/tasks',
    docs('Open a task: a call, a mail, a meeting or a follow-up', {
      takes: ['Idempotency-Key'],
      body: documented(newTaskSchema, 'input'),
      response: created(taskSchema, 'The task'),
    }),
    async (request, reply) => {
      const made = await sales.records.openTask(parse(newTaskSchema, request.body), actorOf(request));
      return reply.code(201).send(tagged(reply, made));
    },
  );
  app.get<WithId>(
    '/tasks/:id',
    docs('One task', { response: answers(taskSchema, 'The task') }),
    async ({ params }, reply) =>
      tagged(reply, found(await sales.records.task(params.id), `task "${params.id}"`)),
  );
  app.patch<WithId>(
    '/tasks/:id',
    docs('Complete a task with its outcome, reopen, move, snooze, reassign or cancel it', {
      takes: ['If-Match'],
      body: documented(taskChangeSchema, 'input'),
      response: answers(taskSchema, 'The task as it is now'),
    }),
    async (request, reply) => {
      const change = { ...parse(taskChangeSchema, request.body), revision: revisionIn(request) };
      return tagged(reply, await sales.records.changeTask(request.params.id, change, actorOf(request)));
    },
  );
}
