/** What to do while nobody is hot: the snippet to paste and a first event to send. */
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { CodeToCopy } from '../parts/code-to-copy.tsx';

export function FirstEvent() {
  const { data } = useQuery({ queryKey: ['setup'], queryFn: api.setup });
  return (
    <Paper withBorder p="xl" radius="lg" bg="var(--card)" data-testid="empty">
      <Stack>
        <div>
          <Title order={2}>Nobody is hot yet</Title>
          <Text className="quiet">You see a lead here as soon as a visitor has enough points.</Text>
        </div>
        {data && (
          <>
            <Line label="Paste this into your pages" text={data.snippet} />
            <Line label="Or send a first event" text={data.curl} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Line({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      <CodeToCopy label={label} text={text} />
    </div>
  );
}
