import { expect, expectAccessible, expectFits, fillSignIn, test, understory, unique } from "./fixtures";

test("joining, signing out, a wrong password, signing in @plain @smoke", async ({ page }) => {
  const handle = unique("ada");
  const password = "four words and then some";
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Join" }).first().click();
  await page.getByLabel("Name").fill("Ada Vine");
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("status")).toContainText("Welcome!");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Good to see you, Ada Vine.");

  await page.locator("summary[aria-label='Your menu, Ada Vine']").click();
  await page.locator(".menu-member").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("status")).toHaveText("You are signed out.");
  await expect(page.locator(".menu-member")).toHaveCount(0);

  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).first().click();
  await fillSignIn(page, handle, "four words and then others");
  await expect(page.getByRole("alert")).toContainText("Handle and password do not fit each other");
  await expect(page.getByRole("main").getByLabel("Handle")).toHaveValue(handle);
  await expect(page.getByRole("main").getByLabel("Password")).toHaveValue("");
  await fillSignIn(page, handle, password);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ada Vine");
});

test("what stands against a form is told at its field, and what was typed stays @plain", async ({ page, makeMember }) => {
  const taken = makeMember();
  await page.goto("/sign-up");
  const send = async (name: string, handle: string, password: string) => {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Handle").fill(handle);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Join" }).click();
  };
  await send("Bea", "no spaces please", "four words and then some");
  await expect(page.locator("#handle-error")).toContainText("A handle has letters a to z");
  await expect(page.getByLabel("Name")).toHaveValue("Bea");
  await expect(page.getByLabel("Handle")).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("alert").getByRole("link").click();
  await expect(page).toHaveURL(/#handle$/);

  await send("Bea", taken.handle, "four words and then some");
  await expect(page.locator("#handle-error")).toContainText("taken");
  // A twin of a handle in other letters is that handle, or none.
  await send("Bea", taken.handle.replace("e", "е"), "four words and then some");
  await expect(page.locator("#handle-error")).toContainText("A handle has letters a to z");
  await send("Bea", unique("bea"), "too short");
  await expect(page.locator("#password-error")).toContainText("at least 15");
});

test("a form that comes back is accessible and fits", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator("#problems")).toBeFocused();
  await expectAccessible(page);
  await expectFits(page);
});

test("signing in leads back to where one was @plain", async ({ page, makeMember }) => {
  const member = makeMember();
  const answer = await page.goto("/me");
  expect(answer?.status()).toBe(401);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await fillSignIn(page, member.handle, member.password);
  await expect(page).toHaveURL("/me");
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
});

test("changing the password ends every other session", async ({ page, member, another }) => {
  const elsewhere = await another(member);
  await elsewhere.goto("/me");
  await expect(elsewhere.getByRole("heading", { name: "Your account" })).toBeVisible();

  await page.goto("/me");
  const form = page.locator("#change-password");
  await form.getByLabel("Current password").fill("not the current one");
  await form.getByLabel("New password").fill("another long password");
  await form.getByRole("button").click();
  await expect(page.locator("#password-error")).toContainText("not your current password");
  await form.getByLabel("Current password").fill(member.password);
  await form.getByLabel("New password").fill("another long password");
  await form.getByRole("button").click();
  await expect(page.getByRole("status")).toContainText("every other session has ended");
  await expect(page.locator("#sessions li")).toHaveCount(1);

  expect((await elsewhere.goto("/me"))?.status()).toBe(401);
  await elsewhere.goto("/sign-in");
  await fillSignIn(elsewhere, member.handle, member.password);
  await expect(elsewhere.getByRole("alert")).toBeVisible();
  await fillSignIn(elsewhere, member.handle, "another long password");
  await expect(elsewhere).toHaveURL("/");
});

test("a session can be ended from another browser @plain", async ({ page, member, another }) => {
  const elsewhere = await another(member);
  await elsewhere.goto("/me");
  await page.goto("/me");
  const sessions = page.locator("#sessions li");
  await expect(sessions).toHaveCount(2);
  await expect(sessions.filter({ hasText: "this one" })).toHaveCount(1);
  await sessions.filter({ hasNotText: "this one" }).getByRole("button").click();
  await expect(page.getByRole("status")).toHaveText("That session has ended.");
  await expect(page.locator("#sessions li")).toHaveCount(1);
  expect((await elsewhere.goto("/me"))?.status()).toBe(401);
});

test("guessing a password ends after five attempts", async ({ page, makeMember }) => {
  const { handle, password } = makeMember();
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await page.request.post("/sign-in", { form: { handle, password: `guess number ${attempt} of it` } });
    expect(answer.status()).toBe(422);
  }
  await page.goto("/sign-in");
  await fillSignIn(page, handle, password);
  await expect(page.getByRole("alert")).toContainText("Too many in a short time. Try again in 15 minutes.");
});

test("somebody suspended is out at their next request", async ({ page, member, problems }, info) => {
  expect((await page.goto("/me"))?.status()).toBe(200);
  understory(info.project.name, ["member", "suspend", member.handle]);
  expect((await page.goto("/me"))?.status()).toBe(401);
  // The bell of the first page may have asked just then.
  const asked = problems.findIndex((problem) => problem.includes("/me/notifications/events"));
  if (asked >= 0) problems.splice(asked, 1);
});

test("a profile is shown on one's page @plain", async ({ page, member }) => {
  await page.goto("/me");
  await page.locator("#profile").getByLabel("Name").fill("Cleo ‏قصيدة 🌱");
  await page.locator("#profile").getByLabel("About you").fill("I **sing**. </textarea><script>alert(1)</script>");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByRole("status")).toHaveText("Your profile is saved.");
  await expect(page.getByLabel("About you")).toHaveValue(/<\/textarea><script>/);
  await page.getByRole("link", { name: "as others see it" }).click();
  await expect(page).toHaveURL(`/members/${member.handle}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("قصيدة 🌱");
  await expect(page.locator(".prose strong")).toHaveText("sing");
});
