import assert from "node:assert/strict";
import { test } from "node:test";
import { wanted } from "../panel/shell/keeping.ts";

const kept = { page: "/panel/", files: "/static/panel/" };
const page = { method: "GET", pathname: "/panel/", ours: true, navigates: true };

test("the page and its files are answered from what is kept", () => {
  assert.equal(wanted(page, kept), "/panel/");
  assert.equal(wanted({ ...page, pathname: "/static/panel/main.js", navigates: false }, kept), "/static/panel/main.js");
});

test("data is never answered from what is kept", () => {
  const data = { ...page, navigates: false };
  for (const pathname of ["/panel/now", "/panel/entries", "/panel/enrol", "/static/office/x.css"]) {
    assert.equal(wanted({ ...data, pathname }, kept), null, pathname);
  }
  assert.equal(wanted({ ...page, method: "POST" }, kept), null);
  assert.equal(wanted({ ...page, ours: false }, kept), null);
  assert.equal(wanted(data, kept), null, "a script that asks for the page gets the server's");
});
