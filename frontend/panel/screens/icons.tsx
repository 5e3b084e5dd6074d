/** Drawn signs of 24 × 24: each stands beside a word, never instead of one. */
import type { JSX } from "preact";

const DRAWN = {
  check: "M4.5 12.5l5 5 10-11",
  next: "M9 6l6 6-6 6",
  back: "M19 12H5m6-6l-6 6 6 6",
  pause: "M9 6v12M15 6v12",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  ask: "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18.5v.1",
  stop: "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM8 12h8",
  heed: "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1",
  noNetwork: "M4 4l16 16M5 10.5a10 10 0 0 1 4-2.3M19 10.5a10 10 0 0 0-5.5-2.7M8.5 14a5 5 0 0 1 4.5-1.5M12 18.5v.1",
  network: "M4.5 10.5a11 11 0 0 1 15 0M8 14a6 6 0 0 1 8 0M12 18v.1",
  waiting: "M12 20V5m-5 5l5-5 5 5",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6",
  scan: "M4 8V5h3M17 5h3v3M20 16v3h-3M7 19H4v-3M8 8.5v7M12 8.5v7M16 8.5v7",
  camera: "M4 8h3l1.5-2.5h7L17 8h3v11H4zM12 10a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
  light: "M9 17.5h6M10 20.5h4M12 3.5a6 6 0 0 0-3.5 10.9c.6.5 1 1.1 1 1.8h5c0-.7.4-1.3 1-1.8A6 6 0 0 0 12 3.5z",
  keys: "M4 6h4v4H4zM10 6h4v4h-4zM16 6h4v4h-4zM4 13h4v4H4zM10 13h4v4h-4zM16 13h4v4h-4z",
  receive: "M12 3.5v11m-4.5-4.5l4.5 4.5 4.5-4.5M4 17v3.5h16V17",
  move: "M4 12h15m-5.5-5.5L19 12l-5.5 5.5",
  pack: "M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21",
  ship: "M3 6h11v10H3zM14 9.5h4l3 3.5v3h-7M7 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  printer: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  ruler: "M3 8.5h18v7H3zM7 8.5v3M11 8.5v4M15 8.5v3M19 8.5v4",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 11h-3",
  erase: "M8.5 5.5H21v13H8.5L2.5 12zM12 9.5l5 5m0-5l-5 5",
  sheet: "M6 3.5h8.5L18.5 8v12.5H6zM9 12h6.5M9 16h6.5",
  world: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17",
  measure: "M4 16a8.5 8.5 0 0 1 16 0M12 16l4-5",
  leave: "M13 4H5v16h8M10 12h11m-4-4l4 4-4 4",
} as const;

export type IconName = keyof typeof DRAWN;

/** One sign, in the colour of the words beside it. */
export function Icon({ name, large }: { name: IconName; large?: boolean }): JSX.Element {
  return (
    <svg class={large ? "icon large" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={DRAWN[name]} />
    </svg>
  );
}
