/** The icons of the console: one line each, drawn in the colour of the text, and hidden from those who hear the word beside. */

const paths = {
  flame: 'M12 3c1 4 5 5.5 5 10a5 5 0 0 1-10 0c0-2 1-3.2 2-4.2.4 1.5 1 2.2 2 2.7C11.5 8.5 11 5.5 12 3Z',
  bell: 'M12 3.5a5.5 5.5 0 0 0-5.5 5.5c0 5-2 6.5-2 7.5h15c0-1-2-2.5-2-7.5A5.5 5.5 0 0 0 12 3.5ZM10 19.5a2 2 0 0 0 4 0',
  gear: 'M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM12 3v2.6M12 18.4V21M3 12h2.6M18.4 12H21M5.6 5.6l1.9 1.9M16.5 16.5l1.9 1.9M18.4 5.6l-1.9 1.9M7.5 16.5l-1.9 1.9',
  check: 'M9 6h11M9 12h11M9 18h11M3.5 6l1.2 1.2L7 5M3.5 12l1.2 1.2L7 11M3.5 18l1.2 1.2L7 17',
  columns: 'M4 4h4v16H4V4Zm6 0h4v10h-4V4Zm6 0h4v13h-4V4Z',
  target: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm0 4v1',
  people:
    'M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5ZM3 19.5c.3-3.4 2.6-5.2 6-5.2s5.7 1.8 6 5.2M16 5.4a3 3 0 0 1 0 5.8M17.5 14.6c2 .6 3.3 2.2 3.5 4.9',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  coins:
    'M9 5c3.3 0 6 1.1 6 2.5S12.3 10 9 10 3 8.9 3 7.5 5.7 5 9 5ZM3 7.5v9C3 17.9 5.7 19 9 19s6-1.1 6-2.5v-9M3 12c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5M18 8.5c1.8.4 3 1.1 3 2v6c0 .9-1.2 1.6-3 2',
  handshake:
    'M3 7l4-2 5 2.5L17 5l4 2v8l-3 1.5M3 7v8l3 1.5M12 7.5 9 11c1 1 2.5 1 3.5 0l1-1 5 5.5M6 16.5l3 2.5 2-1.5 2 1.5 2-1.7',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8',
  tool: 'M14.5 6.5a4 4 0 0 1 5-1L17 8l1 2 2.5-.5a4 4 0 0 1-5.5 3.5L8 20l-3-3 6.8-7a4 4 0 0 1 2.7-3.5Z',
  page: 'M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6M9 16h6',
  calendar: 'M4 6h16v14H4V6Zm0 4.5h16M8.5 3.5V8M15.5 3.5V8M8 14.5h3.5',
  megaphone: 'M4 10v4h3l7 4V6l-7 4H4Zm3 4v5h2.5v-4M17 9.5a3.5 3.5 0 0 1 0 5',
  sliders: 'M5 4v7M5 15v5M12 4v3M12 11v9M19 4v9M19 17v3M3 13h4M10 9h4M17 15h4',
  chart: 'M4 20h16M6 20v-6M11 20V6M16 20v-9',
  route: 'M5 4v6a4 4 0 0 0 4 4h9M14 10l4 4-4 4M5 4v16',
  flow: 'M3 5h6v5H3V5Zm12 9h6v5h-6v-5ZM15 5h6v5h-6V5ZM9 7.5h6M12 7.5v9h3',
  key: 'M8 9a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11.5 11.5 20 5M16 8l2.5 2.5M18 6.5 20 8.5',
  hook: 'M8 4v9a4 4 0 0 0 8 0v-2M16 11l-2.5 2.5M16 11l2.5 2.5M8 4a1.5 1.5 0 1 0 0-.01',
  pulse: 'M2.5 12.5H7l2.5-7 5 13 2.5-6h4.5',
  shield: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6l7-3Zm-3 9 2.2 2.2L15.5 10',
  flag: 'M6 21V4M6 4h11l-2.5 4L17 12H6',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20 20',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  out: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  keyboard: 'M3 7h18v10H3V7Zm4 7h10M7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
