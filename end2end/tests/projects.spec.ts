// Projects: starting and leading them, their steps and updates, and members' ratings.
import { expect, expectAccessible, expectFits, type Member, test, unique } from "./fixtures";
import type { Page } from "@playwright/test";

/** Starts a project through its form; answers its address. */
async function start(page: Page, title: string, text = "What it is about."): Promise<string> {
  await page.goto("/projects/new");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Text").fill(text);
  await page.getByRole("button", { name: "Start it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  return new URL(page.url()).pathname;
}

const stars = (page: Page) => page.getByRole("group", { name: "Your rating" });

test("a project is started, divided into steps and tells of its progress @plain @smoke", async ({ page, member }) => {
  const title = unique("A film about a ferry");
  const address = await start(page, title, "**Eleven minutes**, no dialogue.");
  await expect(page.getByRole("status")).toContainText("Your project is started");
  await expect(page.locator("strong", { hasText: "Eleven minutes" })).toBeVisible();
  await expect(page.locator("#leaders")).toContainText(member.name);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  for (const [before, step] of ["Find the ferry", "Cut it"].entries()) {
    await page.getByLabel("One more step").fill(step);
    await page.getByRole("button", { name: "Add the step" }).click();
    await expect(page.locator(".step-forms li")).toHaveCount(before + 1);
  }
  await page.getByRole("button", { name: "Up Cut it" }).click();
  await expect(page.locator(".step-forms input[name=step_title]").first()).toHaveValue("Cut it");
  const first = page.locator(".step-forms li").first();
  await first.locator("select").selectOption("done");
  await first.getByRole("button", { name: "Save" }).click();
  await expectAccessible(page);
  await expectFits(page);

  await page.goto(address);
  await expect(page.locator("#steps")).toContainText("1 of 2 done");
  await page.getByLabel("Write an update").fill("The ferry company says **yes**.");
  await page.getByRole("button", { name: "Publish the update" }).click();
  await expect(page.locator("#updates strong")).toHaveText("yes");
  await page.getByLabel("Write an update").fill(" ");
  await page.getByRole("button", { name: "Publish the update" }).click();
  await expect(page.getByRole("alert")).toContainText("Update is needed.");
  await expectAccessible(page);
  await expectFits(page);
});

test("leaders make others leaders, and the last one stays @plain", async ({ page, member, makeMember, another }) => {
  const other: Member = makeMember();
  const address = await start(page, unique("A record"));
  await page.goto(`${address}/edit`);
  await expect(page.getByRole("button", { name: /^(Leave|Remove) Test/ })).toHaveCount(0);
  await page.getByLabel("One more leader").fill("nobody-has-this-handle");
  await page.getByRole("button", { name: "Make them a leader" }).click();
  await expect(page.locator("#leaders")).toContainText("There is no member with this handle.");
  await expect(page.getByLabel("One more leader")).toHaveValue("nobody-has-this-handle");
  await page.getByLabel("One more leader").fill(`@${other.handle}`);
  await page.getByRole("button", { name: "Make them a leader" }).click();
  await expect(page.locator("#leaders .people")).toContainText(other.name);
  await page.getByRole("button", { name: `Leave ${member.name}` }).click();
  await expect(page).toHaveURL(new RegExp(`${address}(\\?|$)`));
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);

  const theirs = await another(other);
  await theirs.goto(`${address}/edit`);
  await theirs.getByLabel("Title").fill("Renamed by another leader");
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs.getByRole("heading", { level: 1 })).toHaveText("Renamed by another leader");
  await theirs.goto(`${address}/edit`);
  await theirs.getByRole("button", { name: "Close the project" }).click();
  await expect(theirs.getByRole("main")).toContainText("This project was closed");
  await expect(theirs.getByRole("link", { name: "Issue a challenge" })).toHaveCount(0);
});

test("members rate a project, and the list says how the order is made @plain", async ({ page, another, makeMember, member }) => {
  const title = unique("Rated");
  const address = await start(page, title);
  await expect(page.locator("#rating")).toContainText("Nobody has rated it yet.");
  await stars(page).getByRole("button", { name: "5 stars" }).click();
  await expect(page.locator("#rating")).toContainText("5.0 of 5, by 1 member.");
  await expect(stars(page).getByRole("button", { name: "5 stars" })).toHaveAttribute("aria-pressed", "true");
  const others = await another(makeMember());
  await others.goto(address);
  await stars(others).getByRole("button", { name: "2 stars" }).click();
  await expect(others.locator("#rating")).toContainText("3.5 of 5, by 2 members.");
  await stars(others).getByRole("button", { name: "Take it back" }).click();
  await expect(others.locator("#rating")).toContainText("5.0 of 5, by 1 member.");
  await others.getByText("How the order is made").click();
  await expect(others.locator("#rating")).toContainText("listed by 3.2");
  await expect(others.locator("#rating")).toContainText("10 ratings of 3 stars");
  await page.goto("/projects?sort=rating");
  await expect(page.getByRole("article").filter({ hasText: title })).toContainText(`led by ${member.name}`);
  await expectAccessible(page);
  await expectFits(page);
  const visitor = await another();
  await visitor.goto(address);
  await expect(visitor.getByRole("link", { name: "Sign in to rate it" })).toBeVisible();
  await visitor.goto("/projects");
  await expect(visitor.getByRole("link", { name: title })).toBeVisible();
});
