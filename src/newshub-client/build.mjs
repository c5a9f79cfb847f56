// Builds the module into dist twice: for bundlers, with SignalR as an external dependency, and as one file that a browser loads directly.
import { build } from "esbuild";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Maximum size in bytes, minified, before compression; SignalR takes about 57 KB of it, and plain requests as the third transport 2 KB. */
const budget = 70_500;

const shared = {
  entryPoints: ["src/index.ts"],
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  bundle: true,
  format: "esm",
  target: ["es2022"],
  logLevel: "warning",
};
await build({ ...shared, outfile: "dist/index.js", packages: "external" });
await build({ ...shared, outfile: "dist/newshub-client.js", minify: true, legalComments: "none" });

const { size } = statSync(new URL("dist/newshub-client.js", import.meta.url));
if (size > budget) throw new Error(`newshub-client.js is ${size} bytes; its budget is ${budget}. Reduce the size, or raise the budget in build.mjs and give the reason.`);
