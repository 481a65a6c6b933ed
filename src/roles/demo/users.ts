/** The log-ins of the demo: who is offered on its log-in page, with passwords of this installation alone. */
import { secretMarkOf } from '../../base/kernel/kernel.ts';
import type { LogInOptions } from '../../contract/api/api.ts';
import type { Member } from './cast.core.ts';

const passwordLength = 24;

/** Returns the password of a member: the same at each start, another in each installation. */
export function passwordOf({ email }: Pick<Member, 'email'>, secretKey: string): string {
  return secretMarkOf(secretKey, `demo ${email}`).slice(0, passwordLength);
}

type DemoUsers = NonNullable<LogInOptions['demo']>['accounts'];

/** Returns the users as the log-in page offers them. */
export function demoUsersOf(members: readonly Member[], secretKey: string): DemoUsers {
  return members.flatMap((member) =>
    member.offeredAs === null
      ? []
      : [
          {
            email: member.email,
            name: member.name,
            about: member.offeredAs,
            password: passwordOf(member, secretKey),
          },
        ],
  );
}
