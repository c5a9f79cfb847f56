/** One event of a stream, as the HTML standard reads it (§ 9.2.6); the id is left out, for the hub's cursors are in the data. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest event that is believed, in characters: a snapshot is 20 entries of at most 6 KB, and rankings. */
const maxLength = 1 << 20;

/**
 * Reads a stream to its end. `heard` is called for every piece that comes, comments too. A browser's own EventSource would come back
 * by itself and not at a moment of our choice, and would not say why it was refused.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // an event that was cut off does not count
      heard();
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop()!;
      for (const line of lines) {
        length += line.length;
        const [, field, text] = /^([^:]*):? ?(.*)$/s.exec(line)!;
        if (field === "event") event = text!;
        else if (field === "data") data.push(text!);
        if (line !== "") continue;
        if (data.length > 0) yield { event: event || "message", data: data.join("\n") };
        [event, data, length] = ["", [], 0];
      }
      if (length + rest.length > maxLength) throw new Error("The stream brings an event without end.");
    }
  } finally {
    void reader.cancel().catch(() => {}); // it may be closed already
  }
}
