import assert from "node:assert/strict";
import { test } from "node:test";
import { Lost, type Asking } from "../panel/link/asking.ts";
import type { Act, Answer, Entry } from "../panel/protocol.ts";
import { Clock, ModelServer, Network, ONLINE_ONLY, Page, pause } from "./model.ts";
import { Random } from "./random.ts";

let disks = 0;

function site(seed: number) {
  const random = new Random(seed);
  const server = new ModelServer();
  let quiet = true;
  const network = new Network(random, server, () => quiet);
  const late: Answer[] = [];
  const clock = new Clock();
  const disk = `disk-${(disks += 1)}`;
  const open = (ask: Asking = network.ask) => Page.open(disk, ask, clock, late);
  return { random, server, network, late, clock, open, quiet: (is: boolean) => (quiet = is) };
}

async function settle(page: Page): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    page.elapse();
    await pause(6);
    if ((await page.store.all()).length === 0) return;
  }
}

test("what is online is answered, one by one and in order", async () => {
  const { server, open } = site(1);
  const page = await open();
  await Promise.all(["A", "B", "HELD", "C"].map((text) => page.make("scan", text)));
  assert.deepEqual(server.done.map((one) => [one.seq, one.told["text"]]), [[1, "A"], [2, "B"], [4, "C"]]);
  assert.deepEqual(page.told.map((one) => one.answer.verdict), ["ok", "ok", "refused", "ok"]);
  assert.deepEqual(await page.store.all(), []);
});

test("twenty scans while the first is under way are twenty entries", async () => {
  const { server, open } = site(2);
  const page = await open();
  const texts = Array.from({ length: 20 }, (_, at) => `GT-${at}`);
  await Promise.all(texts.map((text) => page.make("scan", text)));
  assert.deepEqual(server.done.map((one) => one.told["text"]), texts);
  assert.ok(server.done.every((one) => one.live));
});

test("without a network what may be is kept as having happened, and the rest is not made", async () => {
  const { server, network, open, quiet } = site(3);
  quiet(false);
  network.isDown = true;
  const page = await open();
  await page.outbox.lost();
  await page.make("scan", "A");
  await page.make(ONLINE_ONLY, "B");
  await page.make("scan", "HELD");
  assert.deepEqual(page.told.map((one) => one.answer.code), ["kept_here", "needs_network", "kept_here"]);
  quiet(true);
  await settle(page);
  const done = server.done.map((one) => [one.seq, one.live, one.told["text"]]);
  assert.deepEqual(done, [[1, false, "A"], [2, false, "HELD"]], "no number is left out");
});

test("an entry whose answer was lost is sent again with the same content", async () => {
  const { server, open } = site(4);
  const sent: Entry[][] = [];
  let answers = 0;
  const page = await open(async (_path, asked) => {
    const { entries } = asked.body as { entries: Entry[] };
    sent.push(structuredClone(entries));
    const told = server.take(entries);
    answers += 1;
    if (answers === 1) throw new Lost("the answer was lost");
    return { status: 200, body: { answers: told }, etag: "" };
  });
  await page.make("scan", "A");
  assert.equal(page.told[0]?.answer.code, "kept_here");
  await settle(page);
  assert.deepEqual(sent[1], sent[0]?.map((one) => ({ ...one, live: false })), "it has happened");
  assert.deepEqual([server.done.length, server.conflicts.length], [1, 0]);
});

test("an entry that the server cannot read stops nobody, and comes when it can, before what was made after", async () => {
  const { server, open } = site(12);
  let isDeaf = true;
  const ask: Asking = async (_path, asked) => {
    const { entries } = asked.body as { entries: Entry[] };
    if (isDeaf && entries.some((one) => one.told["text"] === "A")) return { status: 413, body: {}, etag: "" };
    return { status: 200, body: { answers: server.take(entries) }, etag: "" };
  };
  const page = await open(ask);
  await Promise.all(["A", "B"].map((text) => page.make("scan", text)));
  assert.deepEqual(page.told.map((one) => [one.entry.told["text"], one.answer.code]), [["A", "no_answer"], ["B", ""]]);
  isDeaf = false;
  page.kill();
  const again = await open(ask);
  await again.make("scan", "C");
  assert.deepEqual(server.done.map((one) => [one.seq, one.told["text"]]), [[2, "B"], [1, "A"], [3, "C"]]);
});

test("what takes back something that was put aside is not sent before it", async () => {
  const { store } = await site(13).open();
  const made = (id: string, act: Act, told: Entry["told"]): Entry => ({
    id, seq: 0, at: "2026-11-23T06:00:00Z", person: "P-1", proof: "pin", live: false, act, told,
    context: { screen: "job", job: "" },
  });
  const { order } = await store.add(made("1", "scan", { text: "A" }));
  await store.add(made("2", "undo", { event_id: "urn:uuid:1" }));
  await store.add(made("3", "scan", { text: "B" }));
  const next = async () => (await store.next(9)).map((one) => one.entry.id);
  await store.stick(order, "stuck");
  assert.deepEqual(await next(), ["3"]);
  await store.stick(order, "sent");
  assert.deepEqual(await next(), ["1", "2", "3"]);
});

test("numbers count from 1 in a log that stays, through kills; what an older panel left is numbered on", async () => {
  const { server, open } = site(11);
  const sent: [string, number[]][] = [];
  const ask: Asking = async (_path, asked) => {
    const { entries, log } = asked.body as { entries: Entry[]; log: string };
    sent.push([log, entries.map((one) => one.seq)]);
    return { status: 200, body: { answers: server.take(entries) }, etag: "" };
  };
  const page = await open(ask);
  await page.make("scan", "A");
  page.kill();
  const again = await open(ask);
  await again.make("scan", "B");
  const log = server.done[0]?.id;
  assert.deepEqual(sent, [[log, [1]], [log, [2]]]);
  await again.store.keep("log", undefined as unknown as string);
  await again.make("scan", "C");
  assert.deepEqual(sent[2], [server.done[2]?.id, [1]], "nothing waited: a new count");
});

test("what was told as kept is never refused afterwards, unless the server had refused it", async () => {
  const { server, late, network, open, quiet } = site(9);
  quiet(false);
  network.isDown = true;
  const page = await open();
  await page.make("scan", "HELD");
  assert.equal(page.told[0]?.answer.code, "kept_here");
  quiet(true);
  await settle(page);
  assert.deepEqual(server.done.map((one) => [one.live, one.told["text"]]), [[false, "HELD"]]);
  assert.deepEqual(late, []);
});

test("a refusal that comes late is told, even after the page was killed", async () => {
  const { server, late, open } = site(5);
  const page = await open(async (_path, asked) => {
    server.take((asked.body as { entries: Entry[] }).entries);
    throw new Lost("the answer was lost");
  });
  await page.make("scan", "HELD");
  page.kill();
  const again = await open();
  await settle(again);
  assert.deepEqual(late.map((one) => [one.verdict, one.code]), [["refused", "held"]]);
  assert.deepEqual(await again.store.late(), [], "once");
});

test("a late refusal stays on the disk until somebody was told", async () => {
  const { server, late, open } = site(10);
  const page = await open(async (_path, asked) => {
    server.take((asked.body as { entries: Entry[] }).entries);
    throw new Lost("the answer was lost");
  });
  await page.make("scan", "HELD");
  page.kill();
  const second = await open();
  second.store.told = () => new Promise(() => {});
  await settle(second);
  second.kill();
  const third = await open();
  await settle(third);
  assert.deepEqual(late.map((one) => one.code), ["held", "held"], "the second page died before");
  assert.deepEqual(await third.store.late(), []);
});

test("a request that the server cannot read at all blocks nobody and is not thrown away", async () => {
  const { server, open } = site(6);
  const page = await open(async (_path, asked) => {
    const { entries } = asked.body as { entries: Entry[] };
    if (entries.some((one) => one.told["text"] === "BAD")) return { status: 400, body: {}, etag: "" };
    return { status: 200, body: { answers: server.take(entries) }, etag: "" };
  });
  await Promise.all(["A", "BAD", "B"].map((text) => page.make("scan", text)));
  assert.deepEqual(server.done.map((one) => one.told["text"]), ["A", "B"]);
  assert.deepEqual((await page.store.all()).map((one) => [one.standing, one.entry.told["text"]]), [["stuck", "BAD"]]);
});

test("a device without room takes nothing and claims nothing", async () => {
  const { open } = site(7);
  const page = await open();
  await page.outbox.lost();
  const add = page.store.add.bind(page.store);
  page.store.add = async () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  await assert.rejects(page.make("scan", "A"), { name: "QuotaExceededError" });
  page.store.add = add;
  assert.deepEqual(await page.store.all(), []);
});

test("a device that fills up between keeping and sending takes back what it had only asked", async () => {
  const { server, network, open, quiet } = site(11);
  quiet(false);
  network.isDown = true;
  const page = await open();
  await page.outbox.lost();
  await page.make("scan", "A");
  quiet(true);
  page.outbox.reached();
  const full = page.fill();
  await page.make("scan", "B");
  await settle(page);
  assert.deepEqual(page.told.map((one) => one.answer.code), ["kept_here", "storage_full"]);
  assert.deepEqual(server.done.map((one) => one.told["text"]), ["A"], "what was kept goes out");
  full();
  await page.make("scan", "C");
  assert.deepEqual(server.done.map((one) => [one.seq, one.told["text"]]), [[1, "A"], [2, "C"]]);
});

test("what was asked and never sent before the page was killed long ago has happened", async () => {
  const { server, clock, open } = site(8);
  const page = await open(() => new Promise(() => {}));
  void page.make("scan", "A");
  await pause(3);
  void page.make("scan", "B");
  void page.make(ONLINE_ONLY, "C");
  await pause(6);
  page.kill();
  clock.now += 3_600_000;
  const again = await open();
  await settle(again);
  const done = server.done.map((one) => [one.seq, one.live, one.told["text"]]);
  assert.deepEqual(done, [[1, true, "A"], [2, false, "B"]]);
});

for (let seed = 100; seed < 160; seed += 1) {
  test(`whatever fails, each entry arrives once and in order (${seed})`, async () => {
    await storm(seed);
  });
}

/** Scans, losses, kills and jumps of the clock by chance; then a quiet day. */
async function storm(seed: number): Promise<void> {
  const { random, server, network, late, clock, open, quiet } = site(seed);
  quiet(false);
  const pages: Page[] = [await open()];
  const page = () => pages.at(-1) ?? assert.fail("no page");
  const made: string[] = [];
  for (let step = 0; step < 80; step += 1) {
    const fate = random.below(20);
    clock.now += fate === 19 ? -7_200_000 : random.below(4_000);
    if (fate < 11) {
      const text = `${random.below(5) === 0 ? "HELD" : "OK"}-${made.push("") - 1}`;
      void page().make(random.below(6) === 0 ? ONLINE_ONLY : "scan", text);
    } else if (fate === 11) network.isDown = !network.isDown;
    else if (fate === 12) {
      page().kill();
      pages.push(await open());
    } else if (fate === 13) network.arrive();
    else page().elapse();
    await pause(random.below(5));
  }
  quiet(true);
  await settle(page());
  network.arrive();
  const answers = pages.flatMap((one) => one.told);
  assert.deepEqual(await page().store.all(), [], "nothing is left");
  assert.equal(new Set(server.done.map((one) => one.id)).size, server.done.length, "each once");
  assert.deepEqual(server.conflicts, [], "the content never changes");
  const order = server.done.map((one) => one.seq);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), "in order");
  const ids = new Set(server.done.map((one) => one.id));
  for (const { entry, answer } of answers) {
    const wasTold = late.some((one) => one.id === entry.id);
    if (answer.code === "kept_here") assert.ok(ids.has(entry.id) || wasTold, "what was claimed is there");
    if (answer.code === "needs_network") assert.ok(!ids.has(entry.id), "what was not made is not there");
    if (answer.verdict === "ok" && answer.code === "") assert.ok(ids.has(entry.id), "what was recorded");
  }
  const told = [...server.done.map((one) => one.id), ...answers.map((one) => one.answer.id), ...late.map((one) => one.id)];
  assert.ok(made.length === 0 || told.length > 0);
  assert.equal(new Set(server.done.map((one) => one.seq)).size, server.done.length, "no number twice");
}
