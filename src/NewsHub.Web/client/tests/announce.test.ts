import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { openPage } from "./page";

mock.timers.enable({ apis: ["setTimeout"] });
const { document } = openPage("");
const { announce } = await import("../src/page/announce");
const status = () => document.getElementById("status")!.textContent;

test("announce speaks the first and the last of a burst, then clears the region", () => {
  announce("One");
  announce("Two");
  announce("Three");
  assert.equal(status(), "One");
  mock.timers.tick(2000);
  assert.equal(status(), "Three");
  mock.timers.tick(2000);
  assert.equal(status(), "");
});
