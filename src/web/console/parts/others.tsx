/**
 * Text that others wrote, on our page: the one part that shows it.
 *
 * It is isolated, because a direction control in it would turn our own words round. What cannot be seen is shown, since two
 * names that look alike may be two people. A long word breaks, so that it pushes nothing out.
 */
import { Fragment, type ReactNode } from 'react';
import { mailtoLink } from '../../../base/text/text.ts';
import { markedParts, webLink } from './foreign.ts';

/** A text of others. */
export function Foreign({ text }: { text: string }): ReactNode {
  return (
    <bdi className="foreign">
      {markedParts(text).map(({ text: part, name }, index) =>
        name === null ? (
          part
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the positions of one text are fixed
          <span key={index} className="unseen" title={name}>
            {part}
          </span>
        ),
      )}
    </bdi>
  );
}

/** Texts beside each other, each isolated, with a dot between two; what is empty is left out. */
export function Dotted({ texts }: { texts: readonly (string | null | undefined)[] }): ReactNode {
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .map((text, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the positions are fixed, and two texts may be equal
      <Fragment key={index}>
        {index > 0 && ' · '}
        <Foreign text={text as string} />
      </Fragment>
    ));
}

/** A link to write to; what cannot be an address is shown, and leads nowhere. */
export function MailAddress({ email }: { email: string }): ReactNode {
  const link = mailtoLink(email);
  return link === null ? (
    <span className="address">
      <Foreign text={email} />
    </span>
  ) : (
    <a className="address" href={link}>
      <Foreign text={email} />
    </a>
  );
}

/** A link to call. Of what was written as a number, the digits are dialled. */
export function PhoneNumber({ phone }: { phone: string }): ReactNode {
  return (
    <a className="address" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
      <Foreign text={phone} />
    </a>
  );
}

/** A link to a page of others, by http or https alone; anything else is shown, and leads nowhere. */
export function WebAddress({ url }: { url: string }): ReactNode {
  const link = webLink(url);
  return link === null ? (
    <Foreign text={url} />
  ) : (
    <a className="address" href={link} target="_blank" rel="noopener noreferrer nofollow">
      <Foreign text={url} />
    </a>
  );
}
