import type { Entry } from "newshub-client";

/** Milliseconds where the hub says nothing: in entries that a reader missed. */
const defaultWindow = 2000;

/** A random delay in milliseconds before a page fetches what an entry announces, because all readers of the article do. */
export const fetchDelay = ({ fetchWithinMs }: Entry): number => Math.random() * (fetchWithinMs ?? defaultWindow);
