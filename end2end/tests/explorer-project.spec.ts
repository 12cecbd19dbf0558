// What members entered for a project's challenges, on the map.
import { expect, turnPage } from "./fixtures";
import { type Corpus, fresh as test } from "./explorer/explorer";
import { publish } from "./making";

const corpus: Corpus = { works: [], links: [] };
for (let n = 0; n < 20; n++) corpus.works.push({ id: `w${n}`, title: `Work ${n}`, medium: "text" });
test.use({ corpus });

test("what was entered for a project's challenges is shown by itself", async ({ page, explorer, member: _ }) => {
  await page.goto("/projects/new");
  await page.getByLabel("Title").fill("A film about a ferry");
  await page.getByLabel("Text").fill("No dialogue.");
  await turnPage(page.getByRole("button", { name: "Start it" }));
  const project = /\d+/.exec(new URL(page.url()).pathname)![0];
  await page.goto(`/challenges/new?project=${project}`);
  await page.getByLabel("Title").fill("Sing the ferry");
  await page.getByLabel("What is asked").fill("Once.");
  await page.getByRole("group", { name: "Pay" }).getByRole("radio", { name: /^No pay promised/ }).check();
  await turnPage(page.getByRole("button", { name: "Issue the challenge" }));
  const challenge = page.url();
  await publish(page, { title: "The ferry, sung" });
  await page.goto(challenge);
  await page.getByRole("radio", { name: "The ferry, sung" }).check();
  await turnPage(page.getByRole("button", { name: "Enter it" }));

  await explorer.open();
  await page.getByText("More filters").click();
  await page.getByLabel("Project", { exact: true }).fill(project);
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-count]")).toHaveText("1 of 21 records");
  await expect.poll(() => explorer.hash().get("project")).toBe(project);
  await page.reload();
  await explorer.alive();
  await expect(page.locator("[data-count]")).toHaveText("1 of 21 records");
  await page.getByText("More filters").click();
  await expect(page.getByLabel("Project", { exact: true })).toHaveValue(project);
});
