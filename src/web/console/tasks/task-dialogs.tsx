/** What a rep does with a chosen task, over the list: completes a contact with how it went, or logs a contact. */
import { Modal } from '@mantine/core';
import type { TaskView } from '../../../contract/api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { useSession } from '../session/session.tsx';
import { Completion } from '../work/completion.tsx';
import { ContactLog } from '../work/contact-log.tsx';
import { nameOf } from '../work/work-item.ts';

export interface TaskDialog {
  act: 'complete' | 'log';
  task: TaskView;
}

export function TaskDialogs({ dialog, onClose }: { dialog: TaskDialog | null; onClose: () => void }) {
  const { email } = useSession();
  const { person, lead } = dialog?.task ?? { person: null, lead: null };
  return (
    <Modal
      opened={dialog !== null}
      onClose={onClose}
      title={<Foreign text={nameOf(person)} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {dialog?.act === 'complete' && (
        <Completion task={dialog.task} onContacted={onClose} mayChange isAsked />
      )}
      {dialog?.act === 'log' && (
        <ContactLog
          about={{ ...(person !== null && { person: person.id }), ...(lead !== null && { lead }) }}
          me={email}
          isCall
        />
      )}
    </Modal>
  );
}
