/** Whose it is and why: claimed from the queue, or handed back to it with the reason. */

import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { Foreign } from '../parts/others.tsx';
import { ReasonButtons } from '../parts/reason-buttons.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { doneTo } from './just-done.ts';
import type { Opened } from './work-item.ts';

const returnReasons = ['No time for it', 'Not my territory', 'Not my product', 'Not my language'];

interface Props {
  opened: Opened;
  owner: string | null;
  reason: string | null;
  me: string;
  mayChange: boolean;
}

export function Assignment({ opened: { kind, id }, owner, reason, me, mayChange }: Props) {
  const nameOfOwner = useOwnerName();
  const [isReturning, setIsReturning] = useState(false);
  const claim = useAct({
    name: 'claim',
    run: () => doneTo(id, me, api.claim(kind, id)),
    said: () => 'You claimed it',
    undo: ({ takeBack }) => takeBack(),
  });
  const handBack = useAct({
    name: 'return',
    run: (reason: string) => doneTo(id, me, api.handBack(kind, id, reason)),
    said: () => 'You handed it back to the queue',
    undo: ({ takeBack }) => takeBack(),
    onDone: () => setIsReturning(false),
  });
  const mayClaim = mayChange && owner === null;
  const claimKey = { keys: 'c', label: 'Claim the record', run: () => claim.mutate(undefined) };
  useKeys(mayClaim && !claim.isPending ? [claimKey] : []);
  return (
    <Stack gap="xs" data-testid="assignment" data-owner={owner ?? ''}>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text fw={600}>
            {owner === me ? 'Yours' : owner === null ? 'In the queue' : <Foreign text={nameOfOwner(owner)} />}
          </Text>
          {reason && (
            <Text size="sm" className="quiet" data-testid="routing-reason">
              <Foreign text={reason} />
            </Text>
          )}
        </div>
        {mayClaim && (
          <Button
            flex="none"
            loading={claim.isPending}
            rightSection={<Kbd size="xs">c</Kbd>}
            onClick={() => claim.mutate(undefined)}
            data-testid="claim"
          >
            Claim
          </Button>
        )}
        {mayChange && owner === me && (
          <Button
            flex="none"
            variant="subtle"
            aria-expanded={isReturning}
            onClick={() => setIsReturning(!isReturning)}
            data-testid="return"
          >
            Hand back
          </Button>
        )}
      </Group>
      {isReturning && owner === me && (
        <ReasonButtons
          label="Why you hand it back"
          reasons={returnReasons}
          isPending={handBack.isPending}
          onReason={handBack.mutate}
          testId="return-reason"
        />
      )}
      <Refusal error={claim.error ?? handBack.error} />
    </Stack>
  );
}
