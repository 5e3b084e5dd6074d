/** A camera as a scanner. Loaded only when it is asked for: its reader is a megabyte. */
import type { Eye } from "../screens/port.ts";
import { prepareZXingModule, readBarcodes, type ReadResult } from "zxing-wasm/reader";

const READER = "/static/panel/zxing_reader.wasm";
/** How often a picture is read: fast enough to feel at once, and the device stays cool. */
const EVERY_MS = 120;
/** The same code before the camera counts once, until it has been gone for as long as this. */
export const SAME_MS = 2_000;

/** Reads what the camera sees into `found`, each code once, until it is ended. */
export async function look(eye: HTMLVideoElement, found: (text: string) => void): Promise<Eye> {
  prepareZXingModule({ overrides: { locateFile: () => READER } });
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  eye.srcObject = stream;
  await eye.play();
  const once = new Once(found);
  let isOver = false;
  const reading = async () => {
    while (!isOver) {
      for (const text of await textsIn(eye)) if (!isOver) once.seen(text, performance.now());
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  void reading();
  return {
    end: () => {
      isOver = true;
      for (const track of stream.getTracks()) track.stop();
      eye.srcObject = null;
    },
    light: lightOf(stream.getVideoTracks()[0]),
  };
}

/** What turns the light of a camera on or off; null where the camera says that it has none. */
function lightOf(track: MediaStreamTrack | undefined): Eye["light"] {
  const can = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  if (!track || !can?.torch) return null;
  return (on) => track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

/** A code that stays in sight is told once. */
export class Once {
  private readonly last = new Map<string, number>();

  constructor(private readonly found: (text: string) => void) {}

  seen(text: string, at: number): void {
    const before = this.last.get(text);
    this.last.set(text, at);
    if (before === undefined || at - before > SAME_MS) this.found(text);
  }
}

async function textsIn(eye: HTMLVideoElement): Promise<string[]> {
  const picture = pictureOf(eye);
  if (picture === null) return [];
  const read = await readBarcodes(picture, {
    formats: ["DataMatrix", "QRCode", "Code128", "EANUPC"],
    tryHarder: true,
    maxNumberOfSymbols: 1,
  });
  return read.filter((one) => one.isValid).map(textOf);
}

/** As a scanner would send it: GS1's kind first where its rules hold. */
function textOf(one: ReadResult): string {
  const text = new TextDecoder().decode(one.bytes);
  const kind = /^\](C1|d2|Q3|e0|J1)/.test(one.symbologyIdentifier) ? one.symbologyIdentifier : "";
  return kind + text;
}

function pictureOf(eye: HTMLVideoElement): ImageData | null {
  const { videoWidth: width, videoHeight: height } = eye;
  if (width === 0 || height === 0) return null;
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (brush === null) return null;
  brush.drawImage(eye, 0, 0);
  return brush.getImageData(0, 0, width, height);
}
