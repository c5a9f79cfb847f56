// Bundles the script and styles of the pages into ../wwwroot/build; fails when a file exceeds its budget.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const out = new URL("../wwwroot/build/", import.meta.url);

// Maximum size in bytes of each file, compressed as the hub serves it. The words of the pages, which the hub puts before the script, add 1 KB; a
// page has at most 26 KiB of script and styles, which keeps it fast on slow phones. SignalR takes about half of the script.
// The script of the lists on other sites has the small client with it. Pages with a live blog load its script and styles besides.
// What comes, changes or leaves while a live blog is loaded or pointed at takes 400 B of its script.
const budgets = {
  "app.js": 21_150, "app.css": 4_550, "live-blog.js": 6_850, "live-blog.css": 1_500, "embed.js": 10_300, "embed-signalr.js": 15_350,
};

// The pages open SignalR on a WebSocket without negotiation, and have their own fall-backs; a page needs no streams and no stateful reconnect.
const unusedOfSignalR = [
  "AccessTokenHttpClient", "DefaultHttpClient", "DefaultReconnectPolicy", "FetchHttpClient", "LongPollingTransport", "MessageBuffer",
  "ServerSentEventsTransport", "Subject", "XhrHttpClient",
];
const withoutUnused = {
  name: "without unused parts of SignalR",
  setup: ({ onLoad }) => onLoad({ filter: new RegExp(`signalr/dist/esm/(${unusedOfSignalR.join("|")})\\.js$`) }, ({ path }) => {
    const name = /(\w+)\.js$/.exec(path)[1];
    return { contents: `export class ${name} { getCookieString() {} send() { throw new Error("${name} is not part of this script."); } }` };
  }),
};

const mangleProps = /^_[a-z]/; // the private properties of SignalR

const shared = {
  outdir: fileURLToPath(out),
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  legalComments: "none",
  logLevel: "warning",
};

await build({
  ...shared,
  entryPoints: [
    { in: "src/app.ts", out: "app" }, { in: "src/live-blog/start.ts", out: "live-blog" },
    { in: "css/app.css", out: "app" }, { in: "css/live-blog.css", out: "live-blog" }, { in: "css/reference.css", out: "reference" },
  ],
  plugins: [withoutUnused],
  mangleProps,
});

// A style sheet that a script imports is its minified text.
const stylesAsText = {
  name: "styles as text",
  setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, async ({ path }) => {
    const { outputFiles } = await build({ ...shared, entryPoints: [path], write: false, target: ["chrome123", "firefox128", "safari17.5"] });
    return { contents: outputFiles[0].text, loader: "text" };
  }),
};

await build({ ...shared, entryPoints: [{ in: "src/embed/embed.ts", out: "embed" }], plugins: [stylesAsText] });

await build({ ...shared, entryPoints: [{ in: "src/embed/signalr.ts", out: "embed-signalr" }], plugins: [withoutUnused], mangleProps });

for (const [file, budget] of Object.entries(budgets)) {
  const size = brotliCompressSync(readFileSync(new URL(file, out))).length;
  if (size > budget) throw new Error(`${file} is ${size} bytes compressed; its budget is ${budget}. Reduce the size, or raise the budget in build.mjs and give the reason.`);
}
