/** The erasure of a person: confirmed by typing who it is, then watched until the last store has forgotten them. */
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Claimants } from './claimants.tsx';
import { ErasureState, erasuresKey } from './erasures.tsx';
import { isConfirmed } from './known.ts';
import { privacyApi } from './privacy-api.ts';

export function Erase({ identity, onErased }: { identity: string; onErased: () => void }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: () => privacyApi.erase(identity),
    // What the pages show of the person is gone too.
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: erasuresKey });
      void queries.invalidateQueries({ queryKey: ['work'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed(typed, identity)) erase.mutate();
  };
  const close = () => {
    setOpen(false);
    if (erase.data !== undefined) onErased();
  };
  return (
    <>
      <Button
        color="red"
        variant="light"
        c="var(--overdue)"
        onClick={() => setOpen(true)}
        data-testid="erase"
      >
        Erase this person…
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={
          <>
            Erase <Foreign text={identity} />
          </>
        }
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {erase.data === undefined ? (
          <form onSubmit={submit}>
            <Stack gap="sm">
              <Alert color="red" title="This cannot be undone">
                <Text size="sm">
                  Events, scores, leads, tasks, messages and files of this person go from every store. Orders
                  and other business stay without the person. Backups, and messages that were sent, are out of
                  reach.
                </Text>
              </Alert>
              <TextInput
                label="Type the address or id again to confirm"
                autoComplete="off"
                value={typed}
                onChange={({ currentTarget }) => setTyped(currentTarget.value)}
                data-testid="confirm-identity"
              />
              <Refusal error={erase.error} />
              <Group>
                <Button
                  type="submit"
                  color="red"
                  loading={erase.isPending}
                  disabled={!isConfirmed(typed, identity)}
                  data-testid="erase-now"
                >
                  Erase for good
                </Button>
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Stack gap="sm">
            <ErasureState id={erase.data.id} first={erase.data} />
            {erase.data.claimants && <Claimants claimants={erase.data.claimants} />}
            <Group>
              <Button variant="default" onClick={close} data-testid="erased">
                Done
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
