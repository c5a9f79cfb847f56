import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { openPage } from "./page";

mock.timers.enable({ apis: ["setTimeout"] });
const { document } = openPage("");
const { announce } = await import("../src/page/announce");
const said = () => document.getElementById("status")!.textContent;

test("of what comes in one breath the last is told, and then it is gone", () => {
  announce("One");
  announce("Two");
  announce("Three");
  assert.equal(said(), "One");
  mock.timers.tick(2000);
  assert.equal(said(), "Three");
  mock.timers.tick(2000);
  assert.equal(said(), "");
});
