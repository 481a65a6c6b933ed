/** The form that logs a contact: its kind, outcome, notes, next step and follow-up date. */
import { Button, Chip, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { focusFirst } from '../parts/focus-first.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { FollowUpDay } from './follow-up-day.tsx';
import { dropForLog, keepForLog, typedForLog } from './log-ahead.ts';
import { draftOf, keepDraft, type LogEntry, type LogKind } from './log-drafts.ts';

const kinds = {
  call: { label: 'Call', said: 'Call logged', outcomes: ['Spoke', 'No answer', 'Asked to call back'] },
  voicemail: { label: 'Voicemail', said: 'Voicemail logged', outcomes: ['Message left'] },
  mail: { label: 'E-mail', said: 'E-mail logged', outcomes: ['Sent', 'Answered', 'Bounced'] },
  meeting: { label: 'Meeting', said: 'Meeting logged', outcomes: ['Met', 'They did not come'] },
  note: { label: 'Note', said: 'Note saved', outcomes: [] },
} as const satisfies Record<LogKind, object>;

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

const emptyEntry = { kind: 'call', outcome: '', body: '', nextStep: '', followUpOn: '' } as const;

/** A form for each: a page that shows another record keeps none of what was written about the one before. */
export function ContactLog(props: Props) {
  return <LogOf key={JSON.stringify(props.about)} {...props} />;
}

function LogOf({ about, me, isCall = false }: Props) {
  const [isOpen, setOpen] = useState(isCall);
  const form = useRef<HTMLDivElement>(null);
  const focused = useRef<'first' | 'note' | null>(isCall ? 'first' : null);
  const [entry, setEntry] = useState<LogEntry>(
    draftOf(me, about) ?? { ...emptyEntry, from: me.includes('@') ? me : '' },
  );
  const kind = isOpen ? entry.kind : null;
  // The draft is kept here, not as the state is set: a form that is gone by now sets none.
  const change = (part: Partial<LogEntry>) => {
    const next = { ...entry, ...part };
    keepDraft(me, about, next);
    setEntry(next);
  };
  const close = () => {
    setOpen(false);
    change(emptyEntry);
  };
  // The key opens a call, or goes back to what is being written.
  const begin = () => {
    const ahead = typedForLog();
    if (ahead !== '') change({ body: entry.body + ahead });
    focused.current = isOpen ? null : ahead === '' ? 'first' : 'note';
    setOpen(true);
    focusFirst(form.current);
  };
  useKeys([{ keys: 'l', label: 'Log a call', run: begin }]);
  useEffect(() => {
    if (kind !== null && focused.current === 'first') focusFirst(form.current);
    if (kind !== null && focused.current === 'note') focusNote(form.current);
    focused.current = null;
  }, [kind]);
  const log = useLog(about, entry, close);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // What was written stays: the key `l` brings it back.
    if (event.key === 'Escape') setOpen(false);
    else if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) {
      // A letter on a choice begins the note: the browser writes it where the focus is by then.
      if (isWrittenOnChoice(event)) focusNote(event.currentTarget);
      return;
    } else if (!event.repeat) event.currentTarget.closest('form')?.requestSubmit();
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
          setOpen(true);
          if (value !== entry.kind) change({ kind: value as LogKind, outcome: '' });
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
          <Text size="sm" className="quiet" data-testid="log-summary">
            {summaryOf(kind, entry)}
          </Text>
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

/** Puts the focus where the note ends. */
function focusNote(form: HTMLElement | null): void {
  const note = form?.querySelector('textarea');
  note?.focus();
  note?.setSelectionRange(note.value.length, note.value.length);
}

/** Whether a key writes, though a choice has the focus: there, the space bar and arrows choose, and nothing writes. */
function isWrittenOnChoice({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  const isChoice = target instanceof HTMLInputElement && target.type === 'radio';
  return isChoice && key !== ' ' && [...key].length === 1 && !metaKey && (!ctrlKey || altKey);
}

/** What *Save* saves, in words. */
function summaryOf(kind: LogKind, { outcome, body, nextStep }: LogEntry): string {
  const { label, outcomes } = kinds[kind];
  const how = outcomes.length === 0 ? [] : [outcome === '' ? 'no outcome said' : isolated(outcome)];
  const more = [
    body.trim() === '' ? 'without a note' : 'with your note',
    ...(nextStep ? ['a next step'] : []),
  ];
  return `This saves: ${[label, ...how, ...more].join(', ')}.`;
}

/** Logs what was entered, and takes it back. */
function useLog(about: ContactAbout, entry: LogEntry, onDone: () => void) {
  return useAct({
    name: 'log',
    run: (done: LogKind) => {
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

function ContactFields(props: { kind: LogKind; entry: LogEntry; change(part: Partial<LogEntry>): void }) {
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

/**
 * While what a contact is about loads, the key `l` is heard: its form opens with what was typed since. Returns whether it was pressed. Where
 * nothing comes, the keys are those of the page again.
 */
export function useLogAhead(isLoading: boolean, isFailed: boolean): { isPressed: boolean; onDone(): void } {
  const [isPressed, setPressed] = useState(false);
  useEffect(() => {
    if (isFailed) dropForLog();
  }, [isFailed]);
  // A page that is left takes no keys from the next one.
  useEffect(() => dropForLog, []);
  const press = () => {
    keepForLog();
    setPressed(true);
  };
  useKeys(isLoading && !isPressed ? [{ keys: 'l', label: 'Log a call', run: press }] : []);
  // A page that has no such form leaves the keys alone too.
  const onDone = () => {
    dropForLog();
    setPressed(false);
  };
  return { isPressed, onDone };
}
