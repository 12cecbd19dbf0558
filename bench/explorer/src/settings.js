// Where things are, and how long is measured. Everything can be set from outside.
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const environment = process.env;
export const project = join(import.meta.dirname, "../../..");
export const target = environment.CARGO_TARGET_DIR ?? join(project, "target");
export const corpora = environment.UNDERSTORY_CORPORA ?? join(project, "../shared/data");
/** Unpacked corpora, databases and pictures; stays for the next run. */
export const scratch = environment.UNDERSTORY_BENCH_FOLDER ?? join(tmpdir(), "understory-bench-explorer");
export const binary = environment.UNDERSTORY_BENCH_BINARY ?? join(target, "release", "understory");
export const rounds = Number(environment.UNDERSTORY_BENCH_ROUNDS ?? 5);
/** Seconds that one cell may take of a browser's time before it counts as not finished. */
export const limit = Number(environment.UNDERSTORY_BENCH_LIMIT ?? 60);

/** The program itself rather than Debian's script around it, which switches drawing by GPU on. */
export const chromium =
  environment.UNDERSTORY_CHROMIUM ??
  ["/usr/lib/chromium/chromium", "/usr/bin/chromium"].find((path) => existsSync(path));

export const width = 1200;
export const height = 840;
/**
 * The window in which every program has its stage. Not any height would do: at some (975 to 980 of these) Chromium's
 * software compositor resamples whatever a page shows, which takes 4 ms a frame.
 */
export const window = { width, height: 1000 };

/** A folder in the scratch folder. */
export function folder(...names) {
  const path = join(scratch, ...names);
  mkdirSync(path, { recursive: true });
  return path;
}
