import { connect } from "node:net";

/**
 * Sends a part of a request, and then a byte of it every second, for as long as the portal lets it.
 * @returns what the portal said before it hung up
 */
export function sendSlowly(origin: string, start: string, byte: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(Number(port), hostname);
    socket.write(start);
    const timer = setInterval(() => socket.write(byte), 1_000);
    socket.on("data", (data) => {
      said += data.toString("latin1");
    });
    socket.on("error", () => {}); // followed by close
    socket.on("close", () => {
      clearInterval(timer);
      resolve(said);
    });
  });
}
