/** The one toast of the live stream: it counts what comes while it is shown, and leads to it. */
import { Anchor, Kbd } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { announce } from './announce.ts';
import { shownOf } from './gathering.ts';
import type { LiveAlert } from './live-alert.ts';

const toastId = 'live';
const shownMs = 8_000;

/** Opens what the toast that is shown is about. */
let openShown: (() => void) | null = null;

/** Goes where the toast leads; false where none is shown. */
export function openToast(): boolean {
  const open = openShown;
  open?.();
  return open !== null;
}

/** `onOpen` goes to the address of what came: the one lead or task, or the inbox. */
export function createLiveToast(
  onOpen: (address: string) => void,
  onRead: (alert: number) => void,
): { add(alerts: LiveAlert[]): void } {
  let counted: LiveAlert[] = [];
  return {
    add: (alerts) => {
      if (shownOf(alerts).toast === null) return;
      const isShown = counted.length > 0;
      counted.push(...alerts);
      const { toast, opens } = shownOf(counted);
      if (toast === null) return;
      const open = () => {
        const [alert] = counted;
        // What is opened is read.
        if (opens !== '/inbox' && alert?.id !== undefined) onRead(alert.id);
        notifications.hide(toastId);
        onOpen(opens);
      };
      openShown = open;
      const shown = {
        ...{ id: toastId, title: toast.title, color: toast.color, autoClose: shownMs },
        closeButtonProps: { 'aria-label': 'Dismiss' },
        message: (
          <>
            {toast.message}{' '}
            <Anchor
              component="button"
              type="button"
              size="sm"
              mih={24}
              onClick={open}
              data-testid="toast-open"
            >
              {opens === '/inbox' ? 'Show them' : 'Open'} <Kbd size="xs">o</Kbd>
            </Anchor>
          </>
        ),
        onClose: () => {
          openShown = null;
          counted = [];
        },
      };
      if (isShown) notifications.update(shown);
      else {
        notifications.show(shown);
        announce(toast);
      }
    },
  };
}
