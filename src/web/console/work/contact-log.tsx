/** The form that logs a contact: its kind, outcome, notes, next step and follow-up date. */
import { Button, Chip, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { api } from '../api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { focusFirst } from '../parts/focus-first.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { FollowUpDay } from './follow-up-day.tsx';

const kinds = {
  call: { label: 'Call', said: 'Call logged', outcomes: ['Spoke', 'No answer', 'Asked to call back'] },
  voicemail: { label: 'Voicemail', said: 'Voicemail logged', outcomes: ['Message left'] },
  mail: { label: 'E-mail', said: 'E-mail logged', outcomes: ['Sent', 'Answered', 'Bounced'] },
  meeting: { label: 'Meeting', said: 'Meeting logged', outcomes: ['Met', 'They did not come'] },
  note: { label: 'Note', said: 'Note saved', outcomes: [] },
} as const;
type Kind = keyof typeof kinds;

interface Props {
  /** The person and the records it is about. */
  about: ContactAbout;
  me: string;
  /** It begins with a call. */
  isCall?: boolean;
}

export type ContactAbout = Partial<
  Record<'person' | 'company' | 'lead' | 'opportunity' | 'deal' | 'order' | 'job', string>
>;

/** What is being logged. */
interface Entry {
  outcome: string;
  body: string;
  nextStep: string;
  followUpOn: string;
  from: string;
}

const emptyEntry = { outcome: '', body: '', nextStep: '', followUpOn: '' };

export function ContactLog({ about, me, isCall = false }: Props) {
  const [kind, setKind] = useState<Kind | null>(isCall ? 'call' : null);
  // What was written after Escape is still of its kind.
  const [latest, setLatest] = useState<Kind>('call');
  const form = useRef<HTMLDivElement>(null);
  const isByKey = useRef(isCall);
  const [entry, setEntry] = useState<Entry>({ ...emptyEntry, from: me.includes('@') ? me : '' });
  const change = (part: Partial<Entry>) => setEntry((before) => ({ ...before, ...part }));
  const close = () => {
    setKind(null);
    setLatest('call');
    change(emptyEntry);
  };
  // The key opens a call, or goes back to what is being written.
  const begin = () => {
    isByKey.current = kind === null;
    setKind(kind ?? latest);
    focusFirst(form.current);
  };
  useKeys([{ keys: 'l', label: 'Log a call', run: begin }]);
  useEffect(() => {
    if (kind !== null && isByKey.current) focusFirst(form.current);
    isByKey.current = false;
  }, [kind]);
  const log = useLog(about, entry, close);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // What was written stays: the key `l` brings it back.
    if (event.key === 'Escape') setKind(null);
    else if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    else if (!event.repeat) event.currentTarget.closest('form')?.requestSubmit();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Stack gap="xs" data-testid="contact-log">
      <SegmentedControl
        fullWidth
        className="contact-kinds"
        aria-label="Kind of contact"
        value={kind ?? ''}
        onChange={(value) => {
          setKind(value as Kind);
          setLatest(value as Kind);
          if (value !== latest) change({ outcome: '' });
        }}
        data={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))}
      />
      {kind !== null && (
        <Stack
          gap="xs"
          component="form"
          ref={form}
          onKeyDown={onKeyDown}
          onSubmit={(event: { preventDefault(): void }) => {
            event.preventDefault();
            if (!log.isPending) log.mutate(kind);
          }}
        >
          <ContactFields kind={kind} entry={entry} change={change} />
          <FollowUpDay
            label="Follow up on"
            day={entry.followUpOn}
            choose={(followUpOn) => change({ followUpOn })}
          />
          <Group grow>
            <Button type="submit" loading={log.isPending} data-testid="log-save">
              Save
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
          {entry.followUpOn && (
            <Text size="sm" className="quiet">
              You get a task for that day.
            </Text>
          )}
        </Stack>
      )}
      <Refusal error={log.error} />
    </Stack>
  );
}

/** Logs what was entered, and takes it back. */
function useLog(about: ContactAbout, entry: Entry, onDone: () => void) {
  return useAct({
    name: 'log',
    run: (done: Kind) => {
      const { outcome, body, nextStep, followUpOn, from } = entry;
      return api.log({
        ...about,
        kind: done,
        body,
        ...(done !== 'note' && { direction: 'out' }),
        ...(done === 'mail' && { from }),
        ...(outcome && { outcome }),
        ...(nextStep && { nextStep }),
        ...(followUpOn && { followUpOn }),
      });
    },
    said: (_, done) => kinds[done].said,
    undo: ({ id }) => api.undoLog(id),
    onDone,
  });
}

function ContactFields(props: { kind: Kind; entry: Entry; change(part: Partial<Entry>): void }) {
  const { kind, entry, change } = props;
  return (
    <>
      {kinds[kind].outcomes.length > 0 && (
        // One name: arrows go from one to the next, and Tab on to the notes.
        <Chip.Group value={entry.outcome} onChange={(value) => change({ outcome: String(value) })}>
          <Group gap="xs" role="group" aria-label="How it went">
            {kinds[kind].outcomes.map((word) => (
              <Chip key={word} value={word} size="sm" name="outcome">
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
          value={entry.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
      )}
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        required={kind === 'note'}
        value={entry.body}
        onChange={(event) => change({ body: event.currentTarget.value })}
        data-testid="log-notes"
      />
      <TextInput
        label="Next step"
        value={entry.nextStep}
        onChange={(event) => change({ nextStep: event.currentTarget.value })}
        data-testid="log-next-step"
      />
    </>
  );
}
