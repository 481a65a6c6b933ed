/** Which errors are an outage of a store: the client is asked to try again, and nothing is logged as our fault. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, test, vi } from 'vitest';
import type { Logger } from '../base/telemetry/telemetry.ts';
import { problemHandler } from './problem.ts';

/** The status of the answer to an error. */
function statusOf(error: Error): number {
  let status = 0;
  const reply = {
    hasHeader: () => false,
    header: () => reply,
    code: (given: number) => {
      status = given;
      return reply;
    },
    type: () => reply,
    send: () => reply,
  };
  problemHandler({ error: vi.fn() } as unknown as Logger)(
    error as never,
    { id: 'r' } as FastifyRequest,
    reply as unknown as FastifyReply,
  );
  return status;
}

test.each([
  'READONLY You can’t write against a read only replica.',
  'MISCONF Redis is configured to save RDB snapshots',
  'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
  "OOM command not allowed when used memory > 'maxmemory'.",
  'PostgreSQL is silent; the connection was given up',
])('"%s" is answered 503', (message) => {
  expect(statusOf(new Error(message))).toBe(503);
});

test.each(['WRONGTYPE Operation against a key', 'the room is busy'])('"%s" is a fault of ours', (message) => {
  expect(statusOf(new Error(message))).toBe(500);
});
