// A server with data of its own, for journeys that count everything, cut the connection, or change much.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Own {
  url: string;
  /** Runs the command line on its data. */
  run: (args: string[], input?: string) => string;
  /** Ends the server; its data stays. */
  stop: () => Promise<void>;
  /** Starts it again, where it was. */
  start: () => Promise<void>;
  /** Ends it, and its data. */
  end: () => Promise<void>;
}

const binary = process.env["UNDERSTORY_E2E_BINARY"] as string;

/** Starts a server on data that `fill` makes beforehand, and waits until its map is laid out. */
export async function startOwn(fill: (run: Own["run"]) => void = () => {}): Promise<Own> {
  const folder = mkdtempSync(join(tmpdir(), "understory-own-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, UNDERSTORY_DATA: join(folder, "data"), UNDERSTORY_LOG: "warn", UNDERSTORY_LISTEN: `127.0.0.1:${port}`, DATABASE_URL: undefined };
  const run: Own["run"] = (args, input = "") =>
    execFileSync(binary, args, { cwd: folder, input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], env });
  try {
    fill(run);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  let stop: Own["stop"] = async () => {};
  const start = async () => {
    const server = spawn(binary, ["serve"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
    const ended = new Promise<void>((done) => server.once("exit", () => done()));
    stop = () => {
      server.kill("SIGTERM");
      return ended;
    };
    for (let tries = 0; tries < 600; tries++) {
      if (await answers(`${url}/api/v1/map`)) return;
      await new Promise((next) => setTimeout(next, 50));
    }
    throw new Error(`${url} does not answer`);
  };
  const end = async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return { url, run, start, end, stop: () => stop() };
}

const answers = (url: string) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );

/**
 * A port that nobody listens on: below those that the system gives to connections, for one of these could take it
 * before the server does, or while it is stopped; and of the worker's own.
 */
async function freePort(): Promise<number> {
  const first = 20_000 + (Number(process.env["TEST_PARALLEL_INDEX"] ?? 0) % 12) * 1_000;
  for (;;) {
    const port = first + Math.floor(Math.random() * 1_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
