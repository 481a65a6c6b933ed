/** The look: a warm chili palette on quiet paper, system fonts, no request to anywhere else. */
import { createTheme, DEFAULT_THEME, type MantineColorsTuple } from '@mantine/core';

const chili: MantineColorsTuple = [
  '#fff0ec',
  '#ffdfd7',
  '#ffbcad',
  '#ff957e',
  '#fc7256',
  '#f5573a',
  '#e0301e',
  '#c42416',
  '#a61d12',
  '#85150d',
];

/** Mantine's, its darkest darker: as text on a tint of itself it has a contrast of 4.3, and 4.5 is asked for. */
const teal: MantineColorsTuple = DEFAULT_THEME.colors.teal.with(
  9,
  '#06694a',
) as unknown as MantineColorsTuple;

export const theme = createTheme({
  colors: { chili, teal },
  primaryColor: 'chili',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  headings: { fontWeight: '650' },
  respectReducedMotion: true,
});
