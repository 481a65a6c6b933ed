/** What is the user's own: who they are, the look, the keys, and the way out. */

import { Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../api/api.ts';
import { Icon } from '../parts/icons.tsx';
import { Foreign } from '../parts/others.tsx';
import { useSession } from '../session/session.tsx';

export function MeMenu({ onKeys }: { onKeys: () => void }) {
  const { email, role } = useSession();
  const navigate = useNavigate();
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  // Nothing of this user stays in the page.
  const logOut = useMutation({ mutationFn: api.logOut, onSuccess: () => location.assign('/') });
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Menu position="bottom-end" width={240} withinPortal>
      <Menu.Target>
        <UnstyledButton className="me" aria-label={`You: ${email}`} data-testid="me">
          {email.slice(0, 1).toUpperCase()}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Foreign text={email} />
          <br />
          {role}
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon name={other === 'dark' ? 'moon' : 'sun'} size={16} />}
          onClick={() => setColorScheme(other)}
        >
          {other === 'dark' ? 'Dark' : 'Light'}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="gear" size={16} />}
          onClick={() => void navigate({ to: '/me' })}
          data-testid="settings"
        >
          Your settings
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" size={16} />} onClick={onKeys}>
          Keys
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="out" size={16} />}
          onClick={() => logOut.mutate()}
          data-testid="log-out"
        >
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
