import { expect, expectAccessible, expectFits, test } from "./fixtures";

test("an address that leads nowhere @plain", async ({ page }) => {
  for (const path of ["/nothing/at/all", "/records/999999999", "/records/twelve", "/records/1e3/lineage", "/members/nobody-of-this-name"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing grows here");
    await expect(page.getByRole("main").getByRole("link", { name: "See the records" })).toBeVisible();
  }
  await expectAccessible(page);
  await expectFits(page);
});

test("a page of a member asks to sign in @plain", async ({ page }) => {
  for (const path of ["/me", "/records/new"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(401);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to see this");
    await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute("href", `/sign-in?next=${path}`);
  }
  await expectAccessible(page);
});

test("a list asked for wrongly says so", async ({ page }) => {
  for (const query of ["after=no-cursor", "medium=smell", "sort=sideways", "license=Beerware"]) {
    const answer = await page.goto(`/records?${query}`);
    expect([200, 422], query).toContain(answer?.status());
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("programs get problems as JSON", async ({ request }) => {
  const rows: [string, number][] = [
    ["/api/v1/records/999999999", 404],
    ["/api/v1/records?limit=101", 422],
    ["/api/v1/nothing", 404],
  ];
  for (const [path, status] of rows) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(status);
    expect(answer.headers()["content-type"], path).toContain("application/problem+json");
    expect(((await answer.json()) as { status: number }).status).toBe(status);
  }
});

test("what another site sends is refused", async ({ request }) => {
  const answer = await request.post("/sign-in", {
    form: { handle: "a", password: "b" },
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
  });
  expect(answer.status()).toBe(403);
});
