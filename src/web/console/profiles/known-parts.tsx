/** What a profile says of somebody: the ids they go by, their traits, and what they consent to. */
import { Divider, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ProfileView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { traitLines } from './profile-name.ts';

const kinds = { userId: 'User id', email: 'E-mail', anonymousId: 'Browser' } as const;

/** A browser a line: the list of somebody with many is folded. */
const identitiesShown = 8;

export function Identities({ identities }: Pick<ProfileView, 'identities'>) {
  const line = ({ kind, value }: ProfileView['identities'][number]) => (
    <Pair key={`${kind} ${value}`} name={kinds[kind]}>
      <Foreign text={value} />
    </Pair>
  );
  const folded = identities.slice(identitiesShown);
  return (
    <>
      <Divider label="Goes by" labelPosition="left" mt="md" />
      <dl className="traits" data-testid="identities">
        {identities.slice(0, identitiesShown).map(line)}
      </dl>
      {folded.length > 0 && (
        <details className="receipts">
          <summary>{folded.length.toLocaleString()} more</summary>
          <dl className="traits">{folded.map(line)}</dl>
        </details>
      )}
    </>
  );
}

/** Shows nothing of somebody who said nothing. */
export function Details({ traits }: Pick<ProfileView, 'traits'>) {
  const lines = traitLines(traits);
  if (lines.length === 0) return null;
  return (
    <>
      <Divider label="Has said" labelPosition="left" mt="md" />
      <dl className="traits" data-testid="traits">
        {lines.map(({ name, value }) => (
          <Pair key={name} name={<Foreign text={name} />}>
            <Foreign text={value} />
          </Pair>
        ))}
      </dl>
    </>
  );
}

export function Consent({ consent }: Pick<ProfileView, 'consent'>) {
  const purposes = Object.entries(consent);
  return (
    <>
      <Divider label="Consent" labelPosition="left" mt="md" />
      {purposes.length === 0 && (
        <Text size="sm" className="quiet">
          Nothing was asked, or nothing was answered.
        </Text>
      )}
      <dl className="traits" data-testid="consent">
        {purposes.map(([purpose, said]) => (
          <Pair key={purpose} name={<Foreign text={purpose} />}>
            {said === 'allowed' ? 'allowed' : 'refused'}
          </Pair>
        ))}
      </dl>
    </>
  );
}

function Pair({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
