import { expect, expectAccessible, expectFits, test, unique } from "./fixtures";
import { publish } from "./making";

test("members follow one another, and see at home what those put up @plain @smoke", async ({ page, member, another, makeMember }) => {
  const author = makeMember();
  const authors = await another(author);
  await page.goto(`/members/${author.handle}`);
  await expect(page.locator(".facts")).toContainText("0 followers");
  const follow = page.getByRole("button", { name: `Follow ${author.name}` });
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await follow.click();
  const following = page.getByRole("button", { name: `Following ${author.name}` });
  await expect(following).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".facts")).toContainText("1 follower");
  expect(new URL(page.url()).pathname).toBe(`/members/${author.handle}`);
  await expectAccessible(page);
  await expectFits(page);

  const title = unique("Foghorn");
  await publish(authors, { title });
  await page.goto("/");
  const row = page.locator("section", { has: page.getByRole("heading", { name: "From those you follow" }) });
  await expect(row).toContainText(title);

  await page.goto(`/members/${member.handle}`);
  await page.getByRole("link", { name: "follows 1 member" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Those you follow");
  await expect(page.getByRole("main").getByRole("link", { name: author.name })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole("button", { name: `Unfollow ${author.name}` }).click();
  await expect(page.getByRole("main")).toContainText("You follow nobody yet.");
  await page.goto("/");
  await expect(row).toHaveCount(0);
});

test("who follows a project is told of its progress @plain", async ({ page, member, another, makeMember }) => {
  const leader = await another(makeMember());
  const title = unique("A film about a ferry");
  await leader.goto("/projects/new");
  await leader.getByLabel("Title").fill(title);
  await leader.getByLabel("Text").fill("One crossing.");
  await leader.getByRole("button", { name: "Start it" }).click();
  await expect(leader.getByRole("heading", { level: 1 })).toHaveText(title);
  const address = new URL(leader.url()).pathname;
  await page.goto(address);
  await page.getByRole("button", { name: `Follow ${title}` }).click();
  await expect(page.getByRole("button", { name: `Following ${title}` })).toHaveAttribute("aria-pressed", "true");
  expect(new URL(page.url()).pathname).toBe(address);
  await leader.goto(address);
  await leader.getByLabel("Write an update").fill("The ferry company says yes.");
  await leader.getByRole("button", { name: "Publish the update" }).click();
  await expect(leader.locator("#updates")).toContainText("The ferry company says yes.");
  await expect(async () => {
    await page.goto("/me/notifications");
    await expect(page.locator(".told:not([hidden]) button")).toContainText(`“${title}”`, { timeout: 500 });
  }).toPass();
  await page.locator(".told:not([hidden]) button").click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await page.goto("/me/following");
  await expect(page.locator("#project")).toContainText(title);
  expect(member.handle).toBeTruthy();
});

test("whoever is not signed in is led to where they can, and back @plain", async ({ page, makeMember }) => {
  const author = makeMember();
  await page.goto(`/members/${author.handle}`);
  await page.getByRole("link", { name: `Follow ${author.name}` }).click();
  await expect(page).toHaveURL(new RegExp(`/sign-in\\?next=/members/${author.handle}$`));
});

test("nobody is asked to follow themselves @plain", async ({ page, member }) => {
  await page.goto(`/members/${member.handle}`);
  await expect(page.getByRole("button", { name: /Follow/ })).toHaveCount(0);
});
