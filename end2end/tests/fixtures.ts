// What every journey has: members of its own, and a page on which a console error, a policy violation or a failed
// request is a failure of the test.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Locator, type Page, test as base } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";

export interface Member {
  handle: string;
  name: string;
  password: string;
}

const binary = process.env.UNDERSTORY_E2E_BINARY as string;
const data = process.env.UNDERSTORY_E2E_DATA as string;

/** A word that no other test has. */
export const unique = (word: string) => `${word}-${randomBytes(5).toString("hex")}`;

/** Runs the command line on the database of the server that this project's pages come from. */
export function understory(project: string, args: string[], input = ""): string {
  const onPostgres = project === "postgres";
  return execFileSync(binary, args, {
    cwd: data,
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      UNDERSTORY_DATA: join(data, onPostgres ? "postgres" : "sqlite"),
      UNDERSTORY_LOG: "warn",
      ...(onPostgres ? { DATABASE_URL: process.env.UNDERSTORY_E2E_POSTGRES } : {}),
    },
  });
}

/** Makes a member who can sign in. */
export const createMember = (project: string, role = "member") => newMember((args, input) => understory(project, args, input), role);

/** Makes a member, by whatever runs the command line. */
export function newMember(run: (args: string[], input: string) => unknown, role: string): Member {
  const handle = unique(role);
  const made = { handle, name: `Test ${handle}`, password: `a long password of ${handle}` };
  run(["member", "create", "--role", role, "--name", made.name, handle], `${made.password}\n`);
  return made;
}

/** Signs the page's browser in, without the form. */
export async function signIn(page: Page, member: Member) {
  const answer = await page.request.post("/sign-in", {
    form: { handle: member.handle, password: member.password },
    maxRedirects: 0,
  });
  expect(answer.headers()["set-cookie"], `sign-in of ${member.handle}: ${answer.status()}`).toContain("session=");
}

/** Signs in through the form of the page that is open. */
export async function fillSignIn(page: Page, handle: string, password: string) {
  const form = page.getByRole("main");
  await form.getByLabel("Handle").fill(handle);
  await form.getByLabel("Password", { exact: true }).fill(password);
  await form.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Presses what sends a form or leads elsewhere, and waits for the page that comes of it, however much that looks like
 * this one. Without it what is done next may be done on the page that is being left, and take back what was sent.
 */
export async function turnPage(by: Locator) {
  const page = by.page();
  await page.locator("html").evaluate((html) => html.setAttribute("data-left", ""));
  await by.click();
  await expect(page.locator("html:not([data-left])")).toBeAttached();
  await page.waitForLoadState("domcontentloaded");
}

/** Waits until what a page does by its scripts works. */
export async function awake(page: Page) {
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
}

/** Whether it is the map of a server on which other journeys publish: that is laid out anew now and then, and pages mend themselves. */
function isSharedMap(address: string) {
  const { port, pathname } = new URL(address);
  const shared = [process.env["UNDERSTORY_E2E_PORT"], process.env["UNDERSTORY_E2E_PORT_POSTGRES"]];
  return shared.includes(port) && pathname.startsWith("/api/v1/map/");
}

/** Notes what goes wrong on a page. An error page that one was led to is told in the console too, and is none. */
export function watch(page: Page, problems: string[]) {
  const refused = new Set<string>();
  page.on("response", (response) => {
    const status = response.status();
    if (response.request().isNavigationRequest() && status >= 400 && status < 500) refused.add(response.url());
  });
  page.on("console", (message) => {
    // Where a form is sent to a part of its page, the console names the part as well.
    const [address = ""] = message.location().url.split("#");
    if (!["error", "warning"].includes(message.type())) return;
    if (message.text().startsWith("Failed to load resource") && refused.has(address)) return;
    if (message.text().includes("410 (Gone)") && isSharedMap(address)) return;
    problems.push(`${message.type()}: ${message.text()} (${address})`);
  });
  page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

interface Fixtures {
  /** Problems that the page told of; must be empty at the end, but for those a test takes out itself. */
  problems: string[];
  /** Makes a member who can sign in. */
  makeMember: (role?: string) => Member;
  /** The page, signed in as a fresh member. */
  member: Member;
  /** Opens a page in another browser, signed in as the member where one is given. */
  another: (member?: Member) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      watch(page, problems);
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
  makeMember: async ({}, use, info) => {
    await use((role) => createMember(info.project.name, role));
  },
  member: async ({ page, makeMember }, use) => {
    const made = makeMember();
    await signIn(page, made);
    await use(made);
  },
  another: async ({ browser, problems }, use) => {
    const opened: Awaited<ReturnType<Browser["newContext"]>>[] = [];
    await use(async (member) => {
      const context = await browser.newContext();
      opened.push(context);
      const page = await context.newPage();
      watch(page, problems);
      if (member) await signIn(page, member);
      return page;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});

/** No violation of WCAG 2.2 AA that axe can find; colours in light and in dark. */
export async function expectAccessible(page: Page) {
  // Axe is itself JavaScript; the same markup is looked at with it.
  if (test.info().project.name === "plain") return;
  const everything = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const colours = new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]);
  for (const [colorScheme, axe] of [["light", everything], ["dark", colours]] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await axe.analyze();
    const told = violations.map((v) => `${colorScheme} ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
    expect.soft(told, page.url()).toEqual([]);
  }
  // As the configuration has it; without it pages would change by view transitions from here on.
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

/** Nothing wider than the window, at the narrowest and at common widths. */
export async function expectFits(page: Page) {
  const before = page.viewportSize();
  for (const width of [320, 390, 768, 1280, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = () =>
      page.evaluate(() => {
        const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return [];
        const all = [...document.body.querySelectorAll("*")];
        const out = all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > root.clientWidth + 1);
        return [`${root.scrollWidth} px`, ...out.slice(0, 5).map((e) => `${e.tagName}.${e.getAttribute("class")}`)];
      });
    expect.soft(await wide(), `${page.url()} at ${width} px`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

export { expect };
