import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, Papers } from "../panel/offline/papers.ts";
import type { Now } from "../panel/protocol.ts";
import { isPaper } from "../panel/shell/keeping.ts";

const paper = (n: number, bytes = 10, kind = "image/png") => ({ name: `p${n}`, address: `/panel/papers/${n}`, kind, bytes });
const told = (...jobs: [string, ReturnType<typeof paper>[]][]) =>
  ({ open: "J-2", jobs: jobs.map(([job, documents]) => ({ job, documents })) }) as unknown as Now;
const numbers = (addresses: Iterable<string>) => [...addresses].map((one) => Number(one.split("/").at(-1)));

test("the open job's papers come first, each once, and only what a browser shows", () => {
  const now = told(["J-1", [paper(1), paper(2)]], ["J-2", [paper(3, 10, "application/pdf"), paper(2), paper(4, 10, "text/csv")]]);
  assert.deepEqual(numbers(chosen(now)), [3, 2, 1]);
});

test("no more is kept than there is room for, and a small one may still fit", () => {
  const now = told(["J-1", [paper(3, 50)]], ["J-2", [paper(1, 60), paper(2, 60)]]);
  assert.deepEqual(numbers(chosen(now, 115)), [1, 3]);
  const old = told(["J-2", [{ ...paper(1), bytes: undefined as unknown as number }]]);
  assert.deepEqual(chosen(old), [], "a server that does not say how large it is");
});

/** A cache and a server that has the papers 1 to 9, until it is gone. */
function site() {
  const there = new Map<string, Response>();
  const asked: string[] = [];
  const state = { isAway: false, room: 9, isShut: false, wait: () => Promise.resolve() };
  const due: (() => void)[] = [];
  const papers = new Papers({
    open: async () => {
      if (state.isShut) throw new DOMException("the browser's store does not answer", "UnknownError");
      return {
        keys: async () => [...there.keys()].map((address) => new Request(`https://p.example${address}`)),
        put: async (address, answer) => {
          if (there.size >= state.room) throw new DOMException("full", "QuotaExceededError");
          there.set(String(address), answer);
        },
        delete: async (address) => there.delete(new URL(String(address)).pathname),
      };
    },
    later: (work) => void due.push(work),
    remove: async () => there.clear(),
    fetch: async (address) => {
      asked.push(address);
      await state.wait();
      if (state.isAway) throw new TypeError("lost");
      return new Response("", { status: address.endsWith("/0") ? 404 : 200 });
    },
  });
  return { papers, there, asked, state, due };
}

const at = (...all: number[]) => all.map((one) => `/panel/papers/${one}`);

test("what is listed is kept, what is listed no more goes, and nothing is fetched twice", async () => {
  const { papers, there, asked } = site();
  await papers.keep(at(1, 2));
  await papers.keep(at(2, 0, 3));
  assert.deepEqual(numbers(there.keys()), [2, 3]);
  assert.deepEqual(numbers(asked), [1, 2, 0, 3]);
  assert.deepEqual(numbers(papers.kept.value), [2, 3]);
});

test("what could not be fetched is tried again, and a full device keeps what it has", async () => {
  const { papers, there, state } = site();
  state.isAway = true;
  await papers.keep(at(1, 2));
  assert.deepEqual(numbers(there.keys()), []);
  state.isAway = false;
  state.room = 1;
  await papers.keep(at(1, 2));
  assert.deepEqual([numbers(there.keys()), numbers(papers.kept.value)], [[1], [1]]);
});

test("what was lost is tried again by itself, and a store that failed once is asked again", async (one) => {
  const told = one.mock.method(console, "error", () => {});
  const { papers, state, due } = site();
  const again = async () => {
    const [work] = due.splice(0);
    assert.ok(work, "something is due");
    work();
    await new Promise((done) => setImmediate(done));
  };
  state.isAway = true;
  await papers.keep(at(1));
  state.isAway = false;
  state.isShut = true;
  await again();
  assert.equal(told.mock.callCount(), 1);
  assert.deepEqual(numbers(papers.kept.value), []);
  state.isShut = false;
  await again();
  assert.deepEqual(numbers(papers.kept.value), [1]);
  assert.deepEqual(due, []);
});

test("a device that is no station any more keeps none, not even the one under way", async () => {
  const { papers, there, state } = site();
  await papers.keep(at(1));
  let go = () => {};
  state.wait = () => new Promise((done) => (go = done));
  const keeping = papers.keep(at(1, 2));
  await new Promise((done) => setImmediate(done));
  const forgetting = papers.forget();
  go();
  await Promise.all([keeping, forgetting]);
  assert.deepEqual([there.size, papers.kept.value.size], [0, 0]);
});

test("a paper is asked for by its page alone", () => {
  const asked = { method: "GET", pathname: "/panel/papers/3", ours: true, navigates: false };
  assert.ok(isPaper(asked, "/panel/papers/"));
  assert.ok(!isPaper({ ...asked, ours: false }, "/panel/papers/"));
  assert.ok(!isPaper({ ...asked, method: "POST" }, "/panel/papers/"));
  assert.ok(!isPaper({ ...asked, pathname: "/panel/now" }, "/panel/papers/"));
});
