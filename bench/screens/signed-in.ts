import { Agent, request } from "node:http";

/** Asks a portal for pages as somebody who is signed in, over one connection. Answers how many milliseconds it took. */
export type Browser = (path: string) => Promise<number>;

const HTML = "text/html,application/xhtml+xml";

/** Signs in by password. @returns the session's cookie */
export async function fetchCookie(port: number, password: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ password }),
    headers: { origin: `http://127.0.0.1:${port}` },
    redirect: "manual",
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((value) => value.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`Signing in was answered with ${answer.status}.`);
  return cookie;
}

/** Signs in by password. */
export async function signIn(port: number, password: string): Promise<Browser> {
  const cookie = await fetchCookie(port, password);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (path) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const headers = { cookie, accept: HTML, "accept-encoding": "gzip, deflate, br" };
      const asked = request({ agent, port, host: "127.0.0.1", path, headers }, (response) => {
        response.resume();
        response.once("end", () => {
          if (response.statusCode === 200) resolve(performance.now() - start);
          else reject(new Error(`${path} was answered with ${response.statusCode}.`));
        });
      });
      asked.once("error", reject);
      asked.end();
    });
}
