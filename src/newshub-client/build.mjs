// Two builds of the same module into dist: one for bundlers, which bring SignalR themselves, and one file that a browser loads as it is.
import { build } from "esbuild";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Minified, before compression; SignalR is about 57 KB of it. */
const budget = 68_000;

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
if (size > budget) throw new Error(`newshub-client.js is ${size} bytes; its budget is ${budget}. Take something out, or raise it in build.mjs and say why.`);
