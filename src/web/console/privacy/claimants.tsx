/** Users who only claim an address of a person: named, so that an admin may ask by their ids as well. */
import { Text, Title } from '@mantine/core';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { ProfileLink } from '../parts/profile-link.tsx';
import type { PersonExport } from './privacy-api.ts';

/** Shows nothing where nobody does. */
export function Claimants({ claimants: { users, hasMore } }: Pick<PersonExport, 'claimants'>) {
  if (users.length === 0) return null;
  return (
    <div data-testid="claimants">
      <Title order={4} size="h6" mt="md">
        Users that only a web page names
      </Title>
      <Text size="sm" className="quiet">
        A web page said the address for them, or that this is a device of theirs, as anybody may. They are
        neither exported nor erased here. Where you know that one is the same person, ask by that user id as
        well.
      </Text>
      <ul className="rows">
        {users.map(({ profile, userId, claimedAt }) => (
          <li key={profile}>
            <Text size="sm">
              <Foreign text={userId} /> <span className="quiet">since {dateInWords(claimedAt)}</span>{' '}
              <ProfileLink id={profile} words="Everything they did" />
            </Text>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Text size="sm" className="quiet">
          There are more; these are the latest.
        </Text>
      )}
    </div>
  );
}
