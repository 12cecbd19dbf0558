// Projects: starting and leading them, their steps and updates, and members' ratings.
import { expect, expectAccessible, expectFits, type Member, test, turnPage, unique } from "./fixtures";
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
  await turnPage(first.getByRole("button", { name: "Save" }));
  await expect(first.locator("select")).toHaveValue("done");
  await expectAccessible(page);
  await expectFits(page);

  await page.goto(address);
  await expect(page.locator("#steps")).toContainText("1 of 2 done");
  await page.getByLabel("Write an update").fill("The ferry company says **yes**.");
  await page.getByRole("button", { name: "Publish the update" }).click();
  await expect(page.locator("#updates strong")).toHaveText("yes");
  await page.getByLabel("Write an update").fill(" ");
  await page.getByRole("button", { name: "Publish the update" }).click();
  await expect(page.getByRole("alert")).toContainText("Write something first.");
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
  await turnPage(page.getByRole("button", { name: `Leave ${member.name}` }));
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

test("an update is changed and taken back by who wrote it @plain", async ({ page, member, another, makeMember }) => {
  const address = await start(page, unique("A film in parts"));
  await page.getByLabel("Write an update").fill("The ferry sails at **23:40**.");
  await page.getByRole("button", { name: "Publish the update" }).click();
  const edit = page.getByRole("link", { name: /^Edit the update of/ });
  const shown = page.locator("#updates article");
  await edit.click();
  await page.getByLabel("Edit the update").fill(" ");
  const save = page.getByRole("button", { name: "Save" });
  await save.click();
  await expect(page.getByRole("alert")).toContainText("Write something first.");
  await expectAccessible(page);
  await expectFits(page);
  // Changed in another window meanwhile: what was typed is kept, and how it stands now is shown.
  const [id] = /\d+/.exec(address)!;
  const which = await page.locator("input[name=which]").first().inputValue();
  const origin = new URL(page.url()).origin;
  const first = await page.request.post("/projects/edit-update", {
    form: { id, which, version: "1", update: "It sails at midnight." },
    headers: { origin, accept: "application/json" },
  });
  expect(first.ok()).toBe(true);
  await page.getByLabel("Edit the update").fill("It sails at five.");
  await save.click();
  await expect(page.getByRole("alert")).toContainText("This was changed meanwhile");
  await expect(shown).toContainText("It sails at midnight.");
  await expect(page.getByLabel("Edit the update")).toHaveValue("It sails at five.");
  await save.click();
  await expect(shown).toContainText("It sails at five.");
  await expect(shown).toContainText("edited");

  const visitor = await another(makeMember());
  await visitor.goto(address);
  await expect(visitor.locator("#updates")).toContainText("It sails at five.");
  await expect(visitor.getByRole("link", { name: /the update of/ })).toHaveCount(0);
  await edit.click();
  await page.locator("summary", { hasText: "Take it back" }).click();
  await page.getByRole("button", { name: "Take the update back" }).click();
  await expect(page.getByRole("status")).toContainText("The update is taken back.");
  await expect(page.locator("#updates")).toContainText("Nothing was written yet.");
  expect(member.handle).toBeTruthy();
});

test("of two leaders at one step the second is told, and can send again @plain", async ({ page, member, another, makeMember }) => {
  const other = makeMember();
  const address = await start(page, unique("Two at a step"));
  await page.goto(`${address}/edit`);
  for (const step of ["Find the ferry", "Cut it"]) {
    await page.getByLabel("One more step").fill(step);
    await page.getByRole("button", { name: "Add the step" }).click();
  }
  await page.getByLabel("One more leader").fill(other.handle);
  await page.getByRole("button", { name: "Make them a leader" }).click();
  const theirs = await another(other);
  await theirs.goto(`${address}/edit`);
  const step = (of: Page, n: number) => of.locator(".step-forms li").nth(n);
  const save = (of: Page, n: number) => step(of, n).getByRole("button", { name: /^Save/ }).click();
  await step(page, 0).locator("input[name=step_title]").fill("Find a smaller ferry");
  await save(page, 0);
  await step(theirs, 0).locator("input[name=step_title]").fill("Find two ferries");
  await save(theirs, 0);
  await expect(step(theirs, 0).getByRole("alert")).toContainText("This was changed meanwhile");
  await expect(step(theirs, 0)).toContainText("Find a smaller ferry");
  await expect(step(theirs, 0).locator("input[name=step_title]")).toHaveValue("Find two ferries");
  await expectAccessible(theirs);
  await expectFits(theirs);
  await save(theirs, 0);
  await expect(step(theirs, 0).locator("input[name=step_title]")).toHaveValue("Find two ferries");
  await expect(theirs.getByRole("alert")).toHaveCount(0);

  // What was typed into a step that is gone can be added again.
  await page.goto(`${address}/edit`);
  await page.getByRole("button", { name: "Remove Cut it" }).click();
  await expect(page.locator(".step-forms li")).toHaveCount(1);
  await step(theirs, 1).locator("input[name=step_title]").fill("Cut it twice");
  await save(theirs, 1);
  await expect(theirs.locator("#steps")).toContainText("Another leader removed this step meanwhile.");
  await expect(theirs.getByLabel("One more step")).toHaveValue("Cut it twice");
  await theirs.getByRole("button", { name: "Add the step" }).click();
  await expect(step(theirs, 1).locator("input[name=step_title]")).toHaveValue("Cut it twice");
  expect(member.handle).toBeTruthy();
});

test("a form of the page for editing that came back twice is still there @plain", async ({ page, member }) => {
  const address = await start(page, unique("Twice refused"));
  await page.goto(`${address}/edit`);
  for (let time = 0; time < 2; time++) {
    await page.getByRole("button", { name: "Add the step" }).click();
    await expect(page.getByRole("alert")).toContainText("Say what is to be done.");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Edit a project");
  }
  expect(member.handle).toBeTruthy();
});
