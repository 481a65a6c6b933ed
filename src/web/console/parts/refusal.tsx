/** What the server refused, where it was asked. */

import { Alert, Button } from '@mantine/core';
import { Foreign } from './others.tsx';

interface Props {
  error: Error | null;
  /** Asks again; without it, or null, there is no button for that. */
  again?: (() => void) | null;
}

export function Refusal({ error, again = null }: Props) {
  return error === null ? null : (
    <Alert color="red" role="alert" {...(again && { mb: 'md' })}>
      <Foreign text={error.message} />
      {again && (
        <Button
          variant="default"
          size="compact-sm"
          mt="xs"
          display="block"
          onClick={again}
          data-testid="again"
        >
          Try again
        </Button>
      )}
    </Alert>
  );
}
