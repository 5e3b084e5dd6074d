/** Three sounds that cannot be taken for one another, and their vibration. */

type Tone = { hertz: number; at: number; seconds: number; shape: OscillatorType };
export type Signal = "ok" | "refused" | "heed";

const TONES: Record<Signal, Tone[]> = {
  ok: [
    { hertz: 880, at: 0, seconds: 0.07, shape: "sine" },
    { hertz: 1320, at: 0.08, seconds: 0.09, shape: "sine" },
  ],
  refused: [
    { hertz: 196, at: 0, seconds: 0.22, shape: "square" },
    { hertz: 147, at: 0.28, seconds: 0.42, shape: "square" },
  ],
  heed: [
    { hertz: 587, at: 0, seconds: 0.12, shape: "triangle" },
    { hertz: 587, at: 0.2, seconds: 0.12, shape: "triangle" },
    { hertz: 587, at: 0.4, seconds: 0.12, shape: "triangle" },
  ],
};

const SHAKES: Record<Signal, number[]> = { ok: [40], refused: [250, 90, 400], heed: [90, 70, 90] };

let speaker: AudioContext | null = null;

/** A browser lets a page sound only after it was touched once: the first touch opens it. */
export function openSound(): void {
  speaker ??= new AudioContext();
  if (speaker.state === "suspended") void speaker.resume();
}

/** Sounds and shakes; where the machine can do neither, the screen says it all. */
export function signal(which: Signal): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(SHAKES[which]);
  if (speaker?.state !== "running") return;
  const now = speaker.currentTime;
  for (const tone of TONES[which]) play(speaker, tone, now);
}

function play(on: AudioContext, tone: Tone, now: number): void {
  const source = on.createOscillator();
  const loudness = on.createGain();
  const start = now + tone.at;
  source.type = tone.shape;
  source.frequency.value = tone.hertz;
  loudness.gain.setValueAtTime(0.0001, start);
  loudness.gain.exponentialRampToValueAtTime(0.4, start + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + tone.seconds);
  source.connect(loudness).connect(on.destination);
  source.start(start);
  source.stop(start + tone.seconds + 0.02);
}
