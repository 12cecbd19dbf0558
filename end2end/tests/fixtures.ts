// What every journey has: members of its own, and a page on which a console error, a policy violation or a failed
// request is a failure of the test.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test as base } from "@playwright/test";
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
    env: {
      ...process.env,
      UNDERSTORY_DATA: join(data, onPostgres ? "postgres" : "sqlite"),
      ...(onPostgres ? { DATABASE_URL: process.env.UNDERSTORY_E2E_POSTGRES } : {}),
    },
  });
}

/** Signs in through the form. */
export async function signIn(page: Page, member: Member) {
  await page.goto("/sign-in");
  await page.getByLabel("Handle").fill(member.handle);
  await page.getByLabel("Password", { exact: true }).fill(member.password);
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in/);
}

interface Fixtures {
  /** Problems that the page told of; must be empty at the end, but for those a test takes out itself. */
  problems: string[];
  /** Makes a member who can sign in. */
  makeMember: (role?: string) => Member;
  /** The page, signed in as a fresh member. */
  member: Member;
}

export const test = base.extend<Fixtures>({
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
  makeMember: async ({}, use, info) => {
    await use((role = "member") => {
      const handle = unique(role);
      const made = { handle, name: `Test ${handle}`, password: `a long password of ${handle}` };
      understory(
        info.project.name,
        ["member", "create", "--role", role, "--name", made.name, handle],
        `${made.password}\n`,
      );
      return made;
    });
  },
  member: async ({ page, makeMember }, use) => {
    const made = makeMember();
    await signIn(page, made);
    await use(made);
  },
});

/** No violation of WCAG 2.2 AA that axe can find, in light and in dark. */
export async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const told = found.violations.map((v) => `${colorScheme} ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
    expect(told).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Nothing wider than the window, at the narrowest and at common widths. */
export async function expectFits(page: Page) {
  const before = page.viewportSize();
  for (const width of [320, 390, 768, 1280, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `overflow at ${width} px`).toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
}

export { expect };
