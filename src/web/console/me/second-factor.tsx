/** The second factor of the user: set up, its recovery codes made again, removed. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Refusal } from '../parts/refusal.tsx';
import { CodeInput, RecoveryCodes, SetUpFactor } from '../session/set-up-factor.tsx';

const key = ['me', 'second-factor'] as const;
/** From so few recovery codes on, new ones are advised. */
const fewCodes = 3;

export function SecondFactor() {
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: key, queryFn: api.secondFactor });
  const [isShowingCodes, showCodes] = useState(false);
  const refresh = () => void queries.invalidateQueries({ queryKey: ['me'] });
  const finish = () => {
    showCodes(false);
    refresh();
  };
  if (data === undefined) return <Refusal error={error} />;
  if (data.activeSince === null || isShowingCodes)
    return <SetUpFactor onCodes={() => showCodes(true)} onDone={finish} />;
  return (
    <Stack gap="sm">
      <Text size="sm" data-testid="factor-state">
        Active since {dateInWords(data.activeSince)} · {data.recoveryCodesLeft} recovery codes left
      </Text>
      {data.recoveryCodesLeft <= fewCodes && (
        <Alert color="yellow">Make new recovery codes: without them and the app nobody gets in.</Alert>
      )}
      <Change isRequired={data.isRequired} onDone={refresh} />
    </Stack>
  );
}

/** Both acts ask for a code: a page that was left open gives nobody the log-in. */
function Change({ isRequired, onDone }: { isRequired: boolean; onDone: () => void }) {
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState<'renew' | 'remove' | null>(null);
  const renew = useMutation({ mutationFn: () => api.renewRecoveryCodes(code) });
  const remove = useMutation({ mutationFn: () => api.removeSecondFactor(code), onSuccess: onDone });
  const choose = (next: typeof chosen) => {
    setChosen(next);
    setCode('');
    renew.reset();
    remove.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    (chosen === 'renew' ? renew : remove).mutate();
  };
  const finish = () => {
    choose(null);
    onDone();
  };
  if (renew.data) return <RecoveryCodes codes={renew.data.recoveryCodes} onDone={finish} />;
  if (chosen === null)
    return (
      <Group>
        <Button variant="default" onClick={() => choose('renew')} data-testid="renew-codes">
          Make new recovery codes
        </Button>
        <Button variant="subtle" color="red" onClick={() => choose('remove')} data-testid="remove-factor">
          Remove the second factor
        </Button>
      </Group>
    );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {chosen === 'remove' && (
          <Text size="sm">
            {isRequired
              ? 'Your role needs a second factor: you set up another one before you see anything else.'
              : 'A log-in then needs your password alone.'}
          </Text>
        )}
        <CodeInput value={code} onChange={setCode} takesRecovery />
        <Refusal error={renew.error ?? remove.error} />
        <Group>
          <Button
            type="submit"
            {...(chosen === 'remove' && { color: 'red' })}
            loading={renew.isPending || remove.isPending}
            data-testid="change-factor"
          >
            {chosen === 'renew' ? 'Make new codes' : 'Remove'}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => choose(null)}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
