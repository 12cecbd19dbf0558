import { awake, expect, expectAccessible, expectFits, test, unique } from "./fixtures";
import { draftButton, heartButton, idIn, license, pressHeart, publish, publishButton } from "./making";

test("a text is written, published, found and read @plain @smoke", async ({ page, member }) => {
  const title = unique("Rain on tin");
  await page.goto("/");
  await page.getByRole("banner").getByRole("link", { name: "Put up a record" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Put up a record");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("The work").fill("# First verse\n\nDrip, *drip*.\n\n<script>alert(1)</script><img src=x onerror=alert(2)>\n\n[a link](javascript:alert(3))");
  await license(page, "CC BY-SA 4.0").check();
  await page.getByLabel("Description").fill("Made on the **roof**.");
  await page.getByLabel("Tags").fill("Rain, tin roof, rain");
  await publishButton(page).click();

  await expect(page.getByRole("status").first()).toContainText("Published");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.locator(".work em")).toHaveText("drip");
  await expect(page.locator(".work").getByRole("heading")).toHaveText("First verse");
  await expect(page.locator(".work script, .work img, .work a[href^='javascript']")).toHaveCount(0);
  await expect(page.locator(".record-words strong")).toHaveText("roof");
  await expect(page.locator("#license")).toContainText("CC BY-SA 4.0");
  await expect(page.locator(".tags .tag")).toHaveText(["rain", "tin-roof"]);
  await expect(page.locator(".record-by")).toContainText(member.name);

  await page.goto("/records");
  await page.getByRole("main").getByLabel("Search records").fill(title);
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await page.getByRole("main").getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
});

test("code is shown as it is, with its language and lines @plain", async ({ page, member }) => {
  await page.goto("/records/new");
  await page.getByRole("radio", { name: "Code" }).check();
  await page.getByLabel("Title").fill(`Echo of ${member.handle}`);
  const code = 'fn main() {\n    println!("</textarea><script>alert(1)</script> & <b>");\n}\n';
  await page.getByLabel("The work").fill(code);
  await page.getByLabel("Language, of code").fill("Rust");
  await license(page, "CC0").check();
  await publishButton(page).click();
  await expect(page.locator(".code-bar")).toContainText("Rust");
  await expect(page.locator(".code-bar")).toContainText("3 lines");
  await expect(page.locator(".code-body")).toHaveText(code.trimEnd());
  await expect(page.locator(".work script")).toHaveCount(0);
});

test("a draft is kept, changed, published, described anew and withdrawn @plain", async ({ page, member, another }) => {
  await page.goto("/records/new");
  await page.getByLabel("Title").fill("A draft of mine");
  await page.getByLabel("The work").fill("Half of it");
  await draftButton(page).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved as a draft. Only you can see it.");
  const id = idIn(page);
  const visitor = await another();
  expect((await visitor.goto(`/records/${id}`))?.status()).toBe(404);
  expect((await visitor.goto(`/records/${id}/edit`))?.status()).toBe(401);
  expect((await visitor.request.get(`/api/v1/records/${id}`)).status()).toBe(404);

  await page.goto("/me");
  await page.locator("#drafts").getByRole("link", { name: "Edit A draft of mine" }).click();
  await page.getByLabel("Title").fill(`All of it, by ${member.handle}`);
  await page.getByLabel("The work").fill("All of it");
  await publishButton(page).click();
  // Without a license it comes back, whole.
  await expect(page.getByRole("alert")).toContainText("Choose a license.");
  await expect(page.getByLabel("The work")).toHaveValue("All of it");
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Published");
  expect((await visitor.goto(`/records/${id}`))?.status()).toBe(200);

  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByLabel("Description").fill("What it is about");
  await expect(page.getByLabel("The work")).toHaveCount(0);
  await page.getByLabel("Tags").fill("later");
  await page.locator(".form-end").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved.");
  await visitor.reload();
  await expect(visitor.locator(".record-words")).toHaveText("What it is about");

  const remix = await publish(page, { title: `Made from ${member.handle}`, sources: [{ id, used: "the second half" }] });
  await page.goto(`/records/${id}`);
  await page.getByText("Withdraw this record").click();
  await page.getByRole("button", { name: "Withdraw it for good" }).click();
  await expect(page.getByRole("status").first()).toContainText("Withdrawn.");

  expect((await visitor.goto(`/records/${id}`))?.status()).toBe(200);
  await expect(visitor.getByRole("heading", { name: "This record was withdrawn" })).toBeVisible();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(`All of it, by ${member.handle}`);
  await expect(visitor.getByRole("main")).not.toContainText("What it is about");
  await expect(visitor.locator("#remixes")).toContainText(`Made from ${member.handle}`);
  await expect(visitor.getByRole("link", { name: "Remix this" })).toHaveCount(0);
  await visitor.goto(`/records/${remix}`);
  await expect(visitor.locator("#made-from")).toContainText(`All of it, by ${member.handle}`);
  await expect(visitor.locator("#made-from")).toContainText("the second half");
  await expect(visitor.locator("#made-from")).toContainText("withdrawn");
});

test("a draft is discarded @plain", async ({ page, member }) => {
  const id = await publish(page, { title: `To the bin, ${member.handle}` }, "save");
  await page.goto(`/records/${id}/edit`);
  await page.getByText("Discard this draft").click();
  await page.getByRole("button", { name: "Discard it" }).click();
  await expect(page.getByRole("status").first()).toHaveText("The draft is gone.");
  expect((await page.goto(`/records/${id}`))?.status()).toBe(404);
});

test("what is wrong is told at its field, and nothing typed is lost @plain", async ({ page, member }) => {
  await page.goto("/records/new");
  const body = `\n  first line of ${member.handle}\n</textarea><script>alert(1)</script>`;
  await page.getByLabel("The work").fill(body);
  await page.getByLabel("Tags").fill("one, two");
  await license(page, "CC BY-NC 4.0").check();
  await publishButton(page).click();
  await expect(page.locator("#title-error")).toHaveText("Title is needed.");
  await expect(page.getByLabel("The work")).toHaveValue(body);
  await expect(page.getByLabel("Tags")).toHaveValue("one, two");
  await expect(license(page, "CC BY-NC 4.0")).toBeChecked();
  await page.getByLabel("Title").fill("x".repeat(201));
  await publishButton(page).click();
  await expect(page.locator("#title-error")).toHaveText("Title is 201, over 200 characters.");
  await page.getByLabel("Title").fill("Short enough");
  await page.getByLabel("The work").fill("");
  await publishButton(page).click();
  await expect(page.locator("#body-error")).toContainText("nothing in it yet");
});

test("two windows on one draft do not overwrite each other", async ({ page, member }) => {
  const id = await publish(page, { title: `In two windows, ${member.handle}` }, "save");
  const other = await page.context().newPage();
  await page.goto(`/records/${id}/edit`);
  await other.goto(`/records/${id}/edit`);
  await other.getByLabel("The work").fill("From the other window");
  await draftButton(other).click();
  await expect(other.getByRole("status").first()).toContainText("Saved as a draft");
  await page.getByLabel("The work").fill("From this window");
  await draftButton(page).click();
  await expect(page.getByRole("alert")).toContainText("changed in another window");
  await expect(page.getByLabel("The work")).toHaveValue("From this window");
  await other.reload();
  await expect(other.locator(".work")).toContainText("From the other window");
});

test("a session that ended while one typed loses nothing", async ({ page, member }) => {
  await page.goto("/records/new");
  await page.getByLabel("Title").fill(`Typed for long, ${member.handle}`);
  await page.getByLabel("The work").fill("Many words");
  await page.context().clearCookies();
  await draftButton(page).click();
  await expect(page.getByRole("alert")).toContainText("Sign in first");
  await expect(page.getByLabel("Title")).toHaveValue(`Typed for long, ${member.handle}`);
  await expect(page.getByLabel("The work")).toHaveValue("Many words");
  await page.request.post("/sign-in", { form: { handle: member.handle, password: member.password } });
  await draftButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Saved as a draft");
});

test("another's record cannot be changed", async ({ page, member, another, makeMember }) => {
  const id = await publish(page, { title: `Not yours, ${member.handle}` });
  const draft = await publish(page, { title: `Nor this, ${member.handle}` }, "save");
  const other = await another(makeMember());
  for (const path of [`/records/${id}/edit`, `/records/${draft}/edit`, `/records/${draft}`]) expect((await other.goto(path))?.status(), path).toBe(404);
  for (const act of ["withdraw", "discard", "publish", "edit"]) {
    for (const record of [id, draft]) {
      const form = { id: String(record), version: "1", title: "Taken" };
      const answer = await other.request.post(`/records/${act}`, { form, headers: { origin: new URL(other.url()).origin } });
      expect(answer.status(), `${act} ${record}`).toBe(404);
    }
  }
  await page.goto(`/records/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Not yours, ${member.handle}`);
});

test("a heart is given and taken back @plain", async ({ page, member, another, makeMember }) => {
  const id = await publish(page, { title: `Dear, ${member.handle}` });
  const other = await another(makeMember());
  await other.goto(`/records/${id}`);
  const heart = heartButton(other);
  await expect(heart).toHaveAttribute("aria-pressed", "false");
  await pressHeart(other);
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await expect(heart).toHaveAccessibleName(/1 heart/);
  await other.reload();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await pressHeart(other);
  await expect(heart).toHaveAttribute("aria-pressed", "false");
  await page.goto(`/records/${id}`);
  await expect(page.locator(".record-acts").getByRole("button", { name: /0 hearts/ })).toBeVisible();
});

test("a heart arrives although one leaves at once", async ({ page, member, another, makeMember }) => {
  const id = await publish(page, { title: `Farewell, ${member.handle}` });
  const other = await another(makeMember());
  await other.goto(`/records/${id}`);
  await awake(other);
  await other.evaluate(() => {
    document.querySelector<HTMLButtonElement>(".heart button")!.click();
    location.assign("/records");
  });
  const hearts = async () => ((await (await page.request.get(`/api/v1/records/${id}`)).json()) as { heart_count: number }).heart_count;
  await expect.poll(hearts).toBe(1);
});

const looked: [string, (id: number) => string, "publish" | "save"][] = [
  ["of making", () => "/records/new", "save"],
  ["of editing a draft", (id) => `/records/${id}/edit`, "save"],
  ["of a draft", (id) => `/records/${id}`, "save"],
  ["of editing a record", (id) => `/records/${id}/edit`, "publish"],
  ["of one's own record", (id) => `/records/${id}`, "publish"],
];
for (const [name, path, intent] of looked) {
  test(`the page ${name} is accessible and fits`, async ({ page, member }) => {
    const id = await publish(page, { title: `Looked at, ${member.handle}`, tags: "tide, pier", description: "With *words*." }, intent);
    await page.goto(path(id));
    await expectAccessible(page);
    await expectFits(page);
  });
}
