// Challenges: issuing them, contributing to them, and how they end.
import { expect, expectAccessible, expectFits, test, turnPage, unique } from "./fixtures";
import { license, publish, publishButton } from "./making";
import type { Page } from "@playwright/test";

interface Call {
  title: string;
  medium?: string;
  starts?: number[];
  deadline?: string;
  budget?: { amount: string; currency: string; contributors: string; unused: string };
}

const chooser = (page: Page, name = "Records to start from") => page.getByRole("group", { name });

/** Issues a challenge through its form; answers its address. */
async function issue(page: Page, call: Call): Promise<string> {
  await page.goto("/challenges/new");
  await page.getByLabel("Title").fill(call.title);
  await page.getByLabel("What is asked").fill("Sing it **once**.");
  for (const start of call.starts ?? []) {
    await chooser(page).getByRole("searchbox").fill(String(start));
    await turnPage(chooser(page).getByRole("button", { name: "Find" }));
    await turnPage(chooser(page).getByRole("button", { name: /^Add / }).first());
  }
  await page.getByRole("group", { name: "Medium" }).getByRole("radio", { name: call.medium ?? "Any" }).check({ force: true });
  if (call.deadline) await page.getByLabel("Deadline").fill(call.deadline);
  const pay = page.getByRole("group", { name: "Pay" });
  if (call.budget) {
    await pay.getByRole("radio", { name: /^There is a budget/ }).check();
    await page.getByLabel("Budget, all of it").fill(call.budget.amount);
    await page.getByLabel("Currency").fill(call.budget.currency);
    await page.getByLabel("Contributors you expect").fill(call.budget.contributors);
    await page.getByLabel("What unused work gets").fill(call.budget.unused);
  } else {
    await pay.getByRole("radio", { name: /^No pay promised/ }).check();
  }
  await page.getByRole("button", { name: "Issue the challenge" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(call.title);
  return new URL(page.url()).pathname;
}

test("a challenge says before any work what is asked and what each could expect @plain @smoke", async ({ page, member }) => {
  const start = await publish(page, { title: unique("Chorus") });
  const title = unique("Sing this");
  const address = await issue(page, {
    title,
    medium: "Text",
    starts: [start],
    deadline: "2099-05-14T18:30",
    budget: { amount: "1200", currency: "eur", contributors: "4", unused: "Nothing but a credit." },
  });
  const terms = page.getByRole("region", { name: "Terms" });
  for (const words of [
    "Open until 14 May 2099, 18:30 UTC",
    "EUR 1,200.00 in all, for about 4 contributors",
    "About EUR 300.00",
    "Nothing but a credit.",
    `${member.name}, who issued this challenge`,
  ]) {
    await expect(terms).toContainText(words);
  }
  await expect(page.locator("#start .line-title")).toHaveText([/^Chorus/]);
  await expectAccessible(page);
  await expectFits(page);
  await page.goto("/challenges");
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await page.goto(`${address}/edit`);
  await expect(page.getByLabel("Deadline")).toHaveValue("2099-05-14T18:30");
  await expectAccessible(page);
  await expectFits(page);
});

test("contributing is publishing with the records to start from at hand @plain @smoke", async ({ page, member, another, makeMember }) => {
  const issuer = await another(makeMember());
  const starts = [await publish(issuer, { title: unique("Verse") }), await publish(issuer, { title: unique("Tune") })];
  const address = await issue(issuer, { title: unique("Answer this"), medium: "Text", starts });
  await page.goto(address);
  await page.getByRole("link", { name: "Contribute" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Contribute");
  await expect(page.getByRole("checkbox", { name: /^Enter it for/ })).toBeChecked();
  // Two are offered; one is taken, the other left.
  await page.getByLabel("Title").fill(`Answered by ${member.handle}`);
  await page.getByLabel("The work").fill("La la");
  await chooser(page, "Made from").getByRole("button", { name: /^Add Verse/ }).click();
  await expect(chooser(page, "Made from").locator(".source")).toHaveCount(1);
  await expect(page.getByLabel("The work")).toHaveValue("La la");
  await expectAccessible(page);
  await expectFits(page);
  await license(page, "CC BY 4.0").check();
  await publishButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Published, and entered for the challenge.");
  await expect(page.locator("#made-from .line-title")).toHaveText([/^Verse/]);
  await page.getByRole("link", { name: /^Answer this/ }).click();
  await expect(page.locator("#contributions")).toContainText(`Answered by ${member.handle}`);
  await expect(page.locator("#yours")).toContainText(`Answered by ${member.handle}`);
  await issuer.goto(`/records/${starts[0]}`);
  await expect(issuer.getByRole("main")).toContainText("Start of challenge");

  await turnPage(page.getByRole("link", { name: "Most hearts" }));
  await expect(page.locator("#contributions")).toContainText(`Answered by ${member.handle}`);
  await page.getByRole("link", { name: "As a lineage" }).click();
  await expect(page.locator("#contributions .lineage-wide")).toContainText(`Answered by`);
  await expect(page.getByRole("link", { name: "See them on the map" })).toHaveAttribute("href", /^\/map#records=\d+/);
  await expectAccessible(page);
  await expectFits(page);
  const feed = await page.request.get(`${address}/feed.atom`);
  expect(feed.headers()["content-type"]).toContain("application/atom+xml");
  expect(await feed.text()).toContain(`Answered by ${member.handle}`);
});

test("a published record is entered, taken back, and stays once the challenge has closed @plain", async ({ page, member: _, another, makeMember }) => {
  const issuer = await another(makeMember());
  const address = await issue(issuer, { title: unique("Bring yours") });
  const title = unique("Mine");
  const record = await publish(page, { title });
  await page.goto(address);
  await page.getByRole("radio", { name: title }).check();
  await page.getByRole("button", { name: "Enter it" }).click();
  await expect(page.getByRole("status").first()).toContainText("Entered.");
  await page.getByRole("button", { name: `Take back ${title}` }).click();
  await expect(page.getByRole("status").first()).toContainText("Taken back.");
  await expect(page.locator("#contributions")).toContainText("Nobody has contributed yet.");
  await page.getByLabel("Or by its number or address").fill("rain on tin");
  await page.getByRole("button", { name: "Enter it" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no such record.");
  await expect(page.getByLabel("Or by its number or address")).toHaveValue("rain on tin");
  await page.getByLabel("Or by its number or address").fill(`${new URL(page.url()).origin}/records/${record}`);
  await turnPage(page.getByRole("button", { name: "Enter it" }));
  await expect(page.locator("#yours")).toContainText(title);
  await expectAccessible(page);
  await expectFits(page);

  await issuer.goto(address);
  await issuer.getByRole("button", { name: "Close it now" }).click();
  await expect(issuer.getByRole("main")).toContainText("This challenge has closed.");
  await page.goto(address);
  await expect(page.getByRole("link", { name: "Contribute" })).toHaveCount(0);
  await expect(page.locator("#yours")).toContainText("what you entered stays");
  await expect(page.getByRole("button", { name: /^Take back/ })).toHaveCount(0);
  await expectAccessible(page);
});

test("late entries are refused kindly, and the draft is published without the challenge @plain", async ({ page, member, another, makeMember }) => {
  const issuer = await another(makeMember());
  const address = await issue(issuer, { title: unique("In time") });
  await page.goto(`/records/new?challenge=${/\d+/.exec(address)![0]}`);
  await page.getByLabel("Title").fill(`Late by ${member.handle}`);
  await page.getByLabel("The work").fill("Typed until it was too late");
  await license(page, "CC BY 4.0").check();
  await issuer.goto(address);
  await turnPage(issuer.getByRole("button", { name: "Close it now" }));
  await publishButton(page).click();
  await expect(page.getByRole("alert")).toContainText("This challenge has closed");
  await expect(page.getByLabel("The work")).toHaveValue("Typed until it was too late");
  await page.getByRole("checkbox", { name: /^Enter it for/ }).uncheck();
  await publishButton(page).click();
  await expect(page.getByRole("status").first()).toContainText("Published. Everybody can see it");
});

test("pay is not made worse once somebody contributed @plain", async ({ page, member: _, another, makeMember }) => {
  const budget = { amount: "100", currency: "USD", contributors: "2", unused: "A credit." };
  const address = await issue(page, { title: unique("Paid"), budget });
  const contributor = await another(makeMember());
  const record = await publish(contributor, { title: unique("Work") });
  await contributor.goto(address);
  await contributor.getByLabel("Or by its number or address").fill(String(record));
  await contributor.getByRole("button", { name: "Enter it" }).click();
  await expect(contributor.getByRole("status").first()).toContainText("Entered.");
  await page.goto(`${address}/edit`);
  await expect(page.getByRole("group", { name: "Pay" })).toContainText("Somebody contributed for the terms below.");
  await page.getByLabel("Budget, all of it").fill("90");
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  await expect(page.getByRole("alert")).toContainText("the budget can only grow");
  await expect(page.getByLabel("Budget, all of it")).toHaveValue("90");
  await expectAccessible(page);
  await page.getByLabel("Budget, all of it").fill("120");
  await page.getByRole("button", { name: "Save", exact: true }).last().click();
  await expect(page.getByRole("region", { name: "Terms" })).toContainText("USD 120.00 in all");
});
