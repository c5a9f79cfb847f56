/** Milliseconds after which a stored token is shown to the hub again, which replaces one that has expired or is no longer its own. */
const day = 86_400_000;

/** Milliseconds after which a request for a token is given up: content never waits longer for an identity. */
const timeout = 3_000;

interface Identity {
  readonly token: string;
  /** When the hub issued or confirmed it, in milliseconds since 1970. */
  readonly at: number;
}

/** Identities of pages whose browser stores nothing. */
const inMemory = new Map<string, string>();

/**
 * Gives the reader of a page that is not the hub's an identity of its own: a token that the hub issues and this browser keeps. Returns the address of
 * the hub with the token, for a wire; without it when the hub issues none now, and its reads then count for everybody with this address and browser.
 */
export async function identify(hub: string | URL): Promise<URL> {
  const address = new URL(hub);
  if (!address.pathname.endsWith("/")) address.pathname += "/";
  const key = `newshub-reader ${address.origin}${address.pathname}`;
  const known = load(key);
  const token = known && Date.now() - known.at < day ? known.token : await request(address, known?.token).catch(() => known?.token);
  if (token === undefined) return address;
  if (token !== known?.token || Date.now() - known.at >= day) save(key, JSON.stringify({ token, at: Date.now() }));
  address.searchParams.set("reader", token);
  return address;
}

/** The token that the hub gives in exchange for the known one: the same while that is valid. */
async function request(hub: URL, known: string | undefined): Promise<string | undefined> {
  const url = new URL("api/readers", hub);
  if (known !== undefined) url.searchParams.set("reader", known);
  const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(timeout) });
  return response.ok ? ((await response.json()) as { token: string }).token : known;
}

/** The stored identity; null when there is none, or what is stored is damaged. */
function load(key: string): Identity | null {
  let text = inMemory.get(key);
  try {
    text = localStorage.getItem(key) ?? text;
  } catch {
    // The browser or its settings have no storage.
  }
  try {
    const identity = JSON.parse(text ?? "null");
    return typeof identity.token === "string" ? identity : null;
  } catch {
    return null;
  }
}

function save(key: string, text: string): void {
  inMemory.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // The identity lasts as long as the page.
  }
}
