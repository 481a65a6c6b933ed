/** The API of second factors: users set up, renew and remove their own, managers and admins reset a lost one. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  newSecondFactorSchema,
  recoveryCodesSchema,
  secondFactorBeginSchema,
  secondFactorCheckSchema,
  secondFactorSchema,
  type UserRole,
} from '../contract/api/api.ts';
import { emailSchema } from '../contract/language/language.ts';
import type { Sales } from '../sales/sales.ts';
import { answers, docs, nothing } from './route-docs.ts';
import { actorOf, sessionTokenOf } from './session.ts';
import { ownAddress } from './users.ts';
import { documented, parse } from './validation.ts';

const path = '/users/me/second-factor';

export function registerSecondFactor(
  app: FastifyInstance,
  {
    sales: { team },
    secondFactorRoles,
  }: { sales: Pick<Sales, 'team'>; secondFactorRoles: readonly UserRole[] },
): void {
  /** Codes and passwords that somebody tries while logged in are counted as tries of the own password. */
  const counted = async <Result>(email: string, work: () => Promise<Result>) => {
    const takeTryBack = await team.admitOwnPassword(email);
    const result = await work();
    await takeTryBack();
    return result;
  };
  const withCode = { isThrottled: true, body: documented(secondFactorCheckSchema, 'input') };
  const given = (request: FastifyRequest) => ({
    email: ownAddress(request),
    code: parse(secondFactorCheckSchema, request.body).code,
  });

  app.get(
    path,
    docs('Your second factor', {
      operationId: 'getOwnSecondFactor',
      response: answers(secondFactorSchema, 'Whether there is one, and whether your role needs it'),
    }),
    async (request) => ({
      ...(await team.secondFactors.of(ownAddress(request))),
      isRequired: request.caller !== undefined && secondFactorRoles.includes(request.caller.role),
    }),
  );
  app.post(
    path,
    docs('Begin to set up a second factor', {
      operationId: 'beginSecondFactor',
      description:
        'It counts once a code of the app was confirmed. Until then another call makes another secret.',
      isThrottled: true,
      body: documented(secondFactorBeginSchema, 'input'),
      response: answers(newSecondFactorSchema, 'The secret for an authenticator app'),
    }),
    (request) => {
      const email = ownAddress(request);
      const { presentPassword } = parse(secondFactorBeginSchema, request.body);
      return counted(email, () => team.secondFactors.begin(email, presentPassword));
    },
  );
  app.post(
    `${path}/confirm`,
    docs('Activate it by a code of the app; your other log-ins end', {
      operationId: 'confirmSecondFactor',
      ...withCode,
      response: answers(recoveryCodesSchema, 'Codes for when the app is lost'),
    }),
    (request) => {
      const { email, code } = given(request);
      return counted(email, () =>
        team.secondFactors.confirm(email, code, sessionTokenOf(request), actorOf(request)),
      );
    },
  );
  app.post(
    `${path}/recovery-codes`,
    docs('Make new recovery codes; those of before work no more', {
      operationId: 'renewRecoveryCodes',
      ...withCode,
      response: answers(recoveryCodesSchema, 'The new codes'),
    }),
    (request) => {
      const { email, code } = given(request);
      return counted(email, () => team.secondFactors.renewRecoveryCodes(email, code));
    },
  );
  app.post(
    `${path}/remove`,
    docs('Remove your second factor', {
      operationId: 'removeSecondFactor',
      ...withCode,
      response: nothing('It is removed'),
    }),
    async (request, reply) => {
      const { email, code } = given(request);
      await counted(email, () => team.secondFactors.remove(email, code, actorOf(request)));
      return reply.code(204).send();
    },
  );
  app.delete<{ Params: { email: string } }>(
    '/users/:email/second-factor',
    docs('Reset the second factor of a user who has lost it; their log-ins end', {
      operationId: 'resetSecondFactor',
      response: nothing('It is removed'),
    }),
    async (request, reply) => {
      await team.secondFactors.reset(parse(emailSchema, request.params.email), actorOf(request));
      return reply.code(204).send();
    },
  );
}
