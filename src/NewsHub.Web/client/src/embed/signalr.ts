// The client with SignalR for the lists on other sites. It asks for no identity of the reader, because the lists count no reads, and stores nothing.
export { CurrentNews } from "newshub-client";
export { NewsWire } from "newshub-client/page";
