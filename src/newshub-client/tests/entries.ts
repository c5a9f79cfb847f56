import type * as full from "../src/index.js";
import * as liveBlog from "../src/live-blog.js";
import * as sse from "../src/sse.js";

/** The small entries together can take the place of the whole one. */
export const replacement: typeof full = { ...sse, ...liveBlog } satisfies typeof full;
