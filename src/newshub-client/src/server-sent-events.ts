/** An event parsed as in the HTML standard (§ 9.2.6), without its id: the hub's cursors are in the data. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** Maximum length of one event in characters. The largest event is a snapshot: 20 entries of at most 6 KB, and rankings. */
const maxLength = 1 << 20;

/**
 * Parses a stream until it ends. Calls `onChunk` for every chunk received, including comments. Replaces the browser's EventSource,
 * which schedules its own reconnects and hides the status and reason of a rejected request.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, onChunk: () => void): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // an incomplete event is discarded
      onChunk();
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
      if (length + rest.length > maxLength) throw new Error("An event is too long.");
    }
  } finally {
    void reader.cancel().catch(() => {}); // it may be closed already
  }
}
