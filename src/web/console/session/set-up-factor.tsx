/** Setting up a second factor: the password, the picture for an app, a code of it, and then the recovery codes. */
import './set-up-factor.css';
import { Button, Code, CopyButton, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { encode } from 'uqr';
import { api } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';

interface Props {
  /** The recovery codes are shown from now on: who shows this goes on doing so, whatever the server says by then. */
  onCodes: () => void;
  /** Somebody has kept them. */
  onDone: () => void;
}

export function SetUpFactor({ onCodes, onDone }: Props) {
  const [presentPassword, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => api.beginSecondFactor(presentPassword) });
  const confirm = useMutation({ mutationFn: () => api.confirmSecondFactor(code), onSuccess: onCodes });
  const submit = (event: FormEvent, act: () => void) => {
    event.preventDefault();
    act();
  };
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onDone={onDone} />;
  if (begin.data)
    return (
      <form onSubmit={(event) => submit(event, () => confirm.mutate())}>
        <Stack gap="sm">
          <Text size="sm">
            Read the picture with an authenticator app, such as the one of your phone or a password manager.
            Then type the code that it shows.
          </Text>
          <QrCode text={begin.data.appAddress} />
          <Text size="sm" className="quiet">
            No camera? Type this secret into the app: <Code>{begin.data.secret}</Code>
          </Text>
          <CodeInput value={code} onChange={setCode} />
          <Refusal error={confirm.error} />
          <Group>
            <Button type="submit" loading={confirm.isPending} data-testid="confirm-factor">
              Activate
            </Button>
          </Group>
        </Stack>
      </form>
    );
  return (
    <form onSubmit={(event) => submit(event, () => begin.mutate())}>
      <Stack gap="sm">
        <Text size="sm" className="quiet">
          A log-in then needs your password and a code that changes every 30 seconds. Your other log-ins end.
        </Text>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          required
          value={presentPassword}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-testid="factor-password"
        />
        <Refusal error={begin.error} />
        <Group>
          <Button type="submit" variant="default" loading={begin.isPending} data-testid="begin-factor">
            Set up a second factor
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A field for a code of the app; `takesRecovery`: or for a recovery code. */
export function CodeInput({
  value,
  onChange,
  takesRecovery = false,
}: {
  value: string;
  onChange: (code: string) => void;
  takesRecovery?: boolean;
}) {
  return (
    <TextInput
      label="Code of your app"
      {...(takesRecovery && { description: 'Without the app use a recovery code.' })}
      autoComplete="one-time-code"
      inputMode="text"
      required
      minLength={6}
      maxLength={20}
      maw="16rem"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoFocus
      data-testid="factor-code"
    />
  );
}

/** Codes that are shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm">
        Keep these codes where your phone is not. Each lets you in once without the app. They are shown this
        once.
      </Text>
      <ul className="codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <Code data-testid="recovery-code">{code}</Code>
          </li>
        ))}
      </ul>
      <Group>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy all'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone} data-testid="codes-kept">
          I have kept them
        </Button>
      </Group>
    </Stack>
  );
}

/** Dark on white in both schemes: cameras do not read the opposite. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 4 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="The secret as a QR code">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
