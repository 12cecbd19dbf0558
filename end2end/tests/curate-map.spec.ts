// What is selected on the map is sent on: by members to a collection, by curators to a shortlist as well.
import { idOf } from "./corpus";
import { awake, expect, signIn } from "./fixtures";
import { fresh as test } from "./explorer/explorer";
import { ancestors, links, works } from "./explorer/world";

test.use({ corpus: { works, links } });

test("a selection goes from the map to a shortlist and a collection", async ({ page, explorer, makeMember, another }) => {
  await signIn(page, makeMember("curator"));
  await explorer.open(`/map#ancestors=${await idOf(page.request, "own", "duet")}`);
  const before = ancestors("duet");
  await expect(explorer.selection.getByRole("heading", { level: 2 })).toHaveText(`${before.length} records selected`);
  const send = explorer.selection.getByRole("link", { name: "Put on a shortlist" });
  await expect(explorer.selection.getByRole("link", { name: "Add to a collection" })).toBeVisible();
  await send.click();
  await expect(page.locator(".lead")).toHaveText(`${before.length} records, all of them or none.`);
  await page.getByRole("link", { name: "Start a new shortlist with them" }).click();
  await page.getByLabel("Title").fill("What the duet came from");
  await page.getByRole("button", { name: "Start it" }).click();
  await page.getByLabel("Reason").fill("All of its line.");
  await page.getByRole("button", { name: "Put them on it" }).click();
  await expect(page.locator(".shortlisted")).toHaveCount(before.length);

  // Visitors see nothing to send with.
  const visitor = await another();
  await visitor.goto(page.url().replace(/\/curate.*/, "/map"));
  await awake(visitor);
  await expect(visitor.locator("[data-send]")).toHaveCount(0);
});
