/** Opens the panel: what the device has kept, the faces before it, and the scanner's ear. */
import "./panel.css";
import { render } from "preact";
import { openEngine } from "./engine.ts";
import { holdPanel } from "./link/tabs.ts";
import { enrol, hear, mayRest, scanned } from "./screens/acting.ts";
import { App } from "./screens/app.tsx";
import { Elsewhere } from "./screens/elsewhere.tsx";
import { registerWorker } from "./shell/registering.ts";
import { speakAsBefore } from "./shell/speaking.ts";

async function open(root: HTMLElement): Promise<void> {
  await holdPanel(async (take) => {
    await speakAsBefore();
    render(<Elsewhere take={take} />, root);
  });
  const panel = await openEngine();
  render(<App panel={panel} />, root);
  panel.hear({
    scanned: (text) => void scanned(panel, text),
    late: (answer) => hear(panel, answer),
  });
  await enrolByAddress((code) => enrol(panel, code));
  await registerWorker(() => mayRest(panel));
}

/** The office's QR code opens this page with the code behind the #, which no server's log sees. */
async function enrolByAddress(use: (code: string) => Promise<void>): Promise<void> {
  if (!location.hash.startsWith("#enrol=")) return;
  const code = decodeURIComponent(location.hash);
  history.replaceState(null, "", location.pathname);
  await use(code);
}

const root = document.getElementById("panel");
if (root) void open(root);
