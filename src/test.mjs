// Bundles each tests/*.test.ts of the package it is called in, and hands them to Node's own test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const here = process.cwd();
const tests = readdirSync(join(here, "tests")).filter((file) => file.endsWith(".test.ts"));
// Beside the packages, so that what is left out of the bundles is found.
const out = mkdtempSync(fileURLToPath(new URL("node_modules/.tests-", import.meta.url)));
try {
  await build({
    entryPoints: tests.map((file) => join(here, "tests", file)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    loader: { ".css": "text" },
    target: ["node20"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  const bundles = tests.map((file) => join(out, file.replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--test", "--enable-source-maps", ...bundles], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
