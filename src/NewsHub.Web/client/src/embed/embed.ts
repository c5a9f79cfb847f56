import { NewshubBreaking } from "./newshub-breaking";
import { NewshubLatest } from "./newshub-latest";
import { NewshubLive } from "./newshub-live";
import { NewshubRanking } from "./newshub-ranking";

const elements = { "newshub-breaking": NewshubBreaking, "newshub-latest": NewshubLatest, "newshub-live": NewshubLive, "newshub-ranking": NewshubRanking };

// A page may load the script twice, as two articles with it in one page do.
for (const [name, type] of Object.entries(elements)) if (!customElements.get(name)) customElements.define(name, type);
