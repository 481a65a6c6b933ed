/** Contact written down the moment it was made: what it was, how it went, what is next and when. */
import { Button, Chip, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from './api.ts';
import { Refusal } from './refusal.tsx';
import { useAct } from './undo.tsx';
import { dayFrom } from './work-item.ts';

const kinds = {
  call: { label: 'Call', said: 'Call logged', outcomes: ['Spoke', 'No answer', 'Asked to call back'] },
  voicemail: { label: 'Voicemail', said: 'Voicemail logged', outcomes: ['Message left'] },
  mail: { label: 'Mail', said: 'Mail logged', outcomes: ['Sent', 'Answered', 'Bounced'] },
  note: { label: 'Note', said: 'Note kept', outcomes: [] },
} as const;
type Kind = keyof typeof kinds;

const followUps = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In a week', days: 7 },
  { label: 'In 2 weeks', days: 14 },
];

interface Props {
  /** Whom and what it is about: `person`, `lead`. */
  about: { person?: string; lead?: string };
  me: string;
  nowMs: number;
}

export function ContactLog({ about, me, nowMs }: Props) {
  const [kind, setKind] = useState<Kind | null>(null);
  const [outcome, setOutcome] = useState('');
  const [body, setBody] = useState('');
  const [nextStep, setNextStep] = useState('');
  const [followUpOn, setFollowUpOn] = useState('');
  const [from, setFrom] = useState(me.includes('@') ? me : '');
  const close = () => {
    setKind(null);
    for (const clear of [setOutcome, setBody, setNextStep, setFollowUpOn]) clear('');
  };
  const log = useAct({
    name: 'log',
    run: (done: Kind) =>
      api.log({
        ...about,
        kind: done,
        body,
        ...(done !== 'note' && { direction: 'out' }),
        ...(done === 'mail' && { from }),
        ...(outcome && { outcome }),
        ...(nextStep && { nextStep }),
        ...(followUpOn && { followUpOn }),
      }),
    said: (_, done) => kinds[done].said,
    onDone: close,
  });
  return (
    <Stack gap="xs" data-testid="contact-log">
      <SegmentedControl
        fullWidth
        aria-label="What happened"
        value={kind ?? ''}
        onChange={(value) => {
          setKind(value as Kind);
          setOutcome('');
        }}
        data={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))}
      />
      {kind !== null && (
        <Stack
          gap="xs"
          component="form"
          onSubmit={(event: { preventDefault(): void }) => {
            event.preventDefault();
            log.mutate(kind);
          }}
        >
          {kinds[kind].outcomes.length > 0 && (
            <Chip.Group value={outcome} onChange={(value) => setOutcome(String(value))}>
              <Group gap="xs" role="group" aria-label="How it went">
                {kinds[kind].outcomes.map((word) => (
                  <Chip key={word} value={word} size="sm">
                    {word}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          )}
          {kind === 'mail' && (
            <TextInput
              label="Sent from"
              type="email"
              required
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          )}
          <Textarea
            label="Notes"
            autosize
            minRows={2}
            required={kind === 'note'}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
            data-testid="log-notes"
          />
          <TextInput
            label="Next step"
            value={nextStep}
            onChange={(event) => setNextStep(event.currentTarget.value)}
            data-testid="log-next-step"
          />
          <TextInput
            label="Follow up on"
            type="date"
            min={dayFrom(nowMs, 0)}
            value={followUpOn}
            onChange={(event) => setFollowUpOn(event.currentTarget.value)}
          />
          <Group gap="xs">
            {followUps.map(({ label, days }) => (
              <Button
                key={label}
                size="compact-sm"
                variant="default"
                onClick={() => setFollowUpOn(dayFrom(nowMs, days))}
              >
                {label}
              </Button>
            ))}
          </Group>
          <Group grow>
            <Button type="submit" loading={log.isPending} data-testid="log-save">
              Save
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
          {followUpOn && (
            <Text size="sm" className="quiet">
              A task is opened for that day.
            </Text>
          )}
        </Stack>
      )}
      <Refusal error={log.error} />
    </Stack>
  );
}
