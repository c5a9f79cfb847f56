// Bundles the script and styles of the pages into ../wwwroot/build; fails when a file exceeds its budget.
import { build } from "esbuild";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const out = new URL("../wwwroot/build/", import.meta.url);

// Maximum size in bytes, minified, before compression. Of the script, SignalR takes about 57 KB, newshub-client about 10 KB (including
// server-sent events and ranking deltas), ranking explanations, recommendations and impressions about 4 KB, and telling the hub's answers
// from those of a proxy about 1 KB. The limit keeps pages fast on slow phones.
const budgets = { "app.js": 83_000, "app.css": 24_000 };

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
  if (size > budget) throw new Error(`${file} is ${size} bytes; its budget is ${budget}. Reduce the size, or raise the budget in build.mjs and give the reason.`);
}
