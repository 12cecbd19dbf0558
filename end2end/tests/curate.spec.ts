// The curators' desk: the queue, review by forms and by keys, all or none, shortlists with votes and their trail.
import { idOf, importCorpus, type Work } from "./corpus";
import { awake, expect, expectAccessible, expectFits, signIn, test, turnPage, unique } from "./fixtures";
import { publish } from "./making";
import type { Page } from "@playwright/test";

/** Records that only this test's queue holds, by a tag of their own. */
async function queue(page: Page, project: string, count = 4) {
  const tag = unique("desk");
  const works: Work[] = Array.from({ length: count }, (_, n) => ({ id: `w${n}`, title: `Waiting, number ${n}`, tags: [tag] }));
  const corpus = importCorpus(project, works, [["w1", "w0"]]);
  const ids: number[] = [];
  for (const work of works) ids.push(await idOf(page.request, corpus, work.id));
  return { tag, ids };
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("the desk is not there for members", async ({ page, makeMember }) => {
  expect((await page.goto("/curate"))?.status()).toBe(401);
  await signIn(page, makeMember());
  for (const path of ["/curate", "/curate/flags", "/curate/shortlists", "/curate/shortlists/new"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});

test("the queue is narrowed, reviewed and worked on by forms alone @plain @smoke", async ({ page, makeMember }, info) => {
  const { tag, ids } = await queue(page, info.project.name);
  await signIn(page, makeMember("curator"));
  await page.goto(`/curate?tag=${tag}&sort=oldest`);
  await expect(page.locator(".lead")).toHaveText("4 records like this, that nobody rated yet.");
  await expect(page.locator("#records .line-title")).toHaveText(ids.map((_, n) => `Waiting, number ${n}`));
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`/curate?tag=${tag}&sort=oldest&remixes=never`);
  await expect(page.locator(".lead")).toContainText("3 records");

  await page.goto(`/curate?tag=${tag}&sort=oldest`);
  await page.getByRole("link", { name: "Review one by one" }).click();
  await expect(heading(page)).toHaveText("Waiting, number 0");
  await expect(page.getByRole("complementary")).toContainText("CC BY 4.0");
  await expect(page.getByRole("complementary")).toContainText("remixed once");
  await expectAccessible(page);
  await expectFits(page);
  // A rating needs its reason.
  await page.getByRole("radio", { name: "4" }).check();
  await page.getByRole("button", { name: "Rate, and go on" }).click();
  await expect(page.getByText("Say why, in a line.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "4" })).toBeChecked();
  await page.locator("#rate-reason").fill("It waits well.");
  await page.getByRole("button", { name: "Rate, and go on" }).click();
  await expect(heading(page)).toHaveText("Waiting, number 1");
  await page.getByLabel("Curators’ tags to give").fill("Patient, slow");
  await page.getByRole("button", { name: "Tag it" }).click();
  await expect(page.getByRole("button", { name: /Take off the tag patient/ })).toBeVisible();
  await turnPage(page.getByRole("link", { name: "The whole queue" }));
  await expect(page.locator(".lead")).toContainText("3 records");

  // All of what is ticked, or none.
  for (const n of [1, 2]) await page.getByRole("checkbox", { name: `Waiting, number ${n}` }).check();
  await page.getByText("With what is ticked").click();
  await page.getByLabel("Reason").fill("Both of them.");
  await page.locator(".desk-together summary", { hasText: /^Rate$/ }).click();
  await page.locator(".desk-together").getByRole("radio", { name: "2" }).check();
  await page.getByRole("button", { name: "Rate them" }).click();
  await expect(page.locator(".lead")).toContainText("1 record");
  await page.goto(`/curate?show=rated&tag=${tag}`);
  await expect(page.locator("#records .line-title")).toHaveCount(3);
});

test("keys go through the queue, and a rating leads to its reason", async ({ page, makeMember }, info) => {
  const { tag } = await queue(page, info.project.name);
  await signIn(page, makeMember("curator"));
  await page.goto(`/curate?tag=${tag}&sort=oldest`);
  await page.getByRole("link", { name: "Review one by one" }).press("Enter");
  await expect(heading(page)).toHaveText("Waiting, number 0");
  await awake(page);
  await page.keyboard.press("j");
  await expect(heading(page)).toHaveText("Waiting, number 1");
  await awake(page);
  await page.keyboard.press("ArrowLeft");
  await expect(heading(page)).toHaveText("Waiting, number 0");
  await awake(page);
  await page.keyboard.press("?");
  await expect(page.getByText("rate, then type the reason")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("5");
  await expect(page.getByRole("radio", { name: "5" })).toBeChecked();
  await expect(page.locator("#rate-reason")).toBeFocused();
  // What is typed is typed: keys mean nothing in a field.
  await page.keyboard.type("just fine, take 5");
  await expect(page.locator("#rate-reason")).toHaveValue("just fine, take 5");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText("Waiting, number 1");
  await awake(page);
  await page.keyboard.press("t");
  await expect(page.locator("#desk-tags")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.locator("#main").focus();
  await page.keyboard.press("f");
  await expect(page.locator("#flag-reason")).toBeFocused();
  await page.locator("#main").focus();
  await page.keyboard.press("s");
  await expect(page.locator("#desk-shortlist")).toBeFocused();
});

test("the second of two curators is told what the first did @plain", async ({ page, makeMember, another }, info) => {
  const { tag, ids } = await queue(page, info.project.name, 2);
  await signIn(page, makeMember("curator"));
  const other = await another(makeMember("director"));
  const path = `/curate/records/${ids[0]}?tag=${tag}&sort=oldest`;
  await page.goto(path);
  await other.goto(path);
  await page.getByRole("radio", { name: "2" }).check();
  await page.locator("#rate-reason").fill("Said first.");
  await page.getByRole("button", { name: "Rate, and go on" }).click();
  await expect(heading(page)).toHaveText("Waiting, number 1");
  await other.getByRole("radio", { name: "5" }).check();
  await other.locator("#rate-reason").fill("Typed with care.");
  await other.getByRole("button", { name: "Rate, and go on" }).click();
  await expect(other.getByText("Another curator was here")).toBeVisible();
  await expect(other.locator("#rating")).toContainText("Said first.");
  await expect(other.locator("#rate-reason")).toHaveValue("Typed with care.");
  await other.getByRole("button", { name: "Rate, and go on" }).click();
  await expect(heading(other)).toHaveText("Waiting, number 1");
});

test("a shortlist gathers records with reasons and votes, and keeps its trail @plain", async ({ page, makeMember, another }, info) => {
  // Many pages, each looked at in full.
  test.slow();
  const { tag, ids } = await queue(page, info.project.name);
  const curator = makeMember("curator");
  await signIn(page, curator);
  await page.goto(`/records?tag=${tag}`);
  for (const n of [0, 1]) await page.getByRole("checkbox", { name: `Choose Waiting, number ${n}` }).check();
  await page.getByRole("button", { name: "Put on a shortlist" }).click();
  await expect(page.locator(".lead")).toHaveText("2 records, all of them or none.");
  await page.getByRole("link", { name: "Start a new shortlist with them" }).click();
  await page.getByLabel("Title").fill(`For ${tag}`);
  await page.getByLabel("Brief", { exact: false }).fill("Whatever *waits*.");
  await expectAccessible(page);
  await turnPage(page.getByRole("button", { name: "Start it" }));
  await page.getByLabel("Reason").fill("They wait.");
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole("button", { name: "Put them on it" }).click();
  await expect(heading(page)).toHaveText(`For ${tag}`);
  const address = new URL(page.url()).pathname;
  const row = page.locator(`#record-${ids[1]}`);
  await row.getByLabel("Why you vote so").fill("The best of them.");
  await row.getByRole("button", { name: /^For it/ }).click();
  await expect(row.locator(".sum")).toHaveText("1 for");
  const other = await another(makeMember("director"));
  await other.goto(address);
  await other.locator(`#record-${ids[0]}`).getByRole("button", { name: /^Against it/ }).click();
  await expect(other.locator(`#record-${ids[0]} .sum`)).toHaveText("1 against");
  await expect(other.locator(".shortlisted").first()).toHaveAttribute("id", `record-${ids[1]}`);
  await other.locator(`#record-${ids[0]} summary`).click();
  await other.locator(`#record-${ids[0]}`).getByLabel("Reason").fill("Too slow.");
  await other.locator(`#record-${ids[0]}`).getByRole("button", { name: "Take it off" }).click();
  const trail = other.locator("#trail li");
  await expect(trail.first()).toContainText("took off");
  await expect(trail.first()).toContainText("Too slow.");
  await expect(trail).toHaveCount(6);
  await page.goto(address);
  await expectAccessible(page);
  await expectFits(page);
  await page.getByText("Close this shortlist").click();
  await page.getByRole("button", { name: "Close it" }).click();
  await expect(page.getByText("Nothing on it changes until it is opened again.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^For it/ })).toHaveCount(0);
  await page.getByText("Open this shortlist again").click();
  await page.getByRole("button", { name: "Open it again" }).click();
  await expect(page.getByRole("button", { name: /^For it/ })).toHaveCount(1);
  await page.goto("/curate/shortlists");
  await expect(page.getByRole("link", { name: `For ${tag}` })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
});

test("a challenge and a project are named by their addresses, and their pages lead to the desk @plain", async ({ page, makeMember }) => {
  await signIn(page, makeMember("curator"));
  await page.goto("/projects/new");
  const title = unique("A film for the desk");
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Start it" }).click();
  const project = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Issue a challenge" }).first().click();
  const call = unique("Sing for the desk");
  await page.getByLabel("Title").fill(call);
  await page.getByLabel("What is asked").fill("Sing it.");
  await page.getByRole("radio", { name: /^No pay promised/ }).check();
  await page.getByRole("button", { name: "Issue the challenge" }).click();
  const challenge = new URL(page.url()).pathname;
  await expect(page.getByRole("link", { name: "Review what was entered" })).toHaveCount(0);
  const record = await publish(page, { title: "Sung for the desk" });
  await page.goto(challenge);
  await page.getByLabel("Or by its number or address").fill(String(record));
  await page.getByRole("button", { name: "Enter it" }).click();
  await page.getByRole("link", { name: "Review what was entered" }).click();
  await expect(page.locator(".lead")).toContainText("1 record like this");
  await expect(page.locator(".lead").getByRole("link", { name: call })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);

  await page.goto("/curate?challenge=the+one+with+the+song");
  await expect(page.getByText("There is no such challenge.")).toBeVisible();
  await page.getByLabel("Entered for the challenge").fill(new URL(challenge, page.url()).href);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.locator("#records .line-title")).toHaveText("Sung for the desk");

  await page.goto(project);
  await page.getByRole("link", { name: "Start a shortlist for it" }).click();
  await expect(page.getByText(`Now “${title}”`)).toBeVisible();
  await page.getByLabel("Title").fill(unique("For the film"));
  await page.getByLabel(/^Project/).fill("/projects/999999999");
  await page.getByRole("button", { name: "Start it" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no such project.");
  await expectAccessible(page);
  await page.getByLabel(/^Project/).fill(new URL(project, page.url()).href);
  await page.getByRole("button", { name: "Start it" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: title })).toBeVisible();
});
