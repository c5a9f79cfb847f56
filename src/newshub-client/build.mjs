// Builds each entry into dist twice: for bundlers, with SignalR as an external dependency, and as one file that a browser loads directly.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Maximum size in bytes of each file that a browser loads, minified and compressed with gzip. SignalR takes about 14 KB of the first. */
const budgets = { "newshub-client.js": 22_250, "newshub-client-sse.js": 6 * 1024 };

const shared = {
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  bundle: true,
  format: "esm",
  target: ["es2022"],
  logLevel: "warning",
  outdir: "dist",
};
await build({ ...shared, entryPoints: ["src/index.ts", "src/live-blog.ts", "src/page.ts", "src/reader.ts", "src/sse.ts"], packages: "external" });
await build({
  ...shared,
  entryPoints: [{ in: "src/index.ts", out: "newshub-client" }, { in: "src/sse.ts", out: "newshub-client-sse" }],
  minify: true,
  legalComments: "none",
});

for (const [file, budget] of Object.entries(budgets)) {
  const size = gzipSync(readFileSync(new URL(`dist/${file}`, import.meta.url)), { level: 9 }).length;
  if (size > budget) throw new Error(`${file} is ${size} bytes compressed; its budget is ${budget}. Reduce the size, or raise the budget in build.mjs and give the reason.`);
}
