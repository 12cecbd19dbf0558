// "This used my record": a claim is made, seen, and accepted or declined.
import { publish } from "./making";
import { expect, expectAccessible, expectFits, signIn, test, turnPage, unique } from "./fixtures";

test("a claim is accepted, and the source stands at the record with its history", { tag: ["@plain", "@smoke"] }, async ({ page, another, makeMember }) => {
  const [ann, bo] = [makeMember(), makeMember()];
  await signIn(page, ann);
  const [tune, song] = [unique("Tune"), unique("Song")];
  const source = await publish(page, { title: tune, license: "CC-BY-NC-4.0" });
  const author = await another(bo);
  const remix = await publish(author, { title: song, license: "CC-BY-4.0" });
  const later = await publish(page, { title: unique("Later") });

  await page.goto(`/records/${remix}`);
  await turnPage(page.getByRole("link", { name: "This used my record" }));
  await expectAccessible(page);
  await expectFits(page);
  await page.getByLabel("Your record").fill(String(later));
  await page.getByLabel("How one can tell").fill("From 0:12 on.");
  await page.getByRole("button", { name: "Make the claim" }).click();
  await expect(page.getByText("links never lead back in time").first()).toBeVisible();
  await page.getByLabel("Your record").fill(`/records/${source}`);
  await page.getByLabel("What was used").fill("four notes");
  await expect(page.getByLabel("How one can tell")).toHaveValue("From 0:12 on.");
  await page.getByRole("button", { name: "Make the claim" }).click();
  await expect(page.getByText("Your claim is made.")).toBeVisible();
  await expectFits(page);

  await author.goto("/claims");
  await expectAccessible(author);
  await expectFits(author);
  await author.getByRole("link", { name: song }).click();
  await expect(author.getByText("does not allow remixes under CC BY 4.0")).toBeVisible();
  await author.getByRole("button", { name: "Accept it" }).click();
  await expect(author.getByText("Write an answer").first()).toBeVisible();
  await author.getByLabel("Your answer").fill("So they are. Sorry!");
  await expectAccessible(author);
  await author.getByRole("button", { name: "Accept it" }).click();
  await expect(author.getByText("Accepted. The source stands")).toBeVisible();

  await page.goto(`/records/${remix}`);
  const madeFrom = page.locator("#made-from");
  await expect(madeFrom.getByRole("link", { name: tune })).toBeVisible();
  await expect(madeFrom.getByText("Added by a claim of")).toBeVisible();
  await expect(madeFrom.getByText("So they are. Sorry!")).toBeVisible();
  await expect(page.locator("#license").getByText("does not allow remixes under CC BY 4.0")).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`/records/${source}`);
  await expect(page.getByText("remixed once")).toBeVisible();
});

test("a claim is declined by a curator, or taken back", { tag: "@plain" }, async ({ page, another, makeMember }) => {
  const [ann, bo, cleo] = [makeMember(), makeMember(), makeMember("curator")];
  await signIn(page, ann);
  const source = await publish(page, { title: unique("Tune") });
  const author = await another(bo);
  const song = unique("Song");
  const remix = await publish(author, { title: song });
  const claim = async () => {
    await page.goto(`/records/${remix}/claim`);
    await page.getByLabel("Your record").fill(String(source));
    await page.getByLabel("How one can tell").fill("Listen.");
    await page.getByRole("button", { name: "Make the claim" }).click();
    await expect(page.getByText("Your claim is made.")).toBeVisible();
  };
  await claim();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText("The claim is taken back.")).toBeVisible();
  await claim();
  const curator = await another(cleo);
  await curator.goto("/claims");
  await curator.getByRole("link", { name: song }).click();
  await curator.getByLabel("Your answer").fill("Two notes are nobody’s.");
  await turnPage(curator.getByRole("button", { name: "Decline it" }));
  await page.reload();
  await expect(page.getByText("Two notes are nobody’s.")).toBeVisible();
  await page.goto(`/records/${remix}`);
  await expect(page.getByText("Added by a claim of")).toHaveCount(0);
});
