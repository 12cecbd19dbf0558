import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { awake, expect, expectAccessible, expectFits, test, unique } from "./fixtures";
import { publish } from "./making";
import type { Page } from "@playwright/test";

const bell = (page: Page) => page.getByRole("link", { name: /^Notifications, .* unread$/ });
const lines = (page: Page) => page.locator(".told:not([hidden]) button");

/** Reloads until the bell shows so much: without JavaScript, and where the page was left meanwhile. */
async function expectAfterReload(page: Page, count: string) {
  await expect(async () => {
    await page.reload();
    await expect(bell(page)).toHaveAccessibleName(`Notifications, ${count} unread`, { timeout: 500 });
  }).toPass();
}

test("the bell counts up and the list grows without a reload @smoke", async ({ page, member, another, makeMember }) => {
  const title = unique("Harbour");
  const source = await publish(page, { title });
  await page.goto(`/records/${source}`);
  await awake(page);
  await expect(bell(page)).toHaveAccessibleName("Notifications, 0 unread");
  const remixer = makeMember();
  const theirs = await another(remixer);
  const first = await publish(theirs, { title: "Slower", sources: [{ id: source }] });
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await expect(page.locator(".bell-count")).toHaveText("1");
  await expect(page.locator(".bell [aria-live]")).toContainText("made");

  await bell(page).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page).first()).toContainText(`${remixer.name}\u2069 made \u2068“Slower”\u2069 from your \u2068“${title}”`);
  await expectAccessible(page);
  await expectFits(page);
  await awake(page);
  await publish(theirs, { title: "Faster", sources: [{ id: source }] });
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).first()).toContainText("Faster");
  await expect(bell(page)).toHaveAccessibleName("Notifications, 2 unread");
  // What came in by itself can be opened as well, and what was opened is read.
  await lines(page).nth(1).click();
  await expect(page).toHaveURL(new RegExp(`/records/${first}$`));
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  expect(member.handle).toBeTruthy();
});

test("a page that is looked at again hears what it missed", async ({ page, member, another, makeMember }) => {
  const source = await publish(page, { title: unique("Tide") });
  await page.goto("/me/notifications");
  await awake(page);
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  // As a browser does where another tab comes to the front.
  const look = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await look(true);
  const theirs = await another(makeMember());
  await publish(theirs, { title: "While away", sources: [{ id: source }] });
  await theirs.waitForTimeout(1_500);
  await expect(lines(page)).toHaveCount(0);
  await look(false);
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByText("Nothing yet.")).toBeHidden();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("status").first()).toContainText("marked as read");
  await expect(bell(page)).toHaveAccessibleName("Notifications, 0 unread");
  expect(member.handle).toBeTruthy();
});

test("hearts are told together; the list is read and narrowed @plain", async ({ page, member, another, makeMember }) => {
  const title = unique("Gulls");
  const record = await publish(page, { title });
  await page.goto("/");
  for (let n = 0; n < 3; n++) {
    const theirs = await another(makeMember());
    await theirs.request.post("/records/heart", {
      form: { id: String(record), on: "true" },
      headers: { origin: new URL(page.url()).origin, accept: "application/json" },
    });
  }
  await expectAfterReload(page, "3");
  await page.goto("/me/notifications");
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("and 2 others hearted your");
  await expectAccessible(page);
  await expectFits(page);
  await lines(page).click();
  await expect(page).toHaveURL(new RegExp(`/records/${record}$`));
  await expect(bell(page)).toHaveAccessibleName("Notifications, 0 unread");
  await page.goto("/me/notifications");
  await page.getByRole("navigation", { name: "Which" }).getByRole("link", { name: "Unread" }).click();
  await expect(page.getByRole("main")).toContainText("You have read everything.");
  const about = async (topic: string) => {
    await page.locator("summary", { hasText: "Only about" }).click();
    await page.getByRole("navigation", { name: "About what" }).getByRole("link", { name: topic }).click();
  };
  await about("Hearts");
  await expect(lines(page)).toHaveCount(1);
  await expectAccessible(page);
  await expectFits(page);
  // It stands open where it narrows the list.
  await page.getByRole("navigation", { name: "About what" }).getByRole("link", { name: "Claims and flags" }).click();
  await expect(page.getByRole("main")).toContainText("Nothing about claims and flags yet.");
  expect(member.handle).toBeTruthy();
});

/** A mail without the signs of `quoted-printable`. */
function unquoted(mail: string): string {
  // They mean nothing in its head.
  const head = mail.indexOf("\r\n\r\n");
  const body = mail.slice(head).replaceAll("=\r\n", "");
  const readable = body.replace(/(?:=[0-9A-F]{2})+/g, (signs) => Buffer.from(signs.replaceAll("=", ""), "hex").toString("utf8"));
  return mail.slice(0, head) + readable;
}

/** The newest mail to an address, once there is one with these words. */
async function mailTo(project: string, address: string, words: string): Promise<string> {
  const folder = join(process.env.UNDERSTORY_E2E_DATA as string, project === "postgres" ? "postgres" : "sqlite", "mail");
  let found = "";
  await expect(() => {
    const mails = readdirSync(folder)
      .filter((name) => name.endsWith(".eml"))
      .map((name) => unquoted(readFileSync(join(folder, name), "utf8")));
    found = mails.find((mail) => mail.includes(`To: ${address}`) && mail.includes(words)) ?? "";
    expect(found).not.toBe("");
  }).toPass({ timeout: 20_000 });
  return found;
}

test("mail: an address, its switches, and the way out @plain", async ({ page, member, another, makeMember }, info) => {
  const address = `${member.handle}@example.org`;
  await page.goto("/me/notifications/settings");
  await page.getByLabel("Mail address").fill(`${address},eve@example.org`);
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page.locator(".field-error")).toContainText("A mail address looks like");
  await expect(page.getByLabel("Mail address")).toHaveValue(`${address},eve@example.org`);
  await page.getByLabel("Mail address").fill(address);
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page.getByRole("status").first()).toContainText("A mail is on its way");
  await expect(page.locator("#mail")).toContainText(`We wrote to ${address}`);
  const question = await mailTo(info.project.name, address, "Is this your mail address?");
  await page.goto(/(\/mail\/confirm\?token=[^\s"<]+)/.exec(question)![1]!);
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole("button", { name: "Yes, it is mine" }).click();
  await expect(page.locator("#mail")).toContainText(`Mail goes to ${address}`);
  const remixed = page.getByRole("checkbox", { name: "A record of yours is remixed: by mail" });
  await remixed.check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toContainText("Saved");
  await expect(remixed).toBeChecked();
  await expectAccessible(page);
  await expectFits(page);

  const source = await publish(page, { title: "Tin roof" });
  const theirs = await another(makeMember());
  await publish(theirs, { title: "Rain on it", sources: [{ id: source }] });
  const mail = await mailTo(info.project.name, address, "made “Rain on it” from your “Tin roof”");
  const stop = /List-Unsubscribe: <[^>]*(\/mail\/stop\?[^>]+)>/.exec(mail)![1]!;
  // The mail may be read in another browser, by somebody who is not signed in.
  const elsewhere = await another();
  await elsewhere.goto(stop);
  await expect(elsewhere.getByRole("main")).toContainText("A record of yours is remixed");
  await elsewhere.getByRole("button", { name: "Stop it" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1 })).toHaveText("Stopped");
  await page.goto("/me/notifications/settings");
  await expect(remixed).not.toBeChecked();
  await page.getByRole("button", { name: "Forget my address" }).click();
  await expect(page.locator("#mail")).not.toContainText(address);
});

test("a visitor has no bell @plain", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".bell")).toHaveCount(0);
  await page.goto("/me/notifications");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to see this");
});
