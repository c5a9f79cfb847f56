// Bundles the pages' script and styles into ../wwwroot/build, and refuses to grow past the budget.
import { build } from "esbuild";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const out = new URL("../wwwroot/build/", import.meta.url);

// Minified, before compression. Of the script SignalR is about 57 KB, and newshub-client about 10, since it also reads server-sent events and
// changes of rankings; about 4 KB are for places that say why they are there, lists that go on from an article, and telling what was in view.
// A page on a slow phone pays for every byte.
const budgets = { "app.js": 82_000, "app.css": 24_000 };

await build({
  entryPoints: { app: "src/app.ts", "app-style": "css/app.css" },
  entryNames: "app",
  outdir: fileURLToPath(out),
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  legalComments: "none",
  logLevel: "warning",
});

for (const [file, budget] of Object.entries(budgets)) {
  const { size } = statSync(new URL(file, out));
  if (size > budget) throw new Error(`${file} is ${size} bytes; its budget is ${budget}. Take something out, or raise it in build.mjs and say why.`);
}
