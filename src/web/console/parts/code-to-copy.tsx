/** A text to be pasted elsewhere: all of it, and the button that copies it. */
import { Button, Code, CopyButton, VisuallyHidden } from '@mantine/core';

interface Props {
  /** What it is, for those who do not see what stands above it. */
  label: string;
  text: string;
}

export function CodeToCopy({ label, text }: Props) {
  return (
    <div>
      <Code block className="to-copy">
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" mt="xs" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
            <VisuallyHidden>: {label}</VisuallyHidden>
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
