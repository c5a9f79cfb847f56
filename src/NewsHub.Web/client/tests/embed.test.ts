import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page";

openPage("");
const { articleAddress } = await import("../src/embed/headline");
const { isInOrder } = await import("../src/embed/reader-counts");

test("the address of an article is on the hub, whatever the page is", () => {
  const hub = new URL("https://hub.example/");
  assert.equal(articleAddress("/articles/ferry/ferry-returns", hub), "https://hub.example/articles/ferry/ferry-returns");
  for (const url of ["https://elsewhere.example/a", "//elsewhere.example/a", "javascript:alert(1)", "data:text/html,x", "http://hub.example/a"]) assert.equal(articleAddress(url, hub), null, url);
});

test("a number of readers that contradicts the order is left out, and so is 0", () => {
  const shown = (...readers: number[]) => readers.filter((_, place) => isInOrder(place, readers));
  assert.deepEqual(shown(7, 9, 7, 3, 4), [7, 7, 3]);
  assert.deepEqual(shown(0, 2, 0, 1), [2, 1]);
});
