// Credits: who stands in them, under which name, and in which forms they can be had.
import { publish } from "./making";
import { expect, expectAccessible, expectFits, signIn, test, turnPage, unique } from "./fixtures";
import { include, plan } from "./producing";

test("those credited confirm their name or change it", { tag: ["@plain", "@smoke"] }, async ({ page, another, makeMember }) => {
  const [ann, bo, dara] = [makeMember(), makeMember(), makeMember("director")];
  const at = await another(ann);
  const root = await publish(at, { title: unique("Rain") });
  await signIn(page, bo);
  const remix = await publish(page, { title: unique("Tin"), sources: [{ id: root }] });
  const desk = await another(dara);
  const id = await plan(desk, unique("Ferry"));
  await include(desk, id, [remix]);

  // Ann's record is not in it, but what is in it came from hers.
  await at.goto(`/productions/${id}/credits`);
  const own = at.getByRole("region", { name: "This is how you are credited" });
  const field = own.getByLabel("Your name in these credits");
  await expect(field).toHaveValue(ann.name);
  await field.fill("");
  await own.getByRole("button", { name: "Confirm this name" }).click();
  await expect(at.getByText("Name as credited is needed.").first()).toBeVisible();
  await at.getByLabel("Your name in these credits").fill("Ann of the Hills");
  await at.getByRole("button", { name: "Confirm this name" }).click();
  await expect(at.getByText("Your name is confirmed.")).toBeVisible();
  await expect(at.getByRole("link", { name: "Ann of the Hills" })).toBeVisible();
  await expectAccessible(at);
  await expectFits(at);

  // Who is not credited is not asked.
  await desk.goto(`/productions/${id}/credits`);
  await expect(desk.getByLabel("Your name in these credits")).toHaveCount(0);
  await expect(desk.getByRole("heading", { name: "Grown from records by" })).toBeVisible();

  // And every member's page has their credits.
  await page.goto(`/members/${bo.handle}`);
  const credits = page.locator("#credits");
  await expect(credits.getByText("In it:")).toBeVisible();
  await expectFits(page);
  await turnPage(credits.getByRole("link", { name: "These credits in full" }));
  await expect(page.getByText("Only those of")).toBeVisible();
});

test("credits are given as text, HTML, JSON, CSV and as a card", { tag: "@plain" }, async ({ page, another, makeMember }) => {
  const [ann, dara] = [makeMember(), makeMember("director")];
  await signIn(page, ann);
  const title = unique("Rain");
  const record = await publish(page, { title });
  const desk = await another(dara);
  const id = await plan(desk, unique("Ferry"));
  await include(desk, id, [record]);
  await page.goto(`/productions/${id}/credits`);
  const formats = page.getByRole("region", { name: "Take them along" });
  for (const [name, part] of [["Text", `“${title}”`], ["HTML", `>${title}</a>`], ["JSON", `"${title}"`], ["CSV", `,${title},`]] as const) {
    const href = await formats.getByRole("link", { name, exact: true }).getAttribute("href");
    const answer = await page.request.get(href!);
    expect(await answer.text(), name).toContain(part);
  }
  await turnPage(formats.getByRole("link", { name: "See the card alone" }));
  await expect(page.getByRole("heading", { name: "With records by" })).toBeVisible();
  await expect(page.getByText(ann.name)).toBeVisible();
  await expectFits(page);
});
