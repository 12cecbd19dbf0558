// The browser journeys. `cargo xtask test --only browser` sets the variables; `npx playwright test --config end2end`
// works by hand too, against target/debug/understory and a temporary folder.
//
// A test runs in the project `browser`. Tagged `@plain` it also runs without JavaScript; tagged `@noscript` it runs
// only without; tagged `@smoke` it also runs on PostgreSQL.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";

const root = join(import.meta.dirname, "..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
// The workers read this file again: what is chosen here reaches them through the environment.
const chosen = (name: string, value: () => string) => (process.env[name] ??= value());
const binary = chosen("UNDERSTORY_E2E_BINARY", () => join(target, "debug", "understory"));
const data = chosen("UNDERSTORY_E2E_DATA", () => mkdtempSync(join(tmpdir(), "understory-journeys-")));
const port = chosen("UNDERSTORY_E2E_PORT", () => "38117");
const postgresPort = chosen("UNDERSTORY_E2E_PORT_POSTGRES", () => "38118");
const postgres = process.env.UNDERSTORY_E2E_POSTGRES;
// Real corpora lie beside the project, or where `UNDERSTORY_CORPORA` says; the server takes that for a setting.
chosen("UNDERSTORY_E2E_CORPORA", () => process.env.UNDERSTORY_CORPORA ?? join(root, "..", "shared", "data"));
delete process.env.UNDERSTORY_CORPORA;

const server = (port: string, folder: string, environment: Record<string, string>) => ({
  command: `exec "${binary}" serve`,
  cwd: data,
  env: {
    ...environment,
    UNDERSTORY_LOG: "warn",
    // Mail goes into a folder, at once.
    UNDERSTORY_MAIL: `file:${join(data, folder, "mail")}`,
    UNDERSTORY_MAIL_DELAY: "0",
    UNDERSTORY_DATA: join(data, folder),
    UNDERSTORY_LISTEN: `127.0.0.1:${port}`,
  },
  url: `http://127.0.0.1:${port}/readyz`,
  timeout: 60_000,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5_000 },
  stdout: "ignore" as const,
  stderr: "pipe" as const,
});

const asRoot = process.getuid?.() === 0;
const chrome = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    chromiumSandbox: !asRoot,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};
const onSqlite = { ...chrome, baseURL: `http://127.0.0.1:${port}` };
const onPostgres = { ...chrome, baseURL: `http://127.0.0.1:${postgresPort}` };

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  snapshotPathTemplate: "pictures/{arg}{ext}",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "UTC",
    // Chromium throws in a page whose view transition it gives up, which it does now and then on a busy machine.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "browser", grepInvert: /@noscript/, use: onSqlite },
    { name: "plain", grep: /@plain|@noscript/, use: { ...onSqlite, javaScriptEnabled: false } },
    ...(postgres ? [{ name: "postgres", grep: /@smoke/, use: onPostgres }] : []),
  ],
  webServer: [
    server(port, "sqlite", {}),
    ...(postgres ? [server(postgresPort, "postgres", { DATABASE_URL: postgres })] : []),
  ],
});
