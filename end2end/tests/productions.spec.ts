// A production from its shortlist to its release, as its director makes it and as everybody sees it.
import { publish } from "./making";
import { expect, expectAccessible, expectFits, signIn, test, turnPage, unique } from "./fixtures";
import { plan, send } from "./producing";

test("a director makes a production and releases it", { tag: ["@plain", "@smoke"] }, async ({ page, another, makeMember }) => {
  // Many pages, each looked at in full.
  test.slow();
  const [ann, dara] = [makeMember(), makeMember("director")];
  await signIn(page, ann);
  const [rain, film] = [unique("Rain"), unique("Film")];
  const root = await publish(page, { title: rain });
  const work = await publish(page, { title: film, sources: [{ id: root, used: "the patter" }] });

  const desk = await another(dara);
  const title = unique("Ferry");
  await desk.goto("/productions/new");
  await desk.getByLabel("Title").fill(title);
  await desk.getByRole("button", { name: "Plan it" }).click();
  await expect(desk.getByText("The production is planned.")).toBeVisible();
  await expectAccessible(desk);
  await expectFits(desk);

  // A record is found by its words and included; then it is given a weight and a note.
  const records = desk.getByRole("region", { name: "What it includes" });
  await records.getByRole("searchbox").fill(film);
  await records.getByRole("button", { name: "Find" }).click();
  await records.getByRole("button", { name: `Include ${film}` }).click();
  await records.getByRole("textbox", { name: "Weight" }).fill("0");
  await records.getByRole("button", { name: `Save weight and note of ${film}` }).click();
  await expect(records.getByText("Weight is not of a form we understand.").first()).toBeVisible();
  await records.getByRole("textbox", { name: "Weight" }).fill("3");
  await records.getByLabel("What it is in the work").fill("all of it");
  await turnPage(records.getByRole("button", { name: `Save weight and note of ${film}` }));
  await expect(records.getByRole("textbox", { name: "Weight" })).toHaveValue("3");

  const roles = desk.getByRole("region", { name: "Roles" });
  await roles.getByLabel("Member").fill(`@${dara.handle}`);
  await roles.getByLabel("Role", { exact: true }).fill("director");
  await roles.getByRole("button", { name: "Give the role" }).click();
  await expect(roles.getByText("name not confirmed yet")).toBeVisible();

  const details = desk.getByRole("region", { name: "What it is", exact: true });
  await details.getByLabel("The final work").fill(`/records/${work}`);
  await details.getByLabel("Private notes").fill("Ask about the rights.");
  await turnPage(details.getByRole("button", { name: "Save" }));
  await turnPage(desk.getByRole("button", { name: "Begin production" }));
  await desk.getByRole("link", { name: "Release it …" }).click();
  await expect(desk.getByRole("heading", { name: "This will stay as it is, for good" })).toBeVisible();
  await expectAccessible(desk);
  await expectFits(desk);
  await desk.getByRole("button", { name: "Release it for good" }).click();
  await expect(desk.getByText("Released. What it includes")).toBeVisible();

  // Everybody sees the work, what went into it and who is credited; nobody else the notes.
  await page.goto(new URL(desk.url()).pathname);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText("Ask about the rights.")).toHaveCount(0);
  const credits = page.getByRole("region", { name: "Credits" });
  await expect(credits.getByRole("heading", { name: "Grown from records by" })).toBeVisible();
  await expect(credits.getByRole("link", { name: rain })).toBeVisible();
  await expect(page.getByRole("link", { name: "See all of it on the map" })).toHaveAttribute("href", /^\/map#production=\d+$/);
  await expect(page.getByText("It was not made from a shortlist")).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await page.goto("/productions?status=released");
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
});

test("what was abandoned says why, and can be taken up again", { tag: "@plain" }, async ({ page, another, makeMember }) => {
  const dara = makeMember("director");
  const desk = await another(dara);
  const id = await plan(desk, unique("Ferry"));
  await desk.goto(`/productions/${id}/edit`);
  await desk.locator("summary", { hasText: "Abandon it" }).click();
  await desk.getByRole("button", { name: "Abandon it" }).click();
  await expect(desk.getByText("Say why, in a line.").first()).toBeVisible();
  await desk.getByRole("textbox", { name: "Why" }).fill("The cinema said no.");
  await turnPage(desk.getByRole("button", { name: "Abandon it" }));
  await page.goto(`/productions/${id}`);
  await expect(page.getByText("The cinema said no.")).toBeVisible();
  await expectAccessible(page);
  await turnPage(desk.getByRole("button", { name: "Take it up again" }));
  await page.reload();
  await expect(page.getByText("The cinema said no.")).toHaveCount(0);
});

test("a form that is sent after another one's change comes back with what was typed", { tag: "@plain" }, async ({ another, makeMember }) => {
  const dara = makeMember("director");
  const [one, two] = [await another(dara), await another(dara)];
  const id = await plan(one, unique("Ferry"));
  for (const desk of [one, two]) await desk.goto(`/productions/${id}/edit`);
  for (const desk of [one, two]) {
    const details = desk.getByRole("region", { name: "What it is", exact: true });
    await details.getByLabel("Title").fill(desk === one ? "First" : "Second");
    await turnPage(details.getByRole("button", { name: "Save" }));
  }
  await expect(two.getByText("This was changed meanwhile")).toBeVisible();
  await expect(two.getByLabel("Title", { exact: true }).first()).toHaveValue("Second");
});

test("others neither make productions nor change them", { tag: "@plain" }, async ({ page, another, makeMember }) => {
  const [dara, dean] = [makeMember("director"), makeMember("director")];
  const id = await plan(await another(dara), unique("Ferry"));
  await page.goto("/productions/new");
  await expect(page.getByRole("heading", { name: "Sign in to see this" })).toBeVisible();
  await signIn(page, dean);
  await page.goto(`/productions/${id}/edit`);
  await expect(page.getByRole("heading", { name: "This is not yours to open" })).toBeVisible();
  const answer = await send(page, "/productions/edit", { id: String(id), version: "1", act: "details", title: "Mine" });
  expect(answer.status()).toBe(403);
  await page.goto(`/productions/${id}`);
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);
});
