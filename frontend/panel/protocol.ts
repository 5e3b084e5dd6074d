/** What the panel and the server say to each other; the server's side is `edges/panel`. */

export type Screen =
  | "ready"
  | "job"
  | "measure"
  | "produce"
  | "receive"
  | "move"
  | "pack"
  | "ship"
  | "hold"
  | "station";

/** `GET /panel/now`: everything a station shows, and all it may go by without a network. */
export interface Now {
  station: Station;
  server_time: string;
  position: number;
  people: Person[];
  /** The text of a badge, which is the person's code → the person's name. */
  badges: Record<string, string>;
  jobs: Job[];
  /** Where things may be put; a state that an older panel kept has none. */
  places?: Place[];
  /** The number of the job that is open here. */
  open: string | null;
  /** The last five things done here. */
  events: Done[];
  /** Entries of this station that wait in the Inbox. */
  kept: number;
}

export interface Place {
  code: string;
  name: string;
  /** What its label may scan as. */
  texts: string[];
}

export interface Station {
  code: string;
  name: string;
  equipment: string;
  location: string;
  language: "en" | "tr" | "de";
  px_per_mm: number;
  idle_minutes: number;
  /** The learned map of this station's scanner, code of a key → character; null: a US keyboard. */
  scanner: Record<string, string> | null;
  warn_offline_minutes: number;
  printer: string;
  undo_minutes: number;
}

export type Proof = "pin" | "badge";

export interface Person {
  person: string;
  name: string;
  proof: Proof;
  roles: string[];
  since: string;
}

export interface Job {
  job: string;
  step: string;
  equipment: string;
  material: string;
  name: string;
  planned: string | null;
  made: string;
  uom: string;
  state: "planned" | "running" | "paused" | "finished";
  flow: string;
  makes: "lot" | "serials";
  lot: string;
  slots: Slot[];
  measures: Measure[];
  documents: { name: string; address: string; kind: string; bytes: number }[];
  instructions: string;
  /** Reserved numbers not used yet, for when there is no network. */
  numbers: string[];
}

export interface Slot {
  slot: string;
  position: string;
  kind: "component" | "asset";
  material: string;
  name: string;
  needed: string | null;
  used: string;
  uom: string;
  filled: { uri: string; number: string; at: string; quantity: string }[];
  next: Lot[];
}

export interface Lot {
  uri: string;
  number: string;
  kind: "lot" | "serial";
  /** What its label may scan as. */
  texts: string[];
  remaining: string;
  uom: string;
  /** What remains in the unit of the slot; null where nothing says how many of it that is. */
  in_slot: string | null;
  place: string;
  expires_on: string | null;
  state: "next" | "other" | "held" | "expired";
  why: string;
}

export interface Measure {
  plan: string;
  characteristic: string;
  name: string;
  kind: "number" | "pass_fail" | "choice";
  uom: string;
  lower: string | null;
  upper: string | null;
  /** What a characteristic of the kind "choice" may be. */
  choices: string[];
  gauge: string;
  gauge_valid: boolean;
  due: boolean;
  last: string[];
}

export interface Done {
  event_id: string;
  at: string;
  /** A sentence in the station's language. */
  what: string;
  by: string;
  may_undo: boolean;
  repeated?: boolean;
}

export type Act =
  /** told: {text, quantity?}; the server decides its one legal act. */
  | "scan"
  | "start"
  | "pause"
  | "resume"
  | "finish"
  | "consume"
  | "put_back"
  | "mount"
  | "unmount"
  /** told: {quantity?, numbers?} */
  | "produce"
  /** told: {plan, values: [{characteristic, value, gauge?}], of?} */
  | "measure"
  | "receive"
  | "move"
  | "pack"
  | "ship"
  | "hold"
  /** told: {event_id} */
  | "undo"
  | "scrap"
  | "badge_in"
  | "badge_out"
  /** told: {number, reason} */
  | "reprint";

export type Told = Record<string, unknown>;

export interface Context {
  screen: Screen;
  job: string;
  destination?: string;
  container?: string;
  note?: string;
}

/** One thing done at a station. Its id is the key under which it is done once. */
export interface Entry {
  /** A UUIDv7; the event's id is `urn:uuid:` and this. */
  id: string;
  /** Counts 1, 2, 3 … at this station. */
  seq: number;
  /** The device's clock, RFC 3339. */
  at: string;
  person: string;
  proof: Proof;
  /** False: it was kept while there was no network, and has happened. */
  live: boolean;
  act: Act;
  told: Told;
  context: Context;
}

export interface Answer {
  id: string;
  verdict: "ok" | "refused" | "choose" | "kept";
  act: Act | "";
  event_id: string;
  /** What was done, or why not, in the station's language. */
  sentence: string;
  scanned: string;
  expected: string;
  next_step: string;
  /** Who may open it; "" is nobody. */
  who_may: string;
  may_override: string[];
  choices: Choice[];
  findings: string[];
  code: string;
  goto: Screen | "";
  /** Print jobs made by rule. */
  labels: number;
  /** What the screen keeps of it: job, destination, container, note, of, gauge, made, person, name. */
  sets: Record<string, string>;
}

export interface Choice {
  word: string;
  act: Act;
  told: Told;
  /** What the person still has to say; it is added to `told`. */
  asks: "" | "quantity" | "reason";
  /** The screen on which it is done, where that is another one. */
  goto: Screen | "";
}

/** What any refused request says. */
export interface Refusal {
  code: string;
  message: string;
  next_step: string;
  wait_s?: number;
}
