import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { openPage } from "./page";

mock.timers.enable({ apis: ["setTimeout"] });
const { document } = openPage("");
const { announce, announceAlert, announceNew } = await import("../src/page/announce");
const region = (id: string) => document.getElementById(id)!.textContent;
const said = (): string[] => {
  const texts: string[] = [];
  for (let text = region("alert") || region("status"); text; mock.timers.tick(2000), text = region("alert") || region("status")) texts.push(text);
  return texts;
};

test("a new article is announced by its headline, and several that wait as a number", () => {
  for (const headline of ["One", "Two", "Three"]) announceNew(headline);
  assert.deepEqual(said(), ["New: One", "2 new articles"]);
});

test("an alert is announced before everything that waits, and is never replaced", () => {
  announceNew("One");
  announceNew("Two");
  announce("Offline");
  announceAlert("Breaking: first");
  announceAlert("Breaking: second");
  announceNew("Three");
  assert.deepEqual(said(), ["New: One", "Breaking: first", "Breaking: second", "Offline", "2 new articles"]);
});

test("an alert is said by the region that interrupts, and both regions are empty afterwards", () => {
  announceAlert("Breaking: harbour closed");
  assert.equal(region("alert"), "Breaking: harbour closed");
  assert.equal(region("status"), "");
  mock.timers.tick(2000);
  assert.equal(region("alert"), "");
});
