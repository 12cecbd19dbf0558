// Saying why: recommendations at a record, on one's page; and flags.
import { importCorpus, idOf } from "./corpus";
import { expect, expectAccessible, expectFits, signIn, test, turnPage, unique } from "./fixtures";

async function recordOf(page: import("@playwright/test").Page, project: string) {
  const corpus = importCorpus(project, [{ id: "a", title: "Rain on tin" }]);
  return idOf(page.request, corpus, "a");
}

test("a line on why comes with a heart, and both can be taken back @plain @smoke", async ({ page, member }, info) => {
  const id = await recordOf(page, info.project.name);
  await page.goto(`/records/${id}`);
  await page.getByText("Recommend it").click();
  const line = page.getByLabel("Why, in a line");
  // Nothing typed comes back with what is missing, and the fold stays open.
  await page.getByRole("button", { name: "Recommend", exact: true }).click();
  await expect(page.getByText("Line on why is needed.")).toBeVisible();
  await line.fill("x".repeat(501));
  await page.getByRole("button", { name: "Recommend", exact: true }).click();
  await expect(page.getByText("Line on why is 501, over 500 characters.")).toBeVisible();
  await expect(line).toHaveValue("x".repeat(501));
  await line.fill("The pause before six.");
  await line.press("Enter");
  await expect(page.getByRole("status").first()).toContainText("Recommended, with your heart.");
  await expect(page.locator("#recommendations")).toContainText("The pause before six.");
  await expect(page.locator("#recommendations")).toContainText(member.name);
  await expect(page.getByRole("button", { name: "Heart, 1 heart" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`/members/${member.handle}`);
  await expect(page.locator("#recommends")).toContainText("The pause before six.");
  await page.goto(`/members/${member.handle}/recommendations`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Recommends");
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`/records/${id}/recommendations`);
  await expect(page.getByText("The pause before six.")).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`/records/${id}`);
  await page.getByText("You recommend it").click();
  await turnPage(page.getByRole("button", { name: "Take it back" }));
  await expect(page.locator("#recommendations")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Heart, 1 heart" })).toBeVisible();
});

test("a flag is answered by a curator @plain", async ({ page, makeMember, another }, info) => {
  const id = await recordOf(page, info.project.name);
  await signIn(page, makeMember());
  await page.goto(`/records/${id}`);
  await page.getByText("Flag it").click();
  // The list of flags is everybody's.
  const flag = `This is somebody else's ${unique("photograph")}.`;
  await page.getByLabel("What is not right?").fill(flag);
  await page.getByRole("button", { name: "Send the flag" }).click();
  await expect(page.getByText("A curator will answer you.")).toBeVisible();
  const desk = await another(makeMember("curator"));
  await desk.goto(`/curate/records/${id}`);
  await expect(desk.locator("#flags")).toContainText(flag);
  await desk.locator("#flags").getByLabel("Answer").fill("It is theirs: both accounts are hers.");
  await turnPage(desk.getByRole("button", { name: "Settle it" }));
  await expect(desk).toHaveURL(/\/curate\/flags/);
  await expect(desk.getByText(flag)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Flag it")).toBeVisible();
});
