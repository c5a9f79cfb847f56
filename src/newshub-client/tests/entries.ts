import type * as full from "../src/index.js";
import * as small from "../src/sse.js";

/** The entry without SignalR can take the place of the whole one. */
export const replacement: typeof full = small satisfies typeof full;
